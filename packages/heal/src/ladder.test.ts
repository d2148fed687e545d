import type { Rung, Verdict } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import { climb, type LadderResult } from './ladder.ts';
import { type Bench, GREEN_STOCK, openBench, RED_STOCK } from './open-bench.fixture.ts';
import type { HealProgress } from './progress.ts';
import type { Proposal, RungInput, RungOfLadder } from './rungs/rung.ts';

let bench: Bench;
let baselines: SuiteBaseline[];
beforeAll(async () => {
  bench = await openBench(RED_STOCK);
  baselines = await bench.baseline();
});
afterAll(() => bench.close());
afterEach(async () => expect(await bench.workbench.worktree.changedPaths()).toEqual([]));

/** A repair that repairs nothing, in words of its own. */
const wrong = (text: string): Proposal =>
  proposal({ 'stock.js': (RED_STOCK['stock.js'] as string).replace('stock + taken', text) });
const right: Proposal = { ...proposal({ 'stock.js': GREEN_STOCK }), candidatesTried: 7 };

function proposal(texts: Record<string, string>): Proposal {
  return { texts: new Map(Object.entries(texts)), origin: 'a test', rationale: 'try it', sure: true, candidatesTried: 1 };
}

function rung(name: Rung, proposals: readonly Proposal[], onTaken: () => void = () => undefined): RungOfLadder {
  return {
    rung: name,
    async *propose() {
      for (const one of proposals) {
        onTaken();
        yield one;
      }
    },
  };
}

interface Climbed extends LadderResult {
  /** What was written down, in order. */
  record: string[];
  steps: string[];
}

async function climbed(rungs: readonly RungOfLadder[], signal?: AbortSignal): Promise<Climbed> {
  const record: string[] = [];
  const steps: string[] = [];
  const { workbench, constitution, isProtected } = bench;
  const result = await climb({
    runId: 'run-1',
    rungs,
    constitution,
    workbench,
    baselines,
    // These rungs are given what they propose, and ask for nothing.
    rungInput: () => ({}) as RungInput,
    targets: baselines.flatMap((baseline) => baseline.broken),
    isProtected,
    attemptsPerRung: 2,
    repeat: 1,
    timeoutMs: 60_000,
    recordAttempt: async (number, patch, verify): Promise<Verdict> => {
      record.push(`${number} ${patch.rung} begins`);
      const verdict = await verify();
      record.push(`${number} ${verdict.confidence}`);
      return verdict;
    },
    onProgress: (progress: HealProgress) => steps.push(progress.step),
    ...(signal === undefined ? {} : { signal }),
  });
  return { ...result, record, steps };
}

it('goes up rung by rung until a patch passes the gate, and no further', async () => {
  let asked = 0;
  const count = () => {
    asked += 1;
  };
  const { attempts, passed, candidatesTried, record, steps } = await climbed([
    rung('tools', [wrong('stock * taken')]),
    rung('search', [right, wrong('taken')], count),
    rung('model', [right], count),
  ]);
  expect(record).toEqual(['1 tools begins', '1 reject', '2 search begins', '2 apply']);
  expect(passed).toBe(attempts.at(-1));
  expect(passed).toMatchObject({ runId: 'run-1', number: 2, patch: { rung: 'search', rationale: 'try it' } });
  expect(passed?.patch.diff).toContain('+  return stock - taken;');
  expect({ candidatesTried, asked }).toEqual({ candidatesTried: 7, asked: 1 });
  expect(steps).toEqual(['rung', 'verifying', 'attempted', 'rung', 'verifying', 'attempted']);
});

it('lets no rung try more than it may, and says that nothing passed', async () => {
  let asked = 0;
  const proposals = ['stock * taken', 'stock / taken', 'stock % taken'].map(wrong);
  const { attempts, passed } = await climbed([
    rung('search', proposals, () => {
      asked += 1;
    }),
    rung('model', [wrong('taken - stock')]),
  ]);
  expect(attempts.map(({ number, patch }) => [number, patch.rung])).toEqual([
    [1, 'search'],
    [2, 'search'],
    [3, 'model'],
  ]);
  expect(asked).toBe(2);
  expect(passed).toBeUndefined();
});

it('gives the rung a chance to clean up when it is not asked for more', async () => {
  let closed = false;
  const tidy: RungOfLadder = {
    rung: 'search',
    async *propose() {
      try {
        yield right;
        yield right;
      } finally {
        closed = true;
      }
    },
  };
  await climbed([tidy]);
  expect(closed).toBe(true);
});

it('is stopped by the constitution before a patch that touches a test is tried', async () => {
  const evil = proposal({ 'stock.js': GREEN_STOCK, 'stock.test.js': '' });
  await expect(climbed([rung('search', [evil])])).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('test'),
  });
});

it('stops where it is interrupted', async () => {
  const interruption = new AbortController();
  const interrupts = rung('tools', [wrong('stock * taken'), right], () => interruption.abort());
  const { attempts, passed } = await climbed([interrupts, rung('search', [right])], interruption.signal);
  expect(attempts).toHaveLength(1);
  expect(passed).toBeUndefined();
});
