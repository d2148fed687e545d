import { join } from 'node:path';
import { sha256 } from '@cm/core';
import { temporaryFolder } from '@cm/core/testing';
import { type Ledger, openLedger } from '@cm/ledger';
import { ATTEMPT, type AttemptData } from './heal-events.ts';
import { projectAttempts } from './healing-attempts.ts';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = temporaryFolder('cm-attempts');
  file = join(folder.path, 'ledger.db');
  ledger = await openLedger({ file });
});
afterEach(async () => {
  await ledger.close();
  folder.remove();
});

const about = (number: number): AttemptData => ({
  number,
  rung: 'search',
  origin: 'swap-comparison',
  paths: ['a.py', 'b.py'],
  error: 'assert 1 == 2',
  diff: `diff ${number}`,
});

const intend = (number: number) =>
  ledger.intend({ type: ATTEMPT, source: '/repositories/x/heal', subject: 'run-1', data: about(number) });

it('has a row for each attempt that met the gate, with what the ledger says of it', async () => {
  expect(await projectAttempts(ledger, file)).toEqual([]);
  await (await intend(1)).settle('done', { ...about(1), verdict: 'apply', checks: [], durationMs: 12.6 });
  await (await intend(2)).settle('failed', { ...about(2), verdict: 'reject', checks: [], durationMs: 3 });
  const rows = await projectAttempts(ledger, file);
  expect(rows).toEqual([
    {
      seq: 2,
      run_id: 'run-1',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      number: 1,
      rung: 'search',
      origin: 'swap-comparison',
      file_path: 'a.py,b.py',
      error_msg: 'assert 1 == 2',
      prompt_hash: null,
      diff_hash: sha256('diff 1'),
      outcome: 'apply',
      duration_ms: 13,
    },
    expect.objectContaining({ seq: 4, number: 2, outcome: 'reject' }),
  ]);
});

it('goes on where it stopped, and asked again it says the same', async () => {
  await (await intend(1)).settle('done', { ...about(1), verdict: 'apply' });
  const first = await projectAttempts(ledger, file);
  await (await intend(2)).settle('done', { ...about(2), verdict: 'propose' });
  const second = await projectAttempts(ledger, file);
  expect(second.slice(0, 1)).toEqual(first);
  expect(second).toHaveLength(2);
  expect(await projectAttempts(ledger, file)).toEqual(second);
});

it('leaves out what had no verdict, other events, and what is open', async () => {
  await (await intend(1)).settle('abandoned', { reason: 'killed' });
  await intend(2);
  const run = await ledger.intend({ type: 'dev.codemonkeys.heal.run', source: '/x', subject: 'run-1', data: {} });
  await run.settle('done', { ...about(3) });
  expect(await projectAttempts(ledger, file)).toEqual([]);
  expect(await ledger.verify()).toMatchObject({ ok: true });
});
