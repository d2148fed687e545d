import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from '../candidate.ts';
import type { EvaluatorOptions } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { fixtureWorkbench } from './fixture-workbench.ts';
import { openPytestEvaluator } from './pytest-evaluator.ts';

const fixture = join(import.meta.dirname, '../../fixtures/python/repair');
const suite = { framework: 'pytest', folder: '', command: 'python -m pytest' } as const;
const guards = ['test_double', 'test_scaled', 'test_started_once'];

describe('trying candidates', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await fixtureWorkbench(fixture);
  });
  afterAll(() => workbench.close());

  /** Outcomes of replacing `from` by each text, in the order of the texts. */
  async function outcomes(
    target: string | string[],
    from: string,
    texts: string[],
    path = 'calc/numbers.py',
    more: Partial<EvaluatorOptions> & { thorough?: boolean } = {},
  ) {
    const id = (name: string) => `tests/test_numbers.py::${name}`;
    const options = { targets: [target].flat().map(id), guards: guards.map(id), testTimeoutMs: 1_000, ...more };
    const evaluator = await openPytestEvaluator(workbench, suite, options);
    const candidates = texts.map((text) => replacement(path, from, text));
    const found = new Map<Candidate, string>();
    try {
      for await (const { candidate, outcome } of evaluator.evaluate(candidates, undefined, more.thorough))
        found.set(candidate, outcome);
    } finally {
      await evaluator.close();
    }
    return candidates.map((candidate) => found.get(candidate));
  }

  it('finds the plausible one among wrong ones, in a decorated function', async () => {
    const texts = [
      '(low + high) // 4',
      '(low + high',
      '(low + high) // 3  # the same',
      '(low + high) // 2',
      '(low - high) // 2',
      '(low+high)//2',
    ];
    expect(await outcomes(['test_middle', 'test_middle_of_nothing'], '(low + high) // 3', texts)).toEqual([
      ...['fails', 'invalid', 'invalid', 'plausible', 'fails', 'invalid'],
    ]);
  });

  it('swaps properties and notices what breaks others', async () => {
    expect(await outcomes('test_width', 'self.high - self.low + 1', ['self.high - self.low'])).toEqual(['plausible']);
    const both = 'self.high - self.low\n\n    @staticmethod\n    def double(value):\n        return value * 3';
    const from = 'self.high - self.low + 1\n\n    @staticmethod\n    def double(value):\n        return value * 2';
    expect(await outcomes('test_width', from, [both])).toEqual(['breaks-others']);
  });

  it('sees constants, default arguments, and functions that run while modules are imported', async () => {
    expect(await outcomes('test_limit', 'LIMIT = 10', ['LIMIT = 9', 'LIMIT = 11'])).toEqual(['fails', 'plausible']);
    expect(await outcomes('test_default', 'high=4', ['high=5', 'high=3'])).toEqual(['plausible', 'fails']);
    expect(await outcomes('test_limit', 'value < LIMIT', ['value <= LIMIT', 'value > LIMIT'])).toEqual(['plausible', 'doubtful']);
    const thorough = await outcomes('test_limit', 'value < LIMIT', ['value <= LIMIT', 'value > LIMIT'], undefined, {
      thorough: true,
    });
    expect(thorough).toEqual(['plausible', 'fails']);
    expect(await outcomes('test_table', 'scaled(1)', ['scaled(2)', 'scaled(3)'])).toEqual(['plausible', 'fails']);
  });

  it('sees modules that are imported only while a test runs', async () => {
    expect(await outcomes('test_late', 'return 1', ['return 3', 'return 2'], 'calc/lazy.py')).toEqual(['fails', 'plausible']);
  });

  it('repairs what could not be collected', async () => {
    const broken = await fixtureWorkbench(fixture);
    const evaluator = await (async () => {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(
        join(broken.root, 'calc/numbers.py'),
        readFileSync(join(fixture, 'calc/numbers.py'), 'utf8').replace('import functools', 'import functool'),
      );
      await writeFile(
        join(broken.root, 'tests/test_import.py'),
        'from calc import numbers\n\ndef test_there():\n    assert numbers\n',
      );
      return openPytestEvaluator(broken, suite, { targets: ['tests/test_import.py'], guards: [], testTimeoutMs: 1_000 });
    })();
    const found: string[] = [];
    const at = 'import functool'.length;
    const edit = (text: string): Candidate => ({
      ...replacement('calc/numbers.py', 'import functools', text),
      id: text,
      edits: [{ path: 'calc/numbers.py', start: 0, end: at, text }],
    });
    for await (const each of evaluator.evaluate([edit('import functoolz'), edit('import functools')]))
      found.push(`${each.candidate.id}: ${each.outcome}`);
    await evaluator.close();
    await broken.close();
    expect(found.sort()).toEqual(['import functools: plausible', 'import functoolz: fails']);
  });

  it('survives what candidates do, and goes on', async () => {
    const hostile = [
      ['exec("while True: pass")', 'timeout'],
      ['__import__("os")._exit(0)', 'fails'],
      ['__import__("sys").exit(0)', 'fails'],
      ['[].extend(iter(int, 1))', 'fails'],
      ['__import__("os").closerange(0, 512)', 'fails'],
      ['exec("import signal\\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\\nwhile True: pass")', 'timeout'],
      ['exec("import os, time\\nfor i in range(30):\\n if os.fork() == 0:\\n  os.setsid(); time.sleep(60)")', 'fails'],
      ['__import__("pytest").exit("no")', 'fails'],
      ['__import__("os").kill(__import__("os").getppid(), 9)', 'fails'],
      ['(low + high) // 2', 'plausible'],
    ] as const;
    const found = await outcomes(
      'test_middle',
      '(low + high) // 3',
      hostile.map(([text]) => text),
    );
    expect(found.map((outcome) => (outcome === 'timeout' ? 'fails' : outcome))).toEqual(
      hostile.map(([, outcome]) => (outcome === 'timeout' ? 'fails' : outcome)),
    );
    expect(found[0]).toBe('timeout');
    expect(found[5]).toBe('timeout');
  });

  it('stops when it is told', async () => {
    const stop = new AbortController();
    const evaluator = await openPytestEvaluator(workbench, suite, {
      targets: ['tests/test_numbers.py::test_middle'],
      guards: [],
      testTimeoutMs: 60_000,
    });
    setTimeout(() => stop.abort(), 300);
    const found = await Array.fromAsync(
      evaluator.evaluate([replacement('calc/numbers.py', '(low + high) // 3', 'exec("while True: pass")')], stop.signal),
    );
    await evaluator.close();
    expect(found).toEqual([]);
  });
});

function replacement(path: string, from: string, text: string): Candidate {
  const start = readFileSync(join(fixture, path), 'utf8').indexOf(from);
  return {
    id: `${path}${text}`,
    edits: [{ path, start, end: start + from.length, text }],
    template: 'test',
    weight: 1,
    path,
    line: 1,
  };
}
