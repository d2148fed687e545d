import type { SuiteBaseline } from './baseline.ts';
import type { Candidate } from './candidate.ts';
import { evaluateByRunning } from './evaluate-by-running.ts';
import { type Bench, openBench, RED_STOCK } from './open-bench.fixture.ts';
import type { Evaluation } from './suite.ts';

let bench: Bench;
let baseline: SuiteBaseline;
beforeAll(async () => {
  bench = await openBench(RED_STOCK);
  baseline = (await bench.baseline())[0]!;
});
afterAll(() => bench.close());

const source = RED_STOCK['stock.js'] as string;

/** Replaces each text by another. */
function candidate(...edits: [from: string, to: string][]): Candidate {
  return {
    id: JSON.stringify(edits),
    edits: edits.map(([from, text]) => {
      const start = source.indexOf(from);
      return { path: 'stock.js', start, end: start + from.length, text };
    }),
    template: 'a test',
    weight: 1,
    path: 'stock.js',
    line: 3,
  };
}

async function evaluate(...candidates: Candidate[]): Promise<Evaluation[]> {
  const targets = baseline.broken.map(({ test }) => test);
  const guards = baseline.report.tests.filter(({ status }) => status === 'passed').map(({ id }) => id);
  const evaluator = evaluateByRunning(bench.workbench, baseline.suite, { targets, guards, testTimeoutMs: 500 });
  const evaluations: Evaluation[] = [];
  for await (const evaluation of evaluator.evaluate(candidates)) evaluations.push(evaluation);
  await evaluator.close();
  return evaluations;
}

it('says of each candidate, in order, what the tests say, and leaves the copy as it was', async () => {
  const evaluations = await evaluate(
    candidate(['stock + taken', 'stock * taken']),
    candidate(['stock + taken', 'stock - taken']),
    candidate(['n * 2', 'n * 3'], ['stock + taken', 'stock - taken']),
    candidate(['stock + taken', 'stock +']),
  );
  expect(evaluations.map(({ outcome, targetsPassed }) => [outcome, targetsPassed])).toEqual([
    ['fails', 0],
    ['plausible', 1],
    ['breaks-others', 1],
    ['fails', 0],
  ]);
  expect(await bench.workbench.worktree.changedPaths()).toEqual([]);
});

it('leaves the copy as it was when nobody asks for more', async () => {
  const evaluator = evaluateByRunning(bench.workbench, baseline.suite, {
    targets: baseline.broken.map(({ test }) => test),
    guards: [],
    testTimeoutMs: 500,
  });
  for await (const { outcome } of evaluator.evaluate([candidate(['stock + taken', 'stock - taken'])])) {
    expect(outcome).toBe('plausible');
    break;
  }
  expect(await bench.workbench.worktree.changedPaths()).toEqual([]);
});
