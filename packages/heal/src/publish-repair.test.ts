import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig } from '@cm/config';
import type { Attempt, Failure } from '@cm/core';
import { temporaryFolder } from '@cm/core/testing';
import { type Ledger, openLedger } from '@cm/ledger';
import type { HealOptions } from './heal-options.ts';
import type { HealRun } from './heal-run.ts';
import { makePatch } from './make-patch.ts';
import { type Bench, openBench } from './open-bench.fixture.ts';
import { publishRepair } from './publish-repair.ts';

const FILES = { 'a.js': 'a1\n', 'b.js': 'b1\n', 'a.test.js': '\n', 'package.json': '{ "scripts": { "test": "node --test" } }\n' };

let bench: Bench;
let folder: ReturnType<typeof temporaryFolder>;
let ledger: Ledger;
beforeEach(async () => {
  bench = await openBench(FILES);
  folder = temporaryFolder('cm-ledger');
  ledger = await openLedger({ file: join(folder.path, 'ledger.db') });
});
afterEach(async () => {
  await ledger.close();
  await bench.close();
  folder.remove();
});

function run(more: Partial<HealOptions> = {}): HealRun {
  const { repository, constitution, sandbox, workbench, isProtected } = bench;
  const off = { trusted: true, dryRun: false, apply: false, install: false };
  const options = { repository, constitution, sandbox, ledger, config: defaultConfig(), ...off, ...more };
  const signal = new AbortController().signal;
  return { id: 'r1', options, workbench, isProtected, signal, onProgress: () => undefined } as unknown as HealRun;
}

/** An attempt that passed the gate, kept in the copy as the run keeps it. */
async function attempt(
  number: number,
  texts: Record<string, string>,
  confidence: 'apply' | 'propose' = 'apply',
): Promise<Attempt> {
  const { workbench } = bench;
  const about = { rung: 'search', origin: `template ${number}`, rationale: `repair ${number}` } as const;
  const patch = await makePatch(workbench, { texts: new Map(Object.entries(texts)), ...about });
  for (const { path, after } of patch.changes) workbench.worktree.write(path, after);
  await workbench.worktree.keep(Object.keys(texts));
  return { runId: 'r1', number, patch, verdict: { passed: true, confidence, checks: [], durationMs: 1 } };
}

