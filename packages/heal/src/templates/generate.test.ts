import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyEdits, type Candidate } from '../candidate.ts';
import { loadSyntax } from '../syntax/load-syntax.ts';
import { walk } from '../syntax/syntax-node.ts';
import { combineCandidates } from './combine.ts';
import { generateCandidates } from './generate.ts';
import { rankPlausible } from './rank-plausible.ts';

const folder = join(import.meta.dirname, '../../fixtures/templates');
const sources = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

async function generate(texts: ReadonlyMap<string, string>, score: (line: number) => number = () => 1): Promise<Candidate[]> {
  const syntax = await loadSyntax();
  const lines = [...texts].flatMap(([path, text]) =>
    text.split('\n').map((_, index) => ({ path, line: index + 1, score: score(index + 1) })),
  );
  return [...generateCandidates({ sources: texts, suspects: { lines, syntax, testTexts: new Map() }, failures: [] })];
}

const only = (path: string, text: string) => new Map([[path, text]]);

describe('generateCandidates', () => {
  it('parses after each edit, stays in bounds and never repeats itself', async () => {
    const syntax = await loadSyntax();
    const candidates = await generate(sources);
    expect(new Set(candidates.map((candidate) => candidate.id)).size).toBe(candidates.length);
    // Parsing a file for every candidate would take minutes: one in 25 tells as much.
    const wrong = candidates
      .filter((_, index) => index % 25 === 0)
      .filter(({ edits, path }) => {
        const text = sources.get(path)!;
        const inBounds = edits.every(
          (edit) => edit.path === path && 0 <= edit.start && edit.start <= edit.end && edit.end <= text.length,
        );
        if (!inBounds || applyEdits(text, edits) === text) return true;
        return [...walk(syntax.parse(path, applyEdits(text, edits))!.root)].some((node) => node.type === 'ERROR');
      });
    expect(wrong).toEqual([]);
  });

  it('gives the same candidates in the same order each time, the heaviest first', async () => {
    const some = new Map([...sources].slice(0, 6));
    const first = await generate(some);
    expect((await generate(some)).map((candidate) => candidate.id)).toEqual(first.map((candidate) => candidate.id));
    for (const [index, candidate] of first.entries())
      expect(candidate.weight).toBeLessThanOrEqual(first[index - 1]?.weight ?? Number.POSITIVE_INFINITY);
  });

  it('touches suspect lines only', async () => {
    const text = 'def f(a):\n    return a + 1\n\n\ndef g(b):\n    return b < 1\n';
    const candidates = await generate(only('a.py', text), (line) => (line === 6 ? 1 : 0));
    expect(candidates.length).toBeGreaterThan(10);
    expect(candidates.filter((candidate) => candidate.line < 5)).toEqual([]);
  });

  it('puts the likelier line first', async () => {
    const text = 'def f(a):\n    if a < 1:\n        return 0\n    if a < 2:\n        return 1\n    return 2\n';
    const candidates = await generate(only('a.py', text), (line) => (line === 4 ? 1 : 0.3));
    expect(candidates[0]!.line).toBe(4);
  });

  it('keeps parsing files with syntax errors and never throws on any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.py', 'a.ts', 'a.js', 'a.tsx'),
        fc.array(fc.constantFrom('x', ' ', '\n', '(', ')', ':', 'if ', 'def f', '=', '{', '}', '"', '😀', '<', 'return ', '1')),
        async (path, parts) => {
          const text = parts.join('');
          for (const { edits } of await generate(only(path, text))) expect(applyEdits(text, edits)).not.toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('counts offsets in UTF-16 code units', async () => {
    const text = 'NAME = "😀é"\n\n\ndef f(a):\n    return a < 1\n';
    const results = (await generate(only('a.py', text))).map(({ edits }) => applyEdits(text, edits));
    expect(results).toContain(text.replace('<', '<='));
  });
});

describe('what Stryker and cosmic-ray plant is undone', () => {
  const cases: [path: string, mutant: string, original: string][] = [
    [
      'a.ts',
      "export function f(s: string) {\n  return s.endsWith('a');\n}\n",
      "export function f(s: string) {\n  return s.startsWith('a');\n}\n",
    ],
    [
      'a.ts',
      'export function f(n: number) {\n  if (false) return 0;\n  return n - 1;\n}\n',
      'export function f(n: number) {\n  if (n < 0) return 0;\n  return n - 1;\n}\n',
    ],
    [
      'a.ts',
      "export const f = (k: string) => (k === '' ? 'leaf' : k + 'leaf');\n",
      "export const f = (k: string) => (k === 'leaf' ? 'leaf' : k + 'leaf');\n",
    ],
    [
      'a.ts',
      'export function f(i: number) {\n  i--;\n  return i;\n}\n',
      'export function f(i: number) {\n  i++;\n  return i;\n}\n',
    ],
    ['a.ts', 'export const f = (a?: { b: number }) => a.b && true;\n', 'export const f = (a?: { b: number }) => a?.b && true;\n'],
    [
      'a.py',
      'def f(xs):\n    for x in xs:\n        if not x:\n            continue\n        return x\n',
      'def f(xs):\n    for x in xs:\n        if x:\n            continue\n        return x\n',
    ],
    ['a.py', 'def f(x):\n    return x is not None\n', 'def f(x):\n    return x is None\n'],
    ['a.py', 'def f(x):\n    y = None\n    return g(y, x + 1)\n', 'def f(x):\n    y = x + 1\n    return g(y, x + 1)\n'],
    ['a.py', 'def f(x):\n    return x ** 3\n', 'def f(x):\n    return x * 3\n'],
    ['a.py', 'def f(x):\n    return x[1]\n', 'def f(x):\n    return x[0]\n'],
  ];
  it.each(cases)('%s: %s', async (path, mutant, original) => {
    const results = (await generate(only(path, mutant))).map(({ edits }) => applyEdits(mutant, edits));
    expect(results).toContain(original);
  });
});

describe('combineCandidates', () => {
  it('pairs changes of separate places, the best first, and never twice', async () => {
    const text = 'def f(a, b):\n    if a < 1:\n        return b\n    return a - b\n';
    const best = (await generate(only('a.py', text))).slice(0, 12);
    const pairs = [...combineCandidates(best, only('a.py', text))];
    expect(pairs[0]!.edits.length).toBeGreaterThanOrEqual(2);
    expect(new Set(pairs.map(({ edits }) => applyEdits(text, edits))).size).toBe(pairs.length);
    expect(new Set(pairs.map((pair) => pair.id)).size).toBe(pairs.length);
  });
});

describe('rankPlausible', () => {
  const text = 'def f(a, b):\n    if a < b:\n        return b\n    return a - b\n';
  it('prefers a small change of what is there to a deletion or a constant', async () => {
    const candidates = await generate(only('a.py', text));
    const of = (template: string) => candidates.find((candidate) => candidate.template === template)!;
    const ranked = rankPlausible([of('remove-statement'), of('insert-guard'), of('swap-comparison')], {
      sources: only('a.py', text),
      failures: [],
    });
    expect(ranked[0]!.candidate.template).toBe('swap-comparison');
    expect(ranked[0]!.sure).toBe(true);
    expect(ranked.slice(1).map((one) => one.sure)).toEqual([false, false]);
  });

  it('does not depend on the order in which they were found', async () => {
    const some = (await generate(only('a.py', text))).slice(0, 20);
    const ids = (list: Candidate[]) =>
      rankPlausible(list, { sources: only('a.py', text), failures: [] }).map(({ candidate }) => candidate.id);
    expect(ids(some.toReversed())).toEqual(ids(some));
  });
});
