import type { Failure } from '@cm/core';
import type { ContextQuestion } from '../answers.ts';
import type { CodeNode } from '../words.ts';
import { symbolsMeant } from './find-symbol.ts';
import { type Db, enclosing, neighbours, nodesById, outline } from './queries.ts';
import { isTestPath } from './test-path.ts';

/** A symbol that a question leads to. The weight says how much it is worth to the reader, 0 to 1. */
export interface Seed {
  node: CodeNode;
  weight: number;
  why: string;
  /** The line to show when there is no room for all of it. */
  line?: number;
}

const MOST_FRAMES = 20;
const MOST_NAMES = 12;
const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*/gu;

/** `found` is what search answered to the task. */
export async function seedsOf(
  db: Db,
  question: ContextQuestion,
  found: readonly { id: number; score: number }[],
): Promise<Seed[]> {
  if ('failure' in question) return seedsOfFailure(db, question.failure);
  if ('symbols' in question) return seedsOfSymbols(db, question.symbols);
  if ('paths' in question) {
    const lists = await Promise.all(question.paths.map((path) => outline(db, path)));
    return lists
      .flat()
      .filter(isShown)
      .map((node) => ({ node, weight: node.parent_id === null ? 0.2 : 0.6, why: 'in a file that was named' }));
  }
  const named = await namedIn(db, question.task, 0.9, 'named in the task');
  const nodes = await nodesById(
    db,
    found.map(({ id }) => id),
  );
  const [best] = found;
  const matching = found.flatMap(({ id, score }) => {
    const node = nodes.get(id);
    return node === undefined || !isShown(node) ? [] : [{ node, weight: 0.8 * (score / best!.score), why: 'matches the task' }];
  });
  return [...named, ...matching];
}

/** Of one that is too long for the budget there is its beginning. */
async function seedsOfSymbols(db: Db, ids: readonly number[]): Promise<Seed[]> {
  const nodes = await nodesById(db, ids);
  return ids.flatMap((id, place) => {
    const node = nodes.get(id);
    return node === undefined ? [] : [{ node, weight: place === 0 ? 1 : 0.9, why: 'what was asked for', line: node.start_line }];
  });
}

/** Where it failed, innermost frame first; the test; what the test calls; and what the message names. */
async function seedsOfFailure(db: Db, failure: Failure): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const [index, frame] of failure.frames.slice(0, MOST_FRAMES).entries()) {
    const [node] = await enclosing(db, frame.path, frame.line);
    if (node === undefined) continue;
    const isTest = isTestPath(node.path);
    const weight = (isTest ? 0.75 : 1) * 0.9 ** index;
    seeds.push({
      node,
      weight,
      why: isTest ? `the test, line ${frame.line}` : `frame ${index + 1} of the trace, line ${frame.line}`,
      line: frame.line,
    });
  }
  const test = await testNode(db, failure);
  if (test !== null) {
    seeds.push({ node: test, weight: 0.8, why: 'the failing test' });
    for (const { node, edge } of await neighbours(db, test.id, ['calls', 'instantiates', 'tests'], 'from'))
      if (!isTestPath(node.path)) seeds.push({ node, weight: 0.7 * edge.confidence, why: 'called by the failing test' });
  }
  return [...seeds, ...(await namedIn(db, failure.message, 0.4, 'named in the message'))];
}

/** `tests/test_a.py::TestB::test_c[1-2]` and `a.test.ts > group > name` end with the name of the test. */
async function testNode(db: Db, failure: Failure): Promise<CodeNode | null> {
  const last = failure.test
    .split(/::| > /)
    .at(-1)!
    .replace(/\[.*\]$/s, '');
  const tests = (await outline(db, failure.file)).filter((node) => node.name === last || node.name === last.trim());
  return tests.find((node) => node.type === 'test') ?? tests[0] ?? null;
}

/** Symbols that a text names: only names that look like code, or that are in quotes. */
export async function namedIn(db: Db, text: string, weight: number, why: string): Promise<Seed[]> {
  const quoted = [...text.matchAll(/[`'"‘“]([^`'"’”\s]{2,80})[`'"’”]/g)].map(([, name]) => name!.replace(/\(.*$/, ''));
  const names = [...text.matchAll(IDENTIFIER)].map(([name]) => name).filter((name) => /[._$]|\p{Ll}\p{Lu}/u.test(name));
  const seeds: Seed[] = [];
  for (const name of [...new Set([...quoted, ...names])].slice(0, MOST_NAMES)) {
    const code = (await symbolsMeant(db, name)).filter((node) => node.type !== 'test' && !isTestPath(node.path));
    // A name that many symbols have says little.
    for (const node of code.slice(0, 3))
      seeds.push({ node, weight: weight / Math.max(1, code.length / 2), why: `${why}: ${name}` });
  }
  return seeds;
}

function isShown(node: CodeNode): boolean {
  return node.type !== 'doc section' || node.parent_id !== null;
}
