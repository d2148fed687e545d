import { rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { type Connection, isDamage } from '../database/open-index.ts';
import { indexDamaged } from '../errors.ts';

/** Vectors by the hash of their text: what was embedded once, on whatever branch, is not embedded again. */
export interface VectorCache {
  /** Those of the hashes that are known. */
  get(hashes: readonly string[]): Map<string, Float32Array>;
  put(vectors: ReadonlyMap<string, Float32Array>): void;
  /** Files whose vectors were stored in `table`: path to what they were. */
  storedIn(table: string): Map<string, string>;
  markStored(table: string, files: ReadonlyMap<string, string>): void;
  /** Leaves the vectors used last, at most `count`. */
  prune(count: number): void;
  close(): void;
}

/** Tells our file from one that came with a repository. */
const APPLICATION_ID = 0x636d7663;
const BUSY_MS = 10_000;
/** Rows of 1.5 kB: a table without row numbers would give each a page of its own. */
const TABLES = `
create table vectors (hash text primary key, vector blob not null, used integer not null);
create table stored (target text not null, path text not null, content text not null, primary key (target, path)) without rowid;
`;

/** Opens the cache; what can't be read is thrown away, since it can be computed again. */
export function openVectorCache(file: string, now: () => number): { cache: VectorCache; rebuilt: boolean } {
  try {
    return { cache: new SqliteCache(connect(file), now), rebuilt: false };
  } catch (error) {
    // A file that is only locked, or can't be written, is somebody's.
    if (!isDamage(error)) throw error;
    for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(each, { force: true, recursive: true });
    return { cache: new SqliteCache(connect(file), now), rebuilt: true };
  }
}

function connect(file: string): Connection {
  const db = new BetterSqlite3(file, { timeout: BUSY_MS });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    if (db.prepare('select count(*) from sqlite_master').pluck().get() === 0) {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.exec(TABLES);
    }
    const foreign =
      db
        .prepare(
          `select count(*) from sqlite_master where name not in ('vectors', 'stored') and name not like 'sqlite_autoindex_%'`,
        )
        .pluck()
        .get() !== 0;
    if (foreign || db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw indexDamaged(file, undefined);
    db.prepare('select hash, vector, used from vectors limit 1').get();
    db.prepare('select target, path, content from stored limit 1').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

class SqliteCache implements VectorCache {
  private readonly db: Connection;
  private readonly now: () => number;

  constructor(db: Connection, now: () => number) {
    this.db = db;
    this.now = now;
  }

  get(hashes: readonly string[]): Map<string, Float32Array> {
    const select = this.db.prepare('select vector from vectors where hash = ?').pluck();
    const touch = this.db.prepare('update vectors set used = ? where hash = ?');
    const found = new Map<string, Float32Array>();
    this.db.transaction(() => {
      for (const hash of hashes) {
        const blob = select.get(hash) as Buffer | undefined;
        if (blob === undefined || blob.length % Float32Array.BYTES_PER_ELEMENT !== 0) continue;
        found.set(hash, new Float32Array(new Uint8Array(blob).buffer));
        touch.run(this.now(), hash);
      }
    })();
    return found;
  }

  put(vectors: ReadonlyMap<string, Float32Array>): void {
    const insert = this.db.prepare('insert or replace into vectors values (?, ?, ?)');
    this.db.transaction(() => {
      for (const [hash, vector] of vectors)
        insert.run(hash, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength), this.now());
    })();
  }

  storedIn(table: string): Map<string, string> {
    const rows = this.db.prepare('select path, content from stored where target = ?').all(table);
    return new Map((rows as { path: string; content: string }[]).map(({ path, content }) => [path, content]));
  }

  markStored(table: string, files: ReadonlyMap<string, string>): void {
    const insert = this.db.prepare('insert or replace into stored values (?, ?, ?)');
    this.db.transaction(() => {
      for (const [path, content] of files) insert.run(table, path, content);
    })();
  }

  prune(count: number): void {
    this.db
      .prepare('delete from vectors where hash in (select hash from vectors order by used desc, hash limit -1 offset ?)')
      .run(count);
  }

  close(): void {
    this.db.close();
  }
}
