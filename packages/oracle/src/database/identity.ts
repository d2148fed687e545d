import { statSync } from 'node:fs';
import type { Connection } from './open-index.ts';
import { EXTRACTOR_VERSION, SCHEMA_VERSION } from './schema.ts';

export const VERSION = `${SCHEMA_VERSION}.${EXTRACTOR_VERSION}`;

/** The version that wrote an index; null when none did. */
export function indexVersion(db: Connection): 'current' | 'older' | 'newer' | null {
  const version = readMeta(db, 'version');
  if (version === undefined) return null;
  if (version === VERSION) return 'current';
  return Number(version.split('.')[0]) > SCHEMA_VERSION ? 'newer' : 'older';
}

/** Writes into an index which file it is. */
export function signIndex(db: Connection, file: string): void {
  db.prepare(`insert or replace into meta values ('made', ?)`).run(fileIdentity(file));
}

/**
 * Whether the index lies in the very file that it was made in. One that a repository commits, or that was copied from elsewhere, is in another: what it
 * says was not found here.
 */
export function isMadeHere(db: Connection, file: string): boolean {
  return readMeta(db, 'made') === fileIdentity(file);
}

function fileIdentity(file: string): string {
  const { ino, uid } = statSync(file, { bigint: true });
  return `${ino} ${uid}`;
}

function readMeta(db: Connection, key: string): string | undefined {
  const hasMeta = db.prepare(`select count(*) from sqlite_master where name = 'meta' and type = 'table'`).pluck().get() === 1;
  return hasMeta ? (db.prepare('select value from meta where key = ?').pluck().get(key) as string | undefined) : undefined;
}
