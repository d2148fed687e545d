import type { Failure, Verdict } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import { makePatch } from './make-patch.ts';
import { type Bench, GREEN_STOCK, openBench, RED_STOCK } from './open-bench.fixture.ts';
import { verifyPatch } from './verify-patch.ts';

let bench: Bench;
let baselines: SuiteBaseline[];
let targets: Failure[];

beforeAll(async () => {
  bench = await openBench(RED_STOCK);
  baselines = await bench.baseline();
  targets = baselines.flatMap((baseline) => baseline.broken);
});
afterAll(() => bench.close());

async function verify(texts: Record<string, string>, sure = true): Promise<Verdict> {
  const { workbench, isProtected } = bench;
  const about = { rung: 'search', origin: 'a test', rationale: 'see what the gate says' } as const;
  const patch = await makePatch(workbench, { texts: new Map(Object.entries(texts)), ...about });
  return verifyPatch({ workbench, patch, baselines, targets, isProtected, repeat: 1, timeoutMs: 60_000, sure });
}

/** The last check, which is the one that failed where one did. */
const lastOf = (verdict: Verdict) => verdict.checks.at(-1);

/** Code that each run of the tests executes, put in front of the repair. */
const withRun = (code: string) => `import fs from 'node:fs';\n${code}\n${GREEN_STOCK}`;

describe('the gate', () => {
  afterEach(async () => {
    expect(await bench.workbench.worktree.changedPaths()).toEqual([]);
    for (const [path, text] of Object.entries(RED_STOCK)) expect(bench.workbench.worktree.readText(path)).toBe(text);
  });

  it('starts from one failing test', () => expect(targets.map((failure) => failure.test)).toEqual(['stock.test.js > left']));

  it.each([
    [true, 'apply'],
    [false, 'propose'],
  ])('passes a repair that is sure: %s, with the confidence %s', async (sure, confidence) => {
    const verdict = await verify({ 'stock.js': GREEN_STOCK }, sure);
    expect(verdict).toMatchObject({ passed: true, confidence });
    expect(verdict.checks).toHaveLength(7);
    expect(verdict.checks.every((check) => check.passed)).toBe(true);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['changes nothing', {}, 'touches only what a repair may touch', 'the patch is empty'],
    [
      'changes a test',
      { 'stock.js': GREEN_STOCK, 'stock.test.js': '' },
      'touches only what a repair may touch',
      'it would change stock.test.js',
    ],
    [
      'changes a protected file',
      { 'stock.js': GREEN_STOCK, 'prices.lock': '2\n' },
      'touches only what a repair may touch',
      'it would change prices.lock',
    ],
    ['does not parse', { 'stock.js': `${GREEN_STOCK}}` }, 'compiles', 'stock.js does not parse'],
    [
      'repairs nothing',
      { 'stock.js': (RED_STOCK['stock.js'] as string).replace('stock + taken', 'stock * taken') },
      'the failing tests pass',
      '1 of 1 do not pass, e.g. stock.test.js > left',
    ],
    [
      'breaks another test',
      { 'stock.js': GREEN_STOCK.replace('n * 2', 'n * n') },
      'nothing that passed fails',
      'stock.test.js > twice 1 passed before and is failed now',
    ],
    [
      'makes a test disappear',
      { 'stock.js': GREEN_STOCK.replace('[1, 2]', '[1]') },
      'nothing that passed fails',
      'stock.test.js > twice 2 passed before and is gone now',
    ],
    [
      'makes a new failing test appear',
      { 'stock.js': GREEN_STOCK.replace('[1, 2]', "[1, 2, 'x']") },
      'nothing that passed fails',
      'stock.test.js > twice x fails and did not exist before',
    ],
    [
      'passes by luck',
      {
        'stock.js': withRun(
          "const runs = fs.existsSync('runs') ? Number(fs.readFileSync('runs', 'utf8')) : 0;\nfs.writeFileSync('runs', String(runs + 1));\nif (runs >= 2) throw new Error('out of luck');",
        ),
      },
      'passes again, so it is not luck',
      'round 1: 1 of 1 do not pass, e.g. stock.test.js > left',
    ],
    [
      'changes a test while it runs',
      { 'stock.js': withRun("fs.appendFileSync('stock.test.js', '// changed');") },
      'tests and settings unchanged by the run',
      'the run itself changed stock.test.js',
    ],
    [
      'deletes a protected file while it runs',
      { 'stock.js': withRun("fs.rmSync('prices.lock', { force: true });") },
      'tests and settings unchanged by the run',
      'the run itself changed prices.lock',
    ],
    [
      'changes itself while it runs',
      { 'stock.js': withRun("fs.appendFileSync('stock.js', '// changed');") },
      'tests and settings unchanged by the run',
      'the run itself changed stock.js',
    ],
    [
      'deletes itself while it runs',
      {
        'stock.js': withRun(
          "const text = fs.readFileSync('stock.js', 'utf8');\nprocess.on('exit', () => {\n  fs.rmSync('stock.js', { force: true });\n  fs.symlinkSync('/etc/hostname', 'stock.js');\n});",
        ),
      },
      'nothing that passed fails',
      'gone now',
    ],
  ])('rejects a patch that %s', async (_what, texts, check, why) => {
    const verdict = await verify(texts);
    expect(verdict).toMatchObject({ passed: false, confidence: 'reject' });
    expect(lastOf(verdict)).toMatchObject({ name: check, passed: false, detail: expect.stringContaining(why) });
    expect(verdict.checks.slice(0, -1).every((each) => each.passed)).toBe(true);
  });
});
