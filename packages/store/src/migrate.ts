import { CmError } from '@cm/core';
import type { Kysely } from 'kysely';
import type { Dialect, Store } from './store.ts';

/** Steps by name; they run in the order of their names, each once, all in one transaction. */
// biome-ignore lint/suspicious/noExplicitAny: a migration knows only the tables that were there before it
export type Migrations = Readonly<Record<string, (db: Kysely<any>, dialect: Dialect) => Promise<void>>>;

/**
 * Runs what has not run yet. Not kysely's own Migrator: that one takes no lock on SQLite, and two processes opening a new
 * database at once would both create its tables.
 * @throws {CmError} `CM_STORE_TOO_NEW` where the database has seen a step that this version does not know.
 */
export async function migrate<Tables>(
  store: Store<Tables>,
  options: { migrations: Migrations; migrationTable: string },
): Promise<void> {
  const { migrations, migrationTable } = options;
  const names = Object.keys(migrations).sort();
  if (await isCurrent(store, migrationTable, names)) return;
  await store.exclusively(async (transaction) => {
    // biome-ignore lint/suspicious/noExplicitAny: the table's name is only known when it runs
    const db = transaction as Kysely<any>;
    await db.schema
      .createTable(migrationTable)
      .ifNotExists()
      .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
      .execute();
    const done = new Set((await db.selectFrom(migrationTable).select('name').execute()).map((row) => row.name));
    const unknown = [...done].filter((name) => !names.includes(name));
    if (unknown.length > 0) throw tooNew(unknown);
    for (const name of names) {
      if (done.has(name)) continue;
      await migrations[name]?.(db, store.dialect);
      await db.insertInto(migrationTable).values({ name }).execute();
    }
  });
}

/** A look without a lock, so that opening an up-to-date database never waits for a writer. */
async function isCurrent<Tables>(store: Store<Tables>, table: string, names: readonly string[]): Promise<boolean> {
  const tables = await store.db.introspection.getTables({ withInternalKyselyTables: false });
  if (!tables.some((each) => each.name === table)) return false;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const rows = await (store.db as Kysely<any>).selectFrom(table).select('name').execute();
  return rows.length === names.length && rows.every((row) => names.includes(row.name));
}

function tooNew(unknown: readonly string[]): CmError {
  return new CmError(`the database was written by a newer version (it has ${unknown.join(', ')})`, {
    code: 'CM_STORE_TOO_NEW',
    hint: 'update Code Monkeys, or move the database file away to start a new one',
  });
}
