import type { Kysely, Transaction } from 'kysely';
import { type Migrations, migrate } from './migrate.ts';
import { openPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';

export type Dialect = 'sqlite' | 'postgres';

/** An open database. */
export interface Store<Tables> {
  readonly db: Kysely<Tables>;
  readonly dialect: Dialect;
  /** Runs `work` alone among writers: nothing that it read changes before it has written. Rolled back when it throws. */
  exclusively<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** A SQLite file. Its folder must exist. */
  file?: string;
  /** A PostgreSQL address: `postgres://…`. One of `file` and `url`. */
  url?: string;
  /** In the order of their names. */
  migrations: Migrations;
  /** Where it is written down which of them ran. Packages that share a database have one each. */
  migrationTable: string;
}

/**
 * Opens a database and brings its tables up to date; two processes may do so at once.
 * @throws {CmError} `CM_NOT_A_DATABASE`, `CM_STORE_NOT_WRITABLE`, `CM_DISK_FULL`, `CM_STORE_TOO_NEW`, `CM_STORE_UNREACHABLE`.
 */
export async function openStore<Tables>(options: StoreOptions): Promise<Store<Tables>> {
  const opened =
    options.url === undefined ? await openSqlite<Tables>(options.file ?? ':memory:') : await openPostgres<Tables>(options.url);
  try {
    await migrate(opened, options);
    return opened;
  } catch (error) {
    await opened.close();
    throw opened.explain(error);
  }
}
