// Literals that a repair may need: from the function, the file, and what the failing tests expect.
import type { Failure } from '@cm/core';
import type { Region } from '../syntax/regions.ts';
import { type SourceTree, type SyntaxNode, walk } from '../syntax/syntax-node.ts';

/** A literal's source text and how likely it is to be the one, 0 to 1. */
export interface Literal {
  text: string;
  value: string;
  plausibility: number;
}

export interface Literals {
  integers: readonly Literal[];
  strings: readonly Literal[];
  /** True of a text that tests got where they expected none of it. */
  isUnwanted(text: string): boolean;
}

const LEAST_TELLING = 3;

const MOST = 60;
const MOST_TEST_TEXT = 200_000;
const QUOTED = /'((?:[^'\\\n]|\\.){0,80})'|"((?:[^"\\\n]|\\.){0,80})"/g;

export function readLiterals(region: Region, failures: readonly Failure[], testTexts: ReadonlyMap<string, string>): Literals {
  const integers = new Map<string, number>();
  const strings = new Map<string, number>();
  const note = (into: Map<string, number>, value: string, plausibility: number) =>
    into.set(value, Math.max(plausibility, into.get(value) ?? 0));
  for (const node of literalsIn(region.node.tree)) {
    const inside = node.start >= region.node.start && node.end <= region.node.end;
    if (node.kind === 'integer' && /^\d{1,9}$/.test(node.text)) note(integers, node.text, inside ? 0.8 : 0.2);
    if (node.kind === 'string-part' && node.text.length <= 80) note(strings, node.text, inside ? 0.6 : 0.3);
  }
  for (const failure of failures) {
    const said = `${failure.expected ?? ''}\n${failure.actual ?? ''}\n${failure.message}`.slice(0, 8_000);
    for (const value of quoted(said)) note(strings, value, (failure.expected ?? failure.message).includes(value) ? 1 : 0.6);
    for (const word of bareStrings(failure)) note(strings, word, 1);
    for (const number of (failure.expected ?? '').match(/\b\d{1,6}\b/g) ?? []) note(integers, number, 0.3);
  }
  for (const text of testTexts.values()) for (const value of quoted(text.slice(0, MOST_TEST_TEXT))) note(strings, value, 0.35);
  return {
    integers: sorted(integers, (value) => value),
    strings: sorted(strings, (value) => quoteLike(region.node.tree, value)),
    isUnwanted: (text) =>
      text.length >= LEAST_TELLING &&
      failures.some(
        ({ actual, expected }) =>
          actual !== undefined && expected !== undefined && actual.includes(text) && !expected.includes(text),
      ),
  };
}

const known = new WeakMap<SourceTree, SyntaxNode[]>();

function literalsIn(tree: SourceTree): SyntaxNode[] {
  const found = known.get(tree) ?? [...walk(tree.root)].filter((node) => node.kind === 'integer' || node.kind === 'string-part');
  known.set(tree, found);
  return found;
}

/** Writes a string literal as this file does. The value is source text between quotes, escapes and all. */
export function quoteLike(tree: SourceTree, value: string): string {
  const single = tree.text.split("'").length >= tree.text.split('"').length;
  const quote = single ? "'" : '"';
  const bare = value.replace(/\\(['"])/g, '$1');
  return `${quote}${bare.replaceAll(quote, `\\${quote}`)}${quote}`;
}

function quoted(text: string): string[] {
  return [...text.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? '');
}

/** An expected value that is reported without quotes, and what of it the actual value lacks. */
function bareStrings({ expected, actual }: Failure): string[] {
  if (expected === undefined || expected.length > 200 || expected.includes('\n')) return [];
  const whole = /^['"]?(.*?)['"]?$/s.exec(expected)![1]!;
  const got = /^['"]?(.*?)['"]?$/s.exec(actual ?? '')![1]!;
  let start = 0;
  while (start < whole.length && whole[start] === got[start]) start += 1;
  let end = 0;
  while (end < whole.length - start && end < got.length - start && whole.at(-1 - end) === got.at(-1 - end)) end += 1;
  return [whole.slice(start, whole.length - end), whole].filter((part) => part !== '' && !/['"\\]/.test(part));
}

function sorted(values: ReadonlyMap<string, number>, render: (value: string) => string): Literal[] {
  return [...values]
    .map(([value, plausibility]) => ({ value, text: render(value), plausibility }))
    .sort((a, b) => b.plausibility - a.plausibility || (a.value < b.value ? -1 : 1))
    .slice(0, MOST);
}
