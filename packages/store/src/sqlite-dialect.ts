import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Dialect, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import { isBusy } from './errors.ts';

/** How long a writer waits for others, in all. */
const PATIENCE_MS = 15_000;
/** How long it waits inside SQLite, which holds up this whole process: the lock may be held by another connection of our own. */
export const BUSY_TIMEOUT_MS = 100;

/** Tries again, with pauses in which this process goes on, as long as another connection has the lock. */
export async function retryWhileBusy<T>(attempt: () => T | Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await delay(1 + Math.random() * 10);
    }
  }
}

/** kysely's dialect, with transactions that take the write lock first: a deferred one can fail half-way when it comes to write. */
export function immediateSqliteDialect(database: Database): Dialect {
  const dialect = new SqliteDialect({ database });
  return {
    createDriver: () => new ImmediateSqliteDriver({ database }),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => new TransactionalSqliteAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
  };
}

/** SQLite can change tables in a transaction, and so kysely's Migrator is to do it in one: with the write lock, all steps or none. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #patient = new WeakSet<DatabaseConnection>();

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (!this.#patient.has(connection)) {
      const execute = connection.executeQuery.bind(connection);
      connection.executeQuery = <Row>(query: CompiledQuery) => retryWhileBusy(() => execute<Row>(query));
      this.#patient.add(connection);
    }
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}
