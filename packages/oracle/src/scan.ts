import { randomUUID } from 'node:crypto';
import { join, relative } from 'node:path';
import { sha256 } from '@cm/core';
import { applyKept, checkCalls, dropOutdated } from './checker/check-calls.ts';
import { IndexWriter, type Totals } from './database/index-writer.ts';
import { beginExclusive, buildIndexes, type Connection } from './database/open-index.ts';
import type { FileTable } from './database/schema.ts';
import { SeenFacts } from './database/seen-facts.ts';
import { scanInterrupted } from './errors.ts';
import { type Comparison, compareFiles } from './files/compare-files.ts';
import { type Listing, listFiles } from './files/list-files.ts';
import { readSource } from './files/read-file.ts';
import { decode } from './files/skip-reason.ts';
import { otherWorktrees } from './files/worktrees.ts';
import { languageOfPath } from './languages/languages.ts';
import { isManifest, parseManifest } from './link/manifests.ts';
import { relink, type SeenByOthers } from './link/relink.ts';
import { type ParseOutcome, parseFiles } from './parse/parse-pool.ts';
import type { ScanReport } from './words.ts';

export interface ScanOptions {
  /** Called after each file that was parsed. */
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
  /** Threads that parse. */
  workers?: number;
  /** Asks the TypeScript checker where calls lead that are not known otherwise: of all files, or of those with these paths. */
  checker?: true | readonly string[];
}

export interface ScanContext {
  root: string;
  file: string;
  exclude: readonly string[];
  writer: Connection;
  listed: Listed;
}

/** Told all paths of the repository, once they are known. */
export type Listed = (paths: readonly string[]) => void;

const DEFAULT_WORKERS = 2;

/** Brings the index up to date with the files, then asks the checker, if it is to be asked, in a transaction of its own. */
export async function scan(context: ScanContext, options: ScanOptions): Promise<Omit<ScanReport, 'rebuilt'>> {
  const started = performance.now();
  const report = await scanFiles(context, options);
  if (options.checker === undefined) return { ...report, checker: null, durationMs: performance.now() - started };
  const checker = await checkCalls(context, options.checker === true ? null : options.checker, options.signal);
  return { ...report, ...readTotals(context.writer), checker, durationMs: performance.now() - started };
}

type FileReport = Omit<ScanReport, 'rebuilt' | 'checker' | 'durationMs'>;

/** List, compare, parse what changed, link what that touches, all in one transaction. */
async function scanFiles(context: ScanContext, options: ScanOptions): Promise<FileReport> {
  const commit = readMeta(context.writer, 'commit');
  const rows = readFilesAt(commit, context.writer);
  const listing = await listFiles(
    context.root,
    context.exclude,
    rows.map((row) => row.path),
  );
  if (options.signal?.aborted) throw scanInterrupted();
  context.listed(listing.paths);
  const known = compareFiles(context.root, listing, rows);
  const totals = isCurrent(known, listing, context.writer) ? readTotals(context.writer) : null;
  if (totals !== null) {
    return {
      ...totals,
      parsed: 0,
      reused: 0,
      unchanged: known.unchanged.length,
      removed: 0,
      skipped: allSkips(listing, context.writer),
    };
  }
  await beginExclusive(context.file, context.writer, options.signal);
  const inFolder = relative(context.root, context.file);
  const siblings = inFolder.startsWith('..') ? [] : otherWorktrees(context.root).map((folder) => join(folder, inFolder));
  const seen = new SeenFacts(context.writer, siblings);
  try {
    // Another scan may have done the work while this one waited.
    const comparison =
      readMeta(context.writer, 'commit') === commit ? known : compareFiles(context.root, listing, readFiles(context.writer));
    const { rows: written, ...counts } = await update(context, listing, comparison, options, seen);
    const made = writeCommit(context.writer);
    context.writer.exec('commit');
    lastRead.set(context.writer, { commit: made, rows: written });
    return { ...counts, skipped: allSkips(listing, context.writer) };
  } catch (error) {
    if (context.writer.inTransaction) context.writer.exec('rollback');
    throw options.signal?.aborted ? scanInterrupted() : error;
  } finally {
    seen.close();
  }
}

function readFiles(db: Connection): FileTable[] {
  return db.prepare('select * from files').all() as FileTable[];
}

/** What was read or written last, by connection: most scans find nothing changed. */
const lastRead = new WeakMap<Connection, { commit: string; rows: readonly FileTable[] }>();

/** The rows of `files` as they were at a commit, or later. */
function readFilesAt(commit: string | undefined, db: Connection): readonly FileTable[] {
  const known = lastRead.get(db);
  if (known !== undefined && known.commit === commit) return known.rows;
  const rows = readFiles(db);
  // Another process may have written since the commit was read.
  if (commit !== undefined && readMeta(db, 'commit') === commit) lastRead.set(db, { commit, rows });
  return rows;
}

function isCurrent(comparison: Comparison, listing: Listing, db: Connection): boolean {
  const { changed, touched, removed } = comparison;
  return changed.length + touched.length + removed.length === 0 && readMeta(db, 'paths') === pathsHash(listing);
}

const pathsHash = (listing: Listing): string => sha256(listing.paths.join('\0'));

function readMeta(db: Connection, key: string): string | undefined {
  return db.prepare('select value from meta where key = ?').pluck().get(key) as string | undefined;
}

