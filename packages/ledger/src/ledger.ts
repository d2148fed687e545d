// The one log: append-only, hash-chained, intent before and outcome after.
import { type Clock, CmError, systemClock } from '@cm/core';
import { openStore, type Store, type StorePlace } from '@cm/store';
import { appendRows, headOf, type NewEvent, type NewRow, rowOf } from './append.ts';
import { entryOf, type LedgerEntry } from './entry.ts';
import { alreadySettled, badEvent } from './errors.ts';
import { type EntryQuery, findRow, readOpenIntents, readRows } from './read.ts';
import { type EntryRow, type LedgerTables, migrations } from './tables.ts';
import { type ChainVerdict, verifyChain } from './verify-chain.ts';

export type IntentOutcome = 'done' | 'failed' | 'abandoned';

/** Something that is about to be done, written down before it is. */
export interface Intent {
  readonly id: string;
  readonly entry: LedgerEntry;
  /** Writes what came of it. @throws {CmError} `CM_ALREADY_SETTLED` the second time. */
  settle(outcome: IntentOutcome, data?: Readonly<Record<string, unknown>>): Promise<LedgerEntry>;
}

/** What became of an intent that a killed process left; null leaves it open, for a process that still lives. */
export type Recover = (intent: LedgerEntry) => Promise<{ outcome: IntentOutcome; data?: Record<string, unknown> } | null>;

export interface Ledger {
  /** On disk when it returns. @throws {CmError} `CM_BAD_EVENT`. */
  append(event: NewEvent): Promise<LedgerEntry>;
  /** All or none, with one sync to the disk. */
  appendAll(events: readonly NewEvent[]): Promise<LedgerEntry[]>;
  /** The event's type gets `.intent` at its end; that of its outcome `.outcome`. */
  intend(event: NewEvent): Promise<Intent>;
  /** Intents without an outcome, the oldest first: of living processes, and what killed ones left. */
  openIntents(): Promise<Intent[]>;
  /** Asks for the outcome of every open intent and writes it down. Returns the entries written. */
  recover(recover: Recover): Promise<LedgerEntry[]>;
  entries(query?: EntryQuery): AsyncIterable<LedgerEntry>;
  /** By number, id, or the unique beginning of an id. @throws {CmError} `CM_NO_SUCH_ENTRY`, `CM_AMBIGUOUS_ENTRY`. */
  show(reference: string): Promise<LedgerEntry>;
  verify(): Promise<ChainVerdict>;
  head(): Promise<{ seq: number; hash: string }>;
  close(): Promise<void>;
}

export type LedgerOptions = StorePlace & {
  clock?: Clock;
  /** For auditors: nothing is written, and the ledger must be there. */
  readonly?: boolean;
};

/** Opens a ledger, making it where there is none. @throws {CmError} what `openStore` throws. */
export async function openLedger({ clock = systemClock, ...place }: LedgerOptions): Promise<Ledger> {
  const store = await openStore<LedgerTables>({ ...place, migrations, migrationTable: 'ledger_migrations' });
  const write = async (rows: readonly NewRow[]) => (await writeRows(store, rows, clock)).map(entryOf);
  const one = async (row: NewRow) => (await write([row]))[0] as LedgerEntry;
  const intentOf = (entry: LedgerEntry): Intent => ({
    id: entry.event.id,
    entry,
    settle: (outcome, data = {}) => one(outcomeOf(entry, { ...data, outcome })),
  });
  const openIntents = async () => (await readOpenIntents(store.db)).map((row) => intentOf(entryOf(row)));
  return {
    append: async (event) => one(plainRow(event)),
    appendAll: async (events) => write(events.map(plainRow)),
    intend: async (event) => intentOf(await one(rowOf({ ...event, type: `${event.type}.intent` }))),
    openIntents,
    recover: async (recover) => recoverAll(await openIntents(), recover),
    entries: (query = {}) => readEntries(store, query),
    show: async (reference) => entryOf(await findRow(store.db, reference)),
    verify: () => verifyChain(readRows(store.db, {})),
    head: () => headOf(store.db),
    close: () => store.close(),
  };
}

/** One transaction, alone among all processes, so that the chain never forks and an intent has one outcome. */
function writeRows(store: Store<LedgerTables>, rows: readonly NewRow[], clock: Clock): Promise<EntryRow[]> {
  return store.transaction(
    async (transaction) => {
      for (const { intent_id } of rows) {
        if (intent_id === null) continue;
        const outcome = await transaction
          .selectFrom('ledger_entries')
          .select('seq')
          .where('intent_id', '=', intent_id)
          .executeTakeFirst();
        if (outcome !== undefined) throw alreadySettled(intent_id);
      }
      return appendRows(transaction, rows, clock);
    },
    { lock: 'ledger_entries' },
  );
}

function plainRow(event: NewEvent): NewRow {
  if (/\.(intent|outcome)$/.test(event.type))
    throw badEvent('types that end with .intent or .outcome belong to intend() and settle()');
  return rowOf(event);
}

function outcomeOf({ event }: LedgerEntry, data: Record<string, unknown>): NewRow {
  const { id, type, source, subject } = event;
  return rowOf({ type: type.replace(/\.intent$/, '.outcome'), source, ...(subject === undefined ? {} : { subject }), data }, id);
}

async function recoverAll(intents: readonly Intent[], recover: Recover): Promise<LedgerEntry[]> {
  const settled: LedgerEntry[] = [];
  for (const intent of intents) {
    const result = await recover(intent.entry);
    if (result === null) continue;
    try {
      settled.push(await intent.settle(result.outcome, result.data));
    } catch (error) {
      // Another process recovers at the same time, and was faster.
      if (!(error instanceof CmError && error.code === 'CM_ALREADY_SETTLED')) throw error;
    }
  }
  return settled;
}

async function* readEntries({ db }: Store<LedgerTables>, query: EntryQuery): AsyncIterable<LedgerEntry> {
  for await (const row of readRows(db, query)) yield entryOf(row);
}
