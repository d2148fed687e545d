import { Kysely, PostgresDialect, sql } from 'kysely';
import { badUrl, explainError } from './errors.ts';
import { explainingDialect } from './explaining-dialect.ts';
import type { Store } from './opened-store.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 8;

export async function openPostgres<Tables>(url: string, { readonly }: { readonly: boolean }): Promise<Store<Tables>> {
  const place = placeOf(url);
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'codemonkeys',
    keepAlive: true,
    ...(readonly ? { options: '-c default_transaction_read_only=on' } : {}),
  });
  // A connection that breaks is replaced by the pool, and fails the query that was in it; without listeners it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dialect = explainingDialect(new PostgresDialect({ pool }), (error) => explainError(error, place));
  const db = new Kysely<Tables>({ dialect });
  return {
    db,
    dialect: 'postgres',
    transaction: (work, { lock } = {}) =>
      db.transaction().execute(async (transaction) => {
        if (lock !== undefined) await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(transaction);
        return work(transaction);
      }),
    close: () => db.destroy(),
  };
}

/** The address without what is secret in it. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) throw badUrl();
  const { protocol, host, pathname } = new URL(url);
  if (!/^postgres(ql)?:$/.test(protocol)) throw badUrl();
  return `postgres://${host}${pathname}`;
}
