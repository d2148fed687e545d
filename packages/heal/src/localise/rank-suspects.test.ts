import type { Failure } from '@cm/core';
import type { Coverage, TestResult } from '../suite.ts';
import { rankSuspects } from './rank-suspects.ts';

const program = 'LIMIT = 3\n\n\ndef good(a):\n    return a\n\n\ndef bad(a):\n    if a > LIMIT:\n        return 1\n    return 2\n';
const test = 'from shop.cart import bad\n\n\ndef test_bad():\n    assert bad(5) == 1\n';
const files: Record<string, string> = {
  'shop/cart.py': program,
  'tests/test_cart.py': test,
  'web/total.ts': 'export function total() {\n  return 1;\n}\n',
};

const failure = (more: Partial<Failure> = {}): Failure => ({
  framework: 'pytest',
  test: 't::bad',
  kind: 'assertion',
  file: 'tests/test_cart.py',
  message: 'assert 2 == 1',
  frames: [],
  fingerprint: 'f',
  ...more,
});
const results: TestResult[] = [
  { id: 't::bad', file: 'tests/test_cart.py', status: 'failed', durationMs: 1 },
  { id: 't::good', file: 'tests/test_cart.py', status: 'passed', durationMs: 1 },
];
const coverage: Coverage = new Map([
  [
    't::bad',
    new Map([
      ['shop/cart.py', [5, 9, 11]],
      ['tests/test_cart.py', [5]],
    ]),
  ],
  ['t::good', new Map([['shop/cart.py', [5]]])],
]);
function sources(path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
  return text;
}
const isProtected = (path: string) => path.startsWith('tests/');

describe('rankSuspects', () => {
  it('puts the function that only failing tests run first, by Ochiai', async () => {
    const { suspects, lines, hasCoverage, coveredBy } = await rankSuspects({
      results,
      coverage,
      raised: new Map(),
      failures: [failure()],
      sources,
      isProtected,
    });
    expect(suspects.map((suspect) => suspect.symbol)).toEqual(['bad', 'good', 'LIMIT']);
    expect(suspects[0]).toMatchObject({ path: 'shop/cart.py', startLine: 8, endLine: 11, score: 1 });
    expect(lines.find((line) => line.line === 5)!.score).toBeCloseTo(1 / Math.sqrt(2));
    expect(lines.map((line) => line.line)).not.toContain(10);
    expect(hasCoverage).toBe(true);
    expect(coveredBy('t::good')).toBe(1);
  });

  it('never suspects protected files', async () => {
    const frames = [
      { path: 'tests/test_cart.py', line: 5 },
      { path: 'shop/cart.py', line: 9 },
    ];
    const { lines } = await rankSuspects({
      results,
      coverage: new Map(),
      raised: new Map(),
      failures: [failure({ frames })],
      sources,
      isProtected,
    });
    expect(new Set(lines.map((line) => line.path))).toEqual(new Set(['shop/cart.py']));
    expect(lines[0]!.line).toBe(9);
  });

  it('takes frames over coverage where an exception was raised', async () => {
    const frames = [
      { path: 'shop/cart.py', line: 5 },
      { path: 'node_modules/x.py', line: 1 },
    ];
    const { suspects } = await rankSuspects({
      results,
      coverage: new Map([['t::bad', coverage.get('t::bad')!]]),
      raised: new Map(),
      failures: [failure({ frames, kind: 'error' })],
      sources,
      isProtected,
    });
    expect(suspects.length).toBeGreaterThan(1);
  });

  it('takes a place where exceptions come up in failing tests only over all that these tests run', async () => {
    const everywhere = new Map([['t::bad', new Map([['shop/cart.py', [5, 9, 11]]])]]);
    const raisedAt = (raised: Coverage) =>
      rankSuspects({ results, coverage: everywhere, raised, failures: [failure()], sources, isProtected });
    const only = await raisedAt(new Map([['t::bad', new Map([['shop/cart.py', [5]]])]]));
    expect(only.suspects[0]).toMatchObject({ symbol: 'good', score: 1 });
    expect(only.lines.find((line) => line.line === 9)!.score).toBeLessThan(0.7);
    const both = await raisedAt(new Map(['t::bad', 't::good'].map((test) => [test, new Map([['shop/cart.py', [5]]])])));
    expect(both.lines.find((line) => line.line === 9)!.score).toBeGreaterThan(0.7);
  });

  it('falls back to what the failing test imports', async () => {
    const { suspects, hasCoverage } = await rankSuspects({
      results,
      coverage: new Map(),
      raised: new Map(),
      failures: [failure()],
      sources,
      isProtected,
    });
    expect(suspects[0]!.symbol).toBe('bad');
    expect(hasCoverage).toBe(false);
  });

  it('looks in loops first when every test hangs', async () => {
    const looping = 'def f(n):\n    k = n\n    while k > 0:\n        k = n\n    return k\n';
    const lines = new Map([['t::bad', new Map([['f.py', [2, 3, 4]]])]]);
    const ranked = await rankSuspects({
      results,
      coverage: lines,
      raised: new Map(),
      failures: [failure({ kind: 'timeout' })],
      sources: (path) => (path === 'f.py' ? looping : sources(path)),
      isProtected,
    });
    expect(ranked.lines.slice(0, 2).map((line) => line.line)).toEqual([3, 4]);
  });

  it('finds nothing where there is nothing', async () => {
    const { suspects } = await rankSuspects({
      results: [],
      coverage: new Map(),
      raised: new Map(),
      failures: [failure({ file: 'gone.py' })],
      sources,
      isProtected,
    });
    expect(suspects).toEqual([]);
  });
});
