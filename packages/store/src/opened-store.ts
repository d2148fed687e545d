import type { Kysely, Transaction } from 'kysely';

export type DatabaseDialect = 'sqlite' | 'postgres';

/** An open database. Whatever goes wrong in it that a person can do something about is a `CmError`, from `db` too. */
export interface Store<Tables> {
  readonly db: Kysely<Tables>;
  readonly dialect: DatabaseDialect;
  /**
   * All of `work` or, when it throws, nothing. SQLite takes its one write lock first. On PostgreSQL, those that name the same `lock`
   * run one after another, the others side by side.
   */
  transaction<T>(work: (transaction: Transaction<Tables>) => Promise<T>, options?: { lock?: string }): Promise<T>;
  close(): Promise<void>;
}
