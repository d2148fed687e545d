import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { tooNew, tooOld } from './errors.ts';
import type { DatabaseDialect, Store } from './opened-store.ts';

/** Steps by name; they run in the order of their names, each once, all or none. One that was released is never changed. */
// biome-ignore lint/suspicious/noExplicitAny: a migration knows only the tables that were there before it
export type Migrations = Readonly<Record<string, (db: Kysely<any>, dialect: DatabaseDialect) => Promise<void>>>;

interface MigrationPlan {
  migrations: Migrations;
  migrationTable: string;
  readonly?: boolean;
}

/**
 * Runs what has not run yet, in one transaction under a lock.
 * @throws {CmError} `CM_STORE_TOO_NEW` where the database has seen a step that this version does not know; `CM_STORE_TOO_OLD` where steps
 * are missing and `readonly` forbids to run them.
 */
export async function migrate<Tables>(
  store: Store<Tables>,
  { migrations, migrationTable, readonly }: MigrationPlan,
): Promise<void> {
  const names = Object.keys(migrations);
  // A look without a lock, so that opening an up-to-date database never waits for a writer.
  const missing = await missingSteps(store, migrationTable, names);
  if (missing.length === 0) return;
  if (readonly) throw tooOld(missing);
  const steps = Object.entries(migrations).map(([name, up]) => [name, { up: (db: Kysely<Tables>) => up(db, store.dialect) }]);
  const migrator = new Migrator({
    db: store.db,
    provider: { getMigrations: async () => Object.fromEntries(steps) },
    migrationTableName: migrationTable,
    migrationLockTableName: `${migrationTable}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // Another process of a newer version can have been faster: then that is what went wrong.
  await missingSteps(store, migrationTable, names);
  throw error;
}

/** Which of `names` have not run in this database. @throws {CmError} `CM_STORE_TOO_NEW` where others have. */
async function missingSteps<Tables>(store: Store<Tables>, table: string, names: readonly string[]): Promise<string[]> {
  const tables = await store.db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === table)) return [...names];
  // biome-ignore lint/suspicious/noExplicitAny: the table's name is only known when it runs
  const rows = await (store.db as Kysely<any>).selectFrom(table).select('name').execute();
  const done = new Set(rows.map(({ name }) => String(name)));
  const unknown = [...done].filter((name) => !names.includes(name));
  if (unknown.length > 0) throw tooNew(unknown);
  return names.filter((name) => !done.has(name));
}