/** Another one for each change of the index, so that it is seen that one happened. */
function writeCommit(db: Connection): string {
  const commit = randomUUID();
  db.prepare(`insert or replace into meta values ('commit', ?)`).run(commit);
  return commit;
}

function readTotals(db: Connection): Totals | null {
  const json = readMeta(db, 'totals');
  return json === undefined ? null : (JSON.parse(json) as Totals);
}

function allSkips(listing: Listing, db: Connection): ScanReport['skipped'] {
  const rows = db.prepare('select path, skip as reason from files where skip is not null').all() as ScanReport['skipped'];
  return [...listing.skipped, ...rows].sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function update(
  context: ScanContext,
  listing: Listing,
  comparison: Comparison,
  options: ScanOptions,
  seen: SeenFacts,
): Promise<Totals & Pick<ScanReport, 'parsed' | 'reused' | 'unchanged' | 'removed'> & { rows: readonly FileTable[] }> {
  const { writer: db } = context;
  const writer = new IndexWriter(db);
  const wasEmpty = writer.count('nodes') === 0;
  for (const { row, file, checkedAt } of comparison.touched) writer.touchFile(row.id, { ...file, checked_at: checkedAt });
  const before = new Map<number, SeenByOthers>();
  for (const row of comparison.removed) {
    seen.keep(row);
    writer.removeFile(row.id);
  }
  const changes = new Map<string, number>();
  const total = comparison.changed.length;
  let read = 0;
  const take = (path: string, outcome: ParseOutcome) => {
    if (isManifest(path)) {
      // What it says about modules is known already; these are the symbols in it.
      if ('facts' in outcome) writer.putSymbols(changes.get(path)!, path, outcome.facts);
      return;
    }
    const { file, row, checkedAt } = comparison.byPath.get(path)!;
    if (row !== undefined) {
      const old = writer.seenByOthers(row.id);
      if (old !== undefined) before.set(row.id, old);
      seen.keep(row);
      writer.removeFacts(row.id);
    }
    const facts = 'facts' in outcome ? outcome.facts : null;
    const id = writer.putFile(
      {
        path,
        language: languageOfPath(path)!.name,
        sha256: outcome.sha256,
        size: file.size,
        mtime: file.mtime,
        inode: file.inode,
        checked_at: checkedAt,
        lines: facts?.lines ?? 0,
        has_errors: facts?.hasErrors ? 1 : 0,
        skip: 'skip' in outcome ? outcome.skip : null,
      },
      row?.id,
    );
    if (facts !== null) writer.putFacts(id, path, facts);
    changes.set(path, id);
    if (facts !== null) read++;
    options.onProgress?.({ done: changes.size, total });
  };
  const sources: typeof comparison.changed = [];
  const manifests: typeof comparison.changed = [];
  for (const change of comparison.changed) {
    if (!isManifest(change.file.path)) sources.push(change);
    else {
      changes.set(change.file.path, readManifest(context.root, writer, change));
      if (languageOfPath(change.file.path) !== undefined) manifests.push(change);
    }
  }
  const unseen = seen.isWorthAsking ? sources.filter((change) => !takeSeen(context.root, seen, change, take)) : sources;
  const reused = read;
  await parseFiles(
    [...unseen, ...manifests].map(({ file }) => file),
    { root: context.root, workers: options.workers ?? DEFAULT_WORKERS, signal: options.signal },
    take,
  );
  const layoutChanged =
    readMeta(db, 'paths') !== pathsHash(listing) || [...changes.keys()].some(isManifest) || comparison.removed.length > 0;
  const rows = readFiles(db);
  const linked = relink(
    writer,
    listing.paths,
    { changes, before, removed: comparison.removed.map((row) => row.path), layoutChanged },
    rows,
    () => dropOutdated(db),
  );
  if (wasEmpty) buildIndexes(db);
  applyKept(db, linked);
  const totals = writer.countTotals();
  writer.setMeta('paths', pathsHash(listing));
  seen.prune();
  return { ...totals, parsed: read - reused, reused, unchanged: totals.files - read, removed: comparison.removed.length, rows };
}

/** Takes a file's facts from those of the same text; false when there are none. */
function takeSeen(
  root: string,
  seen: SeenFacts,
  { file }: Comparison['changed'][number],
  take: (path: string, outcome: ParseOutcome) => void,
): boolean {
  const read = readSource(join(root, file.path));
  if ('skip' in read) return false;
  const facts = seen.find(read.sha256, languageOfPath(file.path)!.name, file.path);
  if (facts !== undefined) take(file.path, { sha256: read.sha256, facts });
  return facts !== undefined;
}

function readManifest(root: string, writer: IndexWriter, { file, row, checkedAt }: Comparison['changed'][number]): number {
  if (row !== undefined) writer.removeFacts(row.id);
  const read = readSource(join(root, file.path));
  const decoded = 'skip' in read ? read : decode(read.bytes);
  const manifest = 'text' in decoded ? parseManifest(file.path, decoded.text) : null;
  const skip = 'skip' in decoded ? decoded.skip : manifest === null ? 'not a manifest that can be read' : null;
  const hash = 'sha256' in read ? read.sha256 : null;
  const id = writer.putFile(
    {
      path: file.path,
      language: 'manifest',
      sha256: hash,
      size: file.size,
      mtime: file.mtime,
      inode: file.inode,
      checked_at: checkedAt,
      lines: 0,
      has_errors: 0,
      skip,
    },
    row?.id,
  );
  if (manifest !== null) writer.putManifest(id, JSON.stringify(manifest), hash ?? '');
  return id;
}
