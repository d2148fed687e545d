import { existsSync, lstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import { Kysely } from 'kysely';
import { explainError, noFolder, oddFile } from './errors.ts';
import { explainingDialect } from './explaining-dialect.ts';
import type { Store } from './opened-store.ts';
import { BUSY_TIMEOUT_MS, immediateSqliteDialect, retryWhileBusy } from './sqlite-dialect.ts';

/** WAL with FULL sync: what is acknowledged survives a power cut, and readers never wait for a writer. */
export async function openSqlite<Tables>(file: string, { readonly }: { readonly: boolean }): Promise<Store<Tables>> {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const explain = (error: unknown) => explainError(error, file);
  let database: Database | undefined;
  try {
    // Absolute, since better-sqlite3 gives some names a meaning of their own.
    const path = resolve(file);
    refuseOddFiles(path);
    database = new BetterSqlite3(path, { timeout: BUSY_TIMEOUT_MS, readonly });
    await retryWhileBusy(() => configure(database as Database, readonly));
  } catch (error) {
    database?.close();
    throw explain(error);
  }
  const open = database;
  const db = new Kysely<Tables>({ dialect: explainingDialect(immediateSqliteDialect(open), explain) });
  return {
    db,
    dialect: 'sqlite',
    transaction: (work) => db.transaction().execute(work),
    close: async () => {
      await db.destroy();
      // kysely closes only what it has used.
      open.close();
    },
  };
}

function configure(database: Database, readonly: boolean): void {
  // The file may come with a repository: what its schema names must not call functions with side effects.
  database.pragma('trusted_schema = OFF');
  database.pragma('foreign_keys = ON');
  if (readonly) {
    // Reads the first page, so that a file that is no database is found here.
    database.pragma('schema_version');
    return;
  }
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
}

function refuseOddFiles(path: string): void {
  // better-sqlite3 would trim the name, and open another file.
  if (path !== path.trim()) throw oddFile(path, 'its name ends with white space');
  const about = lstatSync(path, { throwIfNoEntry: false });
  if (about?.isSymbolicLink()) throw oddFile(path, 'it is a link, which could lead to a file of somebody else');
  if (about !== undefined && !about.isFile()) throw oddFile(path, 'it is not a file');
  if (!existsSync(dirname(path))) throw noFolder(path);
}
