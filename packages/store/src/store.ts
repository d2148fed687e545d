// SQLite in a file, or PostgreSQL at an address: the same kysely over both.
import { type Migrations, migrate } from './migrate.ts';
import { openPostgres } from './open-postgres.ts';
import { openSqlite } from './open-sqlite.ts';
import type { Store } from './opened-store.ts';

/** A SQLite file, whose folder must exist, or the address of a PostgreSQL database, `postgres://…`. */
export type StorePlace = { file: string } | { url: string };

export type StoreOptions = StorePlace & {
  migrations: Migrations;
  /** Where it is written down which of them ran. Packages that share a database have one each. */
  migrationTable: string;
  /** Change nothing, not even the tables: they must be there and of this version. */
  readonly?: boolean;
};

/**
 * Opens a database and brings its tables up to date; any number of processes may do so at once.
 * @throws {CmError} `CM_NOT_A_DATABASE`, `CM_STORE_NOT_WRITABLE`, `CM_STORE_FULL`, `CM_STORE_FAILED`, `CM_STORE_BUSY`, `CM_STORE_TOO_NEW`,
 * `CM_STORE_TOO_OLD`, `CM_STORE_UNREACHABLE`, `CM_BAD_DATABASE_URL`.
 */
export async function openStore<Tables>(options: StoreOptions): Promise<Store<Tables>> {
  const readonly = options.readonly ?? false;
  const store =
    'url' in options
      ? await openPostgres<Tables>(options.url, { readonly })
      : await openSqlite<Tables>(options.file, { readonly });
  try {
    await migrate(store, options);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
