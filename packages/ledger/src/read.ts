import type { Kysely } from 'kysely';
import { ambiguousEntry, noSuchEntry } from './errors.ts';
import type { EntryRow, LedgerTables } from './tables.ts';

export interface EntryQuery {
  type?: string;
  /** The subject. */
  run?: string;
  /** Only those of this time or later. */
  since?: Date;
  /** Only entries after this number. */
  afterSeq?: number;
  limit?: number;
  order?: 'oldest' | 'newest';
}

const PAGE = 500;
const SEQ = /^[1-9][0-9]{0,8}$/;
const ID_PREFIX = /^[0-9a-f-]{4,36}$/;

/** Page by page, so that a long ledger never stands in memory. */
export async function* readRows(db: Kysely<LedgerTables>, query: EntryQuery): AsyncGenerator<EntryRow> {
  const { type, run, since, afterSeq, limit = Number.POSITIVE_INFINITY, order = 'oldest' } = query;
  const newest = order === 'newest';
  let matching = db
    .selectFrom('ledger_entries')
    .selectAll()
    .orderBy('seq', newest ? 'desc' : 'asc');
  // Without it, everything: a row that somebody gave a number under 1 must not stay out of sight.
  if (afterSeq !== undefined) matching = matching.where('seq', '>', afterSeq);
  if (type !== undefined) matching = matching.where('type', '=', type);
  if (run !== undefined) matching = matching.where('subject', '=', run);
  if (since !== undefined) matching = matching.where('time', '>=', since.toISOString());
  let rest = matching;
  for (let left = limit; left > 0; left -= PAGE) {
    const page = Math.min(left, PAGE);
    const rows = await rest.limit(page).execute();
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    rest = matching.where('seq', newest ? '<' : '>', last.seq);
  }
}

/** @throws {CmError} `CM_NO_SUCH_ENTRY`, `CM_AMBIGUOUS_ENTRY`. */
export async function findRow(db: Kysely<LedgerTables>, reference: string): Promise<EntryRow> {
  const select = db.selectFrom('ledger_entries').selectAll();
  if (SEQ.test(reference)) {
    const row = await select.where('seq', '=', Number(reference)).executeTakeFirst();
    if (row !== undefined) return row;
  }
  if (!ID_PREFIX.test(reference)) throw noSuchEntry(reference);
  const [row, another] = await select.where('id', 'like', `${reference}%`).limit(2).execute();
  if (row === undefined) throw noSuchEntry(reference);
  if (another !== undefined) throw ambiguousEntry(reference);
  return row;
}

/** Intents without an outcome, the oldest first. */
export function readOpenIntents(db: Kysely<LedgerTables>): Promise<EntryRow[]> {
  return db
    .selectFrom('ledger_entries as intent')
    .selectAll('intent')
    .where('intent.type', 'like', '%.intent')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('ledger_entries as outcome').select('outcome.seq').whereRef('outcome.intent_id', '=', 'intent.id'))),
    )
    .orderBy('intent.seq')
    .execute();
}
