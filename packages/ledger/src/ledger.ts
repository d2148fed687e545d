// The one log: append-only, hash-chained, intent before and outcome after.
import { randomUUID } from 'node:crypto';
import { type Clock, canonicalJson, isoTime, systemClock } from '@cm/core';
import { openStore, type Store } from '@cm/store';
import type { Transaction } from 'kysely';
import { entryOf, GENESIS_HASH, hashOf, type LedgerEntry } from './entry.ts';
import { alreadySettled, ambiguousEntry, noSuchEntry } from './errors.ts';
import { type EntryRow, type LedgerTables, migrations } from './tables.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

/** An event to be written down. `type` is reverse-DNS; `source` a URI reference; `subject` the run. */
export interface NewEvent {
  type: string;
  source: string;
  subject?: string;
  /** Anything that JSON can hold. */
  data: unknown;
}

export type IntentOutcome = 'done' | 'failed' | 'abandoned';

/** Something that is about to be done, written down before it is. */
export interface Intent {
  readonly id: string;
  readonly entry: LedgerEntry;
  /** Writes what came of it. @throws {CmError} `CM_ALREADY_SETTLED` the second time. */
  settle(outcome: IntentOutcome, data?: Readonly<Record<string, unknown>>): Promise<LedgerEntry>;
}

export interface EntryQuery {
  type?: string;
  /** The subject. */
  run?: string;
  /** Only entries after this number. */
  afterSeq?: number;
  limit?: number;
  order?: 'oldest' | 'newest';
}

export interface Ledger {
  append(event: NewEvent): Promise<LedgerEntry>;
  /** All or none, with one sync to the disk. */
  appendAll(events: readonly NewEvent[]): Promise<LedgerEntry[]>;
  intend(event: NewEvent): Promise<Intent>;
  /** Intents without an outcome, the oldest first: what a killed process left. */
  openIntents(): Promise<Intent[]>;
  entries(query?: EntryQuery): AsyncIterable<LedgerEntry>;
  /** By number, id, or the unique beginning of an id. @throws {CmError} `CM_NO_SUCH_ENTRY`, `CM_AMBIGUOUS_ENTRY`. */
  show(reference: string): Promise<LedgerEntry>;
  verify(): Promise<ChainVerdict>;
  head(): Promise<{ seq: number; hash: string }>;
  close(): Promise<void>;
}

export interface LedgerOptions {
  /** A SQLite file. One of `file` and `url`. */
  file?: string;
  /** A PostgreSQL address. */
  url?: string;
  clock?: Clock;
}

const PAGE = 500;
const ID_PREFIX = /^[0-9a-f-]{4,36}$/;

/** Opens a ledger, making it where there is none. @throws {CmError} what `openStore` throws. */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { file, url, clock = systemClock } = options;
  const store = await openStore<LedgerTables>({
    ...(file === undefined ? {} : { file }),
    ...(url === undefined ? {} : { url }),
    migrations,
    migrationTable: 'ledger_migrations',
  });
  const write = (events: readonly (NewEvent & { intentId?: string })[]) =>
    store.exclusively((transaction) => appendTo(transaction, events, clock));
  const one = async (event: NewEvent & { intentId?: string }) => (await write([event]))[0] as LedgerEntry;

  const intentOf = (entry: LedgerEntry): Intent => ({
    id: entry.event.id,
    entry,
    settle: (outcome, data = {}) => settle(store, entry, (event) => one(event), { ...data, outcome }),
  });
  return {
    append: one,
    appendAll: write,
    intend: async (event) => intentOf(await one({ ...event, type: `${event.type}.intent` })),
    openIntents: async () => (await openIntents(store)).map((row) => intentOf(entryOf(row))),
    entries: (query = {}) => readEntries(store, query),
    show: (reference) => show(store, reference),
    verify: () => verifyChain(readRows(store, {})),
    head: async () => headOf(store.db),
    close: () => store.close(),
  };
}

async function headOf(db: Pick<Transaction<LedgerTables>, 'selectFrom'>): Promise<{ seq: number; hash: string }> {
  const last = await db.selectFrom('ledger_entries').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ?? { seq: 0, hash: GENESIS_HASH };
}

