import BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect, sql, type Transaction } from 'kysely';
import { explainError } from './explain-error.ts';
import type { OpenedStore } from './opened-store.ts';

/** How long a writer waits for another one. */
const BUSY_TIMEOUT_MS = 15_000;

/** WAL with FULL sync: what is acknowledged survives a power cut, and readers never wait for a writer. */
export async function openSqlite<Tables>(file: string): Promise<OpenedStore<Tables>> {
  const explain = (error: unknown) => explainError(error, file);
  try {
    const connection = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: connection }) });
    return { db, dialect: 'sqlite', explain, close: () => db.destroy(), exclusively: (work) => exclusively(db, explain, work) };
  } catch (error) {
    throw explain(error);
  }
}

/** kysely begins deferred transactions, which can fail half-way on SQLite; this one takes the write lock first. */
async function exclusively<Tables, T>(
  db: Kysely<Tables>,
  explain: (error: unknown) => unknown,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  try {
    return await db.connection().execute(async (connection) => {
      await sql`begin immediate`.execute(connection);
      try {
        const result = await work(connection as Transaction<Tables>);
        await sql`commit`.execute(connection);
        return result;
      } catch (error) {
        await sql`rollback`.execute(connection);
        throw error;
      }
    });
  } catch (error) {
    throw explain(error);
  }
}
