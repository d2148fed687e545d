import { lstatSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { PackedFacts } from '../parse/pack-facts.ts';
import { indexVersion, isMadeHere } from './identity.ts';
import type { Connection } from './open-index.ts';
import type { FileTable } from './schema.ts';

interface FactsRow {
  written: string;
  surface: string;
  surface_hash: string;
  uses: string;
  ambient: number;
  nodes: string;
  lines: number;
  has_errors: number;
}

const COLUMNS = 'written, surface, surface_hash, uses, ambient, nodes, lines, has_errors';
const MOST_SEEN = 50_000;
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_SIBLINGS = 8;

/** The key of a text's facts: they depend on the text, on the language, and on the name of the module. */
export function factsKey(sha256: string, language: string, path: string): string {
  return `${sha256} ${language} ${path.split('/').slice(-2).join('/')}`;
}

/**
 * Facts of texts that were parsed before: of files that have changed since, in this index, and of what the indexes of the repository's other
 * worktrees hold now. A switch to another branch and back parses nothing again.
 */
export class SeenFacts {
  private readonly db: Connection;
  private readonly siblings: Connection[] = [];

  constructor(db: Connection, siblings: readonly string[]) {
    this.db = db;
    for (const file of siblings.slice(0, MOST_SIBLINGS)) {
      const sibling = openSibling(file);
      if (sibling !== null) this.siblings.push(sibling);
    }
  }

  /** False while a look can't find anything: it costs reading each file twice. */
  get isWorthAsking(): boolean {
    return (
      this.siblings.length > 0 ||
      this.db.prepare('select exists (select 1 from packed) or exists (select 1 from seen)').pluck().get() === 1
    );
  }

  find(sha256: string, language: string, path: string): PackedFacts | undefined {
    const key = factsKey(sha256, language, path);
    for (const db of [this.db, ...this.siblings]) {
      const row = (db.prepare(`select ${COLUMNS} from seen where key = ?`).get(key) ?? findCurrent(db, sha256, key)) as
        | FactsRow
        | undefined;
      if (row !== undefined) return unpack(row);
    }
    return undefined;
  }

  /** Puts a file's facts aside before they are removed. */
  keep(row: FileTable): void {
    if (row.sha256 === null || row.skip !== null || row.language === 'manifest') return;
    this.db
      .prepare(
        `insert or replace into seen (key, ${COLUMNS}) select ?, ${COLUMNS} from facts join imports using (file_id) join packed using (file_id) join files on files.id = file_id where file_id = ?`,
      )
      .run(factsKey(row.sha256, row.language, row.path), row.id);
  }

  /** Forgets what was put aside first. */
  prune(): void {
    const newest = this.db
      .prepare(
        'select rowid id, length(written) + length(surface) + length(uses) + length(nodes) bytes from seen order by rowid desc',
      )
      .iterate();
    let count = 0;
    let bytes = 0;
    let last = 0;
    for (const row of newest as Iterable<{ id: number; bytes: number }>) {
      count++;
      bytes += row.bytes;
      if (count <= MOST_SEEN && bytes <= MOST_BYTES) continue;
      last = row.id;
      break;
    }
    if (last > 0) this.db.prepare('delete from seen where rowid <= ?').run(last);
  }

  close(): void {
    for (const sibling of this.siblings) sibling.close();
  }
}

function findCurrent(db: Connection, sha256: string, key: string): FactsRow | undefined {
  const rows = db
    .prepare(
      `select language, path, ${COLUMNS} from files join facts on file_id = files.id join imports using (file_id) join packed using (file_id) where sha256 = ? and skip is null and language <> 'manifest'`,
    )
    .all(sha256) as (FactsRow & { language: string; path: string })[];
  return rows.find((row) => factsKey(sha256, row.language, row.path) === key);
}

function unpack(row: FactsRow): PackedFacts {
  return {
    lines: row.lines,
    hasErrors: row.has_errors === 1,
    nodes: row.nodes,
    written: row.written,
    surface: row.surface,
    surfaceHash: row.surface_hash,
    uses: row.uses,
    ambient: row.ambient === 1,
  };
}

/** The index of another worktree, if it is one that this version wrote. */
function openSibling(file: string): Connection | null {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return null;
  let db: Connection | undefined;
  try {
    db = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 0 });
    if (indexVersion(db) === 'current' && isMadeHere(db, file)) return db;
  } catch (error) {
    // Damaged, locked or not readable: it is only a shortcut.
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
  }
  db?.close();
  return null;
}
