import type { Migrations } from '@cm/store';
import { sql } from 'kysely';

/** One row an event. `data` is canonical JSON; `hash` covers every other column. */
export interface EntryRow {
  seq: number;
  id: string;
  type: string;
  source: string;
  subject: string | null;
  time: string;
  data: string;
  /** For an outcome: the id of its intent. */
  intent_id: string | null;
  prev_hash: string;
  hash: string;
}

export interface LedgerTables {
  ledger_entries: EntryRow;
}

export const migrations: Migrations = {
  '0001-ledger-entries': async (db, dialect) => {
    await db.schema
      .createTable('ledger_entries')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('time', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('intent_id', 'text', (column) => column.unique())
      // An entry has one successor: two writers can't fork the chain, whatever they do.
      .addColumn('prev_hash', 'text', (column) => column.notNull().unique())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('ledger_entries_by_subject').on('ledger_entries').columns(['subject', 'seq']).execute();
    await db.schema.createIndex('ledger_entries_by_type').on('ledger_entries').columns(['type', 'seq']).execute();
    for (const statement of dialect === 'sqlite' ? sqliteTriggers : postgresTriggers) await sql.raw(statement).execute(db);
  },
};

const REFUSAL = 'the ledger is append-only';

const refuse = (name: string, when: string) =>
  `create trigger ledger_entries_${name} before ${when} begin select raise(abort, '${REFUSAL}'); end`;

const sqliteTriggers = [
  refuse('no_update', 'update on ledger_entries'),
  refuse('no_delete', 'delete on ledger_entries'),
  // `insert or replace` deletes without asking the trigger on deletions.
  refuse(
    'no_replace',
    `insert on ledger_entries when exists (select 1 from ledger_entries
      where seq = new.seq or id = new.id or prev_hash = new.prev_hash or intent_id = new.intent_id)`,
  ),
];

const postgresTriggers = [
  `create function ledger_entries_refuse() returns trigger language plpgsql as $$ begin raise exception '${REFUSAL}'; end $$`,
  'create trigger ledger_entries_no_change before update or delete or truncate on ledger_entries for each statement execute function ledger_entries_refuse()',
];