const branches = async () =>
  (await bench.made.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/cm')).split('\n').filter(Boolean);
const types = async () => {
  const found: string[] = [];
  for await (const { event } of ledger.entries({ order: 'oldest' })) found.push(event.type.replace('dev.codemonkeys.heal.', ''));
  return found;
};
const LEFT: Failure[] = [
  { framework: 'node:test', test: 'x', kind: 'assertion', file: 'a.test.js', message: '', frames: [], fingerprint: '' },
];

it('puts patches made one on the other into one commit, whose changes are against the first base', async () => {
  const passed = [await attempt(1, { 'a.js': 'a2\n' }), await attempt(2, { 'a.js': 'a3\n', 'b.js': 'b2\n' })];
  const { outcome, patch, applied } = await publishRepair(run(), passed, []);
  expect(outcome).toMatchObject({ result: 'healed', branch: 'cm/heal/r1', summary: 'repair 1; repair 2' });
  expect(applied).toEqual([]);
  expect(patch.changes).toEqual([
    { path: 'a.js', beforeHash: passed[0]?.patch.changes[0]?.beforeHash, after: 'a3\n' },
    { path: 'b.js', beforeHash: passed[1]?.patch.changes[1]?.beforeHash, after: 'b2\n' },
  ]);
  expect(patch.origin).toBe('template 1, template 2');
  // One diff from the commit to the end, not two of which the second stands on the first.
  expect(patch.diff.match(/^diff --git/gm)).toHaveLength(2);
  expect(patch.diff).toContain('-a1\n+a3\n');
  const { git } = bench.made;
  expect(await git('rev-list', '--count', 'main..cm/heal/r1')).toBe('1');
  expect(await git('show', 'cm/heal/r1:a.js')).toBe('a3');
  expect(await git('log', '-1', '--format=%(trailers:key=Cm-Run,valueonly)', 'cm/heal/r1')).toContain('r1');
  expect(readFileSync(join(bench.made.path, 'a.js'), 'utf8')).toBe('a1\n');
  expect(await types()).toEqual(['publish.intent', 'publish.outcome']);
});

it('says what kind of repair it is: for a person to choose, or of a part', async () => {
  const unsure = [await attempt(1, { 'a.js': 'a2\n' }, 'propose')];
  expect((await publishRepair(run({ dryRun: true }), unsure, [])).outcome.result).toBe('proposed');
  const { outcome } = await publishRepair(run({ dryRun: true }), unsure, LEFT);
  expect(outcome).toMatchObject({ result: 'not-healed', summary: expect.stringContaining('1 test(s) are still red') });
});

it('writes nothing at all on a dry run', async () => {
  const { outcome, patch } = await publishRepair(run({ dryRun: true }), [await attempt(1, { 'a.js': 'a2\n' })], []);
  expect(outcome.summary).toContain('dry run');
  expect(outcome.branch).toBeUndefined();
  expect(patch.diff).toContain('+a2');
  expect(await branches()).toEqual([]);
  expect(await types()).toEqual([]);
});

it('with --apply, writes a sure and whole repair into the checkout', async () => {
  const passed = [await attempt(1, { 'a.js': 'a2\n' })];
  expect((await publishRepair(run({ apply: true }), passed, [])).applied).toEqual(['a.js']);
  expect(readFileSync(join(bench.made.path, 'a.js'), 'utf8')).toBe('a2\n');
});

it.each([
  ['a person has to choose', 'propose' as const, [], 'more than one repair fits'],
  ['tests are left red', 'apply' as const, LEFT, '1 test(s) are still red'],
])('with --apply, leaves the checkout alone where %s, and says where the branch is', async (_when, confidence, left, why) => {
  const passed = [await attempt(1, { 'a.js': 'a2\n' }, confidence)];
  await expect(publishRepair(run({ apply: true }), passed, left)).rejects.toMatchObject({
    exitCode: 4,
    message: expect.stringContaining(why),
    hint: expect.stringContaining('cm/heal/r1'),
  });
  expect(readFileSync(join(bench.made.path, 'a.js'), 'utf8')).toBe('a1\n');
  expect(await branches()).toEqual(['cm/heal/r1']);
});

it('with --apply, never writes over what a person changed meanwhile', async () => {
  const passed = [await attempt(1, { 'a.js': 'a2\n' })];
  writeFileSync(join(bench.made.path, 'a.js'), 'mine\n');
  await expect(publishRepair(run({ apply: true }), passed, [])).rejects.toMatchObject({ code: expect.stringMatching(/^CM_/) });
  expect(readFileSync(join(bench.made.path, 'a.js'), 'utf8')).toBe('mine\n');
});

it('is refused by the constitution where a test is touched, and no branch is made', async () => {
  const passed = [await attempt(1, { 'a.test.js': '// gone\n' })];
  await expect(publishRepair(run(), passed, [])).rejects.toMatchObject({ exitCode: 3 });
  expect(await branches()).toEqual([]);
});

it('writes down that it failed where the branch is there already', async () => {
  await bench.made.git('branch', 'cm/heal/r1');
  await expect(publishRepair(run(), [await attempt(1, { 'a.js': 'a2\n' })], [])).rejects.toMatchObject({
    code: expect.stringMatching(/^CM_/),
  });
  expect(await types()).toEqual(['publish.intent', 'publish.outcome']);
  expect(await bench.made.git('rev-parse', 'cm/heal/r1')).toBe(await bench.made.git('rev-parse', 'main'));
});
