import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@cm/core';
import BetterSqlite3 from 'better-sqlite3';
import { indexBusy, indexDamaged, indexNotWritable, indexTooNew, scanInterrupted } from '../errors.ts';
import { indexVersion, isMadeHere, signIndex, VERSION } from './identity.ts';
import { prepareFolder, removeIndex } from './index-file.ts';
import { DROP_ALL, INDEXES, TABLES } from './schema.ts';

export type Connection = BetterSqlite3.Database;

const BUSY_RETRY_MS = 25;
const LONGEST_WAIT_MS = 10 * 60_000;
const OPEN_TIMEOUT_MS = 15_000;
const CACHE_KIB = 16_000;

export interface OpenedIndex {
  /** Sees the last committed scan, never half of one. */
  reader: Connection;
  writer: Connection;
  /** Why what was there before could not be used; null when it could, or nothing was there. */
  rebuilt: string | null;
}

/** Opens the index; a damaged one or one of an older version gives way to an empty one. */
export function openIndex(file: string): OpenedIndex {
  prepareFolder(file);
  try {
    const opened = connect(file);
    if (isMadeHere(opened.writer, file)) return opened;
    opened.reader.close();
    opened.writer.close();
    return connectAgain(file, 'the index was not made here: it came with the repository or was copied');
  } catch (error) {
    if (!isDamage(error)) throw explain(file, error);
    return connectAgain(file, 'the index was damaged');
  }
}

function connectAgain(file: string, rebuilt: string): OpenedIndex {
  try {
    removeIndex(file);
    return { ...connect(file), rebuilt };
  } catch (error) {
    throw explain(file, error);
  }
}

function connect(file: string): OpenedIndex {
  const writer = new BetterSqlite3(file, { timeout: OPEN_TIMEOUT_MS });
  try {
    writer.pragma('journal_mode = WAL');
    // The index can be built again: a power cut may cost the last scan, not the order of what is there.
    writer.pragma('synchronous = NORMAL');
    writer.pragma('journal_size_limit = 16777216');
    writer.pragma(`cache_size = -${CACHE_KIB}`);
    const rebuilt = writer.transaction(() => prepareTables(file, writer)).immediate();
    // From here on a writer that must wait does so without holding up the process.
    writer.pragma('busy_timeout = 0');
    const reader = new BetterSqlite3(file, { timeout: OPEN_TIMEOUT_MS, readonly: true });
    return { reader, writer, rebuilt };
  } catch (error) {
    writer.close();
    throw error;
  }
}

function prepareTables(file: string, writer: Connection): string | null {
  // We make none of these: the file came with a repository, and they would act for somebody else.
  const foreign = writer.prepare(`select count(*) from sqlite_master where type in ('trigger', 'view')`).pluck().get();
  if (foreign !== 0) throw indexDamaged(file, undefined);
  const version = indexVersion(writer);
  if (version === 'current') return null;
  if (version === 'newer') throw indexTooNew(file);
  const isEmpty = writer.prepare('select count(*) from sqlite_master').pluck().get() === 0;
  emptyIndex(writer);
  signIndex(writer, file);
  return isEmpty ? null : 'the index was of an older version';
}

/** Drops everything; indexes come back when the next scan has loaded the tables. */
export function emptyIndex(writer: Connection): void {
  writer.exec(DROP_ALL);
  writer.exec(TABLES);
  writer.prepare(`insert into meta values ('version', ?)`).run(VERSION);
}

export function buildIndexes(writer: Connection): void {
  writer.exec(INDEXES);
}

/**
 * Takes the write lock, one scan at a time, and waits for another one without blocking the process.
 * @throws {CmError} `CM_INDEX_BUSY`, `CM_INTERRUPTED`.
 */
export async function beginExclusive(file: string, writer: Connection, signal: AbortSignal | undefined): Promise<void> {
  const started = performance.now();
  for (;;) {
    if (signal?.aborted) throw scanInterrupted();
    try {
      writer.exec('begin immediate');
      return;
    } catch (error) {
      if (!isCode(error, /^SQLITE_BUSY/)) throw explain(file, error);
      if (performance.now() - started > LONGEST_WAIT_MS) throw indexBusy(file);
    }
    await sleep(BUSY_RETRY_MS);
  }
}

function isCode(error: unknown, codes: RegExp): boolean {
  return isError(error) && 'code' in error && codes.test(String(error.code));
}

export function isDamage(error: unknown): boolean {
  if (!isError(error)) return false;
  if (isCode(error, /^(?:SQLITE_(?:NOTADB|CORRUPT)|CM_INDEX_DAMAGED)/)) return true;
  return /no such (?:table|column)|malformed/.test(error.message) || (error.name === 'SyntaxError' && /JSON/.test(error.message));
}

/** A database's error in words that help. */
export function explain(file: string, error: unknown): unknown {
  if (isDamage(error)) return indexDamaged(file, error);
  if (isCode(error, /^SQLITE_BUSY/)) return indexBusy(file);
  return isCode(error, /^(?:SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|FULL|IOERR)|EACCES|EROFS|ENOSPC)/)
    ? indexNotWritable(file, error)
    : error;
}
