import { runBaseline } from './baseline.ts';
import { type Bench, openBench, RED_STOCK } from './open-bench.fixture.ts';
import type { HealProgress } from './progress.ts';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const PACKAGE = '{ "type": "module", "scripts": { "test": "node --test" } }\n';
const named = (failures: readonly { test: string }[]) => failures.map(({ test }) => test);

it('tells what fails every time from what fails once', async () => {
  bench = await openBench({
    'package.json': PACKAGE,
    'a.test.js': `import assert from 'node:assert';
import fs from 'node:fs';
import { test } from 'node:test';

test('green', () => assert.ok(true));
test('broken', () => assert.equal(1, 2));
test('flaky', () => {
  const again = fs.existsSync('seen');
  fs.writeFileSync('seen', '');
  assert.ok(again);
});
`,
  });
  const steps: HealProgress[] = [];
  const [baseline, ...others] = await runBaseline(bench.workbench, bench.suites, {
    repeat: 3,
    timeoutMs: 60_000,
    onProgress: (progress) => steps.push(progress),
  });
  expect(others).toEqual([]);
  expect(named(baseline?.broken ?? [])).toEqual(['a.test.js > broken']);
  expect(named(baseline?.flaky ?? [])).toEqual(['a.test.js > flaky']);
  expect(baseline?.report.tests.map(({ status }) => status).sort()).toEqual(['failed', 'failed', 'passed']);
  expect(baseline?.testTimeoutMs).toBeUndefined();
  expect(steps.filter(({ step }) => step === 'repeating')).toEqual([
    { step: 'repeating', failures: 2, round: 1, rounds: 3 },
    // What passed once is not asked again.
    { step: 'repeating', failures: 1, round: 2, rounds: 3 },
    { step: 'repeating', failures: 1, round: 3, rounds: 3 },
  ]);
  expect(steps.find(({ step }) => step === 'tested')).toMatchObject({ passed: 1, failed: 2 });
});

it('goes on without a suite that can not run, and says which when none can', async () => {
  const broken = { framework: 'vitest', folder: '', command: 'vitest run' } as const;
  bench = await openBench(RED_STOCK);
  const options = { repeat: 1, timeoutMs: 60_000, onProgress: () => undefined };
  const baselines = await runBaseline(bench.workbench, [broken, ...bench.suites], options);
  expect(baselines.map(({ suite }) => suite.framework)).toEqual(['node:test']);
  await expect(runBaseline(bench.workbench, [broken], options)).rejects.toMatchObject({
    code: 'CM_SUITE_NOT_RUNNABLE',
    exitCode: 2,
    message: expect.stringContaining('vitest run: '),
  });
});
