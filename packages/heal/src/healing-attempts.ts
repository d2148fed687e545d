// The table healing_attempts: a projection of the ledger, one row for each patch that met the gate.
import { sha256 } from '@cm/core';
import type { Ledger } from '@cm/ledger';
import { type Migrations, openStore, type Store } from '@cm/store';
import { z } from 'zod';
import { ATTEMPT } from './heal-events.ts';

export interface HealingAttemptRow {
  /** The ledger entry that the row was made from. */
  seq: number;
  run_id: string;
  timestamp: string;
  number: number;
  rung: string;
  origin: string;
  /** The files that the patch changes, by comma. */
  file_path: string;
  error_msg: string;
  /** SHA-256 of the prompt, for the rung that has one. */
  prompt_hash: string | null;
  diff_hash: string;
  /** `apply`, `propose` or `reject`: the gate's verdict; `abandoned` or `failed` where there was none. */
  outcome: string;
  duration_ms: number;
}

interface HealTables {
  healing_attempts: HealingAttemptRow;
}

const migrations: Migrations = {
  '0001-healing-attempts': async (db) => {
    await db.schema
      .createTable('healing_attempts')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('run_id', 'text', (column) => column.notNull())
      .addColumn('timestamp', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('rung', 'text', (column) => column.notNull())
      .addColumn('origin', 'text', (column) => column.notNull())
      .addColumn('file_path', 'text', (column) => column.notNull())
      .addColumn('error_msg', 'text', (column) => column.notNull())
      .addColumn('prompt_hash', 'text')
      .addColumn('diff_hash', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('duration_ms', 'integer', (column) => column.notNull())
      .execute();
  },
};

const attemptOutcome = z.object({
  number: z.number(),
  rung: z.string(),
  origin: z.string(),
  paths: z.array(z.string()),
  error: z.string(),
  diff: z.string(),
  outcome: z.string(),
  verdict: z.string().optional(),
  durationMs: z.number().optional(),
});

/** Brings the table up to date with the ledger and returns its rows, the oldest first. `file` is the ledger's own. */
export async function projectAttempts(ledger: Ledger, file: string): Promise<HealingAttemptRow[]> {
  const store: Store<HealTables> = await openStore<HealTables>({ file, migrations, migrationTable: 'heal_migrations' });
  try {
    const last = await store.db.selectFrom('healing_attempts').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const rows: HealingAttemptRow[] = [];
    for await (const { seq, event } of ledger.entries({ type: `${ATTEMPT}.outcome`, afterSeq: last?.seq ?? 0 })) {
      const parsed = attemptOutcome.safeParse(event.data);
      // An attempt that was abandoned before it had a verdict says only why.
      if (parsed.success) rows.push(rowOf(seq, event.subject ?? '', event.time, parsed.data));
    }
    for (const row of rows) {
      await store.db
        .insertInto('healing_attempts')
        .values(row)
        .onConflict((conflict) => conflict.column('seq').doNothing())
        .execute();
    }
    return await store.db.selectFrom('healing_attempts').selectAll().orderBy('seq').execute();
  } finally {
    await store.close();
  }
}

function rowOf(seq: number, runId: string, timestamp: string, data: z.infer<typeof attemptOutcome>): HealingAttemptRow {
  return {
    seq,
    run_id: runId,
    timestamp,
    number: data.number,
    rung: data.rung,
    origin: data.origin,
    file_path: data.paths.join(','),
    error_msg: data.error,
    prompt_hash: null,
    diff_hash: sha256(data.diff),
    outcome: data.verdict ?? data.outcome,
    duration_ms: Math.round(data.durationMs ?? 0),
  };
}
