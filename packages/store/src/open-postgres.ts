import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { explainError } from './explain-error.ts';
import type { OpenedStore } from './opened-store.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** One lock for all writers that ask for exclusiveness in a database: "cm" and a number, as PostgreSQL wants it. */
const ADVISORY_LOCK = 0x636d_0001;

export async function openPostgres<Tables>(url: string): Promise<OpenedStore<Tables>> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const explain = (error: unknown) => explainError(error, withoutPassword(url));
  const exclusively = async <T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> => {
    try {
      return await db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      throw explain(error);
    }
  };
  return { db, dialect: 'postgres', explain, exclusively, close: () => db.destroy() };
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `postgres://${host}${pathname}`;
  } catch {
    return 'the database address';
  }
}
