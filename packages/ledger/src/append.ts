import { randomUUID } from 'node:crypto';
import { type Clock, canonicalJson, isoTime } from '@cm/core';
import type { Kysely, Transaction } from 'kysely';
import { GENESIS_HASH, hashOf } from './entry.ts';
import { badEvent } from './errors.ts';
import type { EntryRow, LedgerTables } from './tables.ts';

/** An event to be written down. `type` is reverse-DNS; `source` a URI reference; `subject` the id of the run. */
export interface NewEvent {
  type: string;
  source: string;
  subject?: string;
  /** Anything that JSON can hold. */
  data: unknown;
}

export type NewRow = Pick<EntryRow, 'type' | 'source' | 'subject' | 'data' | 'intent_id'>;

const MAX_NAME_LENGTH = 1000;
const MAX_DATA_LENGTH = 16 * 1024 * 1024;
/** Rows an insert: their parameters stay under what both databases take. */
const ROWS = 200;

/**
 * The event as columns. What a database would store otherwise than it was hashed is refused before it can break the chain.
 * @throws {CmError} `CM_BAD_EVENT`.
 */
export function rowOf({ type, source, subject, data }: NewEvent, intentId: string | null = null): NewRow {
  checkName('type', type);
  checkName('source', source);
  if (subject !== undefined) checkName('subject', subject);
  return { type, source, subject: subject ?? null, data: jsonOf(data ?? null), intent_id: intentId };
}

/** Appends to the chain's end. The caller's transaction holds the lock. */
export async function appendRows(
  transaction: Transaction<LedgerTables>,
  news: readonly NewRow[],
  clock: Clock,
): Promise<EntryRow[]> {
  let { seq, hash } = await headOf(transaction);
  const rows = news.map((row): EntryRow => {
    seq += 1;
    const content = { ...row, seq, id: randomUUID(), time: isoTime(clock), prev_hash: hash };
    hash = hashOf(content);
    return { ...content, hash };
  });
  for (let start = 0; start < rows.length; start += ROWS) {
    await transaction
      .insertInto('ledger_entries')
      .values(rows.slice(start, start + ROWS))
      .execute();
  }
  return rows;
}

/** The last entry's number and hash; 0 and 64 zeros where there is none. */
export async function headOf(db: Kysely<LedgerTables>): Promise<{ seq: number; hash: string }> {
  const last = await db.selectFrom('ledger_entries').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ?? { seq: 0, hash: GENESIS_HASH };
}

function checkName(name: string, text: string): void {
  if (text === '' || text.length > MAX_NAME_LENGTH) throw badEvent(`its ${name} must have 1 to ${MAX_NAME_LENGTH} characters`);
  if (!text.isWellFormed() || /[\u0000-\u001f]/.test(text)) throw badEvent(`its ${name} holds characters that are no text`);
}

function jsonOf(data: unknown): string {
  let text: string;
  try {
    text = canonicalJson(data);
  } catch (error) {
    throw badEvent('its data have no form in JSON', error);
  }
  if (text.length > MAX_DATA_LENGTH) throw badEvent(`its data have more than ${MAX_DATA_LENGTH} characters`);
  return text;
}