async function appendTo(
  transaction: Transaction<LedgerTables>,
  events: readonly (NewEvent & { intentId?: string })[],
  clock: Clock,
): Promise<LedgerEntry[]> {
  let { seq, hash } = await headOf(transaction);
  const rows = events.map((event): EntryRow => {
    seq += 1;
    const content = {
      seq,
      id: randomUUID(),
      type: event.type,
      source: event.source,
      subject: event.subject ?? null,
      time: isoTime(clock),
      data: canonicalJson(event.data ?? null),
      intent_id: event.intentId ?? null,
      prev_hash: hash,
    };
    hash = hashOf(content);
    return { ...content, hash };
  });
  for (let start = 0; start < rows.length; start += PAGE) {
    await transaction
      .insertInto('ledger_entries')
      .values(rows.slice(start, start + PAGE))
      .execute();
  }
  return rows.map(entryOf);
}

async function settle(
  store: Store<LedgerTables>,
  intent: LedgerEntry,
  append: (event: NewEvent & { intentId: string }) => Promise<LedgerEntry>,
  data: Record<string, unknown>,
): Promise<LedgerEntry> {
  const { id, type, source, subject } = intent.event;
  const settled = await store.db.selectFrom('ledger_entries').select('seq').where('intent_id', '=', id).executeTakeFirst();
  if (settled !== undefined) throw alreadySettled(id);
  return append({
    type: type.replace(/\.intent$/, '.outcome'),
    source,
    ...(subject === undefined ? {} : { subject }),
    data,
    intentId: id,
  });
}

function openIntents(store: Store<LedgerTables>): Promise<EntryRow[]> {
  return store.db
    .selectFrom('ledger_entries as intent')
    .selectAll('intent')
    .where('intent.type', 'like', '%.intent')
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('ledger_entries as outcome').select('outcome.seq').whereRef('outcome.intent_id', '=', 'intent.id'))),
    )
    .orderBy('intent.seq')
    .execute();
}

async function* readEntries(store: Store<LedgerTables>, query: EntryQuery): AsyncIterable<LedgerEntry> {
  for await (const row of readRows(store, query)) yield entryOf(row);
}

/** Page by page, so that a long ledger never stands in memory. */
async function* readRows(
  store: Store<LedgerTables>,
  { type, run, afterSeq = 0, limit = Number.POSITIVE_INFINITY, order = 'oldest' }: EntryQuery,
): AsyncIterable<EntryRow> {
  const newest = order === 'newest';
  let cursor = newest ? undefined : afterSeq;
  for (let left = limit; left > 0; ) {
    const page = Math.min(left, PAGE);
    let select = store.db
      .selectFrom('ledger_entries')
      .selectAll()
      .orderBy('seq', newest ? 'desc' : 'asc')
      .limit(page);
    if (type !== undefined) select = select.where('type', '=', type);
    if (run !== undefined) select = select.where('subject', '=', run);
    if (newest) select = select.where('seq', '>', afterSeq);
    if (cursor !== undefined) select = select.where('seq', newest ? '<' : '>', cursor);
    const rows = await select.execute();
    yield* rows;
    if (rows.length < page) return;
    cursor = rows.at(-1)?.seq;
    left -= rows.length;
  }
}

async function show(store: Store<LedgerTables>, reference: string): Promise<LedgerEntry> {
  const select = store.db.selectFrom('ledger_entries').selectAll();
  if (/^[1-9][0-9]{0,14}$/.test(reference)) {
    const row = await select.where('seq', '=', Number(reference)).executeTakeFirst();
    if (row !== undefined) return entryOf(row);
  }
  if (!ID_PREFIX.test(reference)) throw noSuchEntry(reference);
  const rows = await select.where('id', 'like', `${reference}%`).limit(2).execute();
  const [row, another] = rows;
  if (row === undefined) throw noSuchEntry(reference);
  if (another !== undefined) throw ambiguousEntry(reference);
  return entryOf(row);
}
