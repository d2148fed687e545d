// Where the fault may be: what failing tests run and passing ones don't, what stack traces name, function by function.
import type { Failure, Suspect } from '@cm/core';
import type { Coverage, TestResult } from '../suite.ts';
import { loadSyntax, type Syntax } from '../syntax/load-syntax.ts';
import { type Region, regionByLine } from '../syntax/regions.ts';
import { type SourceTree, walk } from '../syntax/syntax-node.ts';
import { importedFiles } from './imported-files.ts';
import { type LineScores, ochiai } from './ochiai.ts';
import { stackEvidence } from './stack-evidence.ts';
import { definitionsUsed } from './used-definitions.ts';

export interface RankInput {
  results: readonly TestResult[];
  /** Empty when there is none. */
  coverage: Coverage;
  /** Where exceptions came up, also those that were caught; empty when nobody could tell. */
  raised: Coverage;
  /** The failures to explain, of one suite. */
  failures: readonly Failure[];
  /** Text of a file of the repository; throws where there is none. */
  sources: (path: string) => string;
  isProtected: (path: string) => boolean;
}

export interface SuspectLine {
  path: string;
  line: number;
  /** 0 to 1. */
  score: number;
}

export interface RankedSuspects {
  /** Functions, class bodies and top levels of files, the likeliest first, at most 12. */
  suspects: Suspect[];
  /** The lines of those suspects that may hold the fault, the likeliest first. */
  lines: SuspectLine[];
  hasCoverage: boolean;
  /** How many of the suspect lines this test runs. */
  coveredBy(testId: string): number;
  /** Texts of the failing tests' files, where expected values may be found. */
  testTexts: ReadonlyMap<string, string>;
  syntax: Syntax;
}

const MOST_SUSPECTS = 12;
/** How far a stack trace can lift a line: an exception's place is a strong sign, but often only where a wrong value surfaced. */
const WEIGHT_OF_STACK = 0.6;
/** How far the place where an exception comes up in failing tests only pushes all others back. */
const PULL_OF_RAISED = 0.4;
/** A test that hangs hangs in a loop, or in a function that calls itself. */
const OUTSIDE_LOOPS = 0.6;
/** A function's head, with its default arguments, runs when it is defined and so is in no test's coverage. */
const HEAD = 0.6;

export async function rankSuspects(input: RankInput): Promise<RankedSuspects> {
  const syntax = await loadSyntax();
  const testTexts = readTests(input);
  const scores = scoreLines(input, testTexts, syntax);
  const trees = [...scores.keys()].flatMap((path) => syntax.parse(path, input.sources(path)) ?? []);
  const hangs = input.failures.length > 0 && input.failures.every((failure) => failure.kind === 'timeout');
  const suspects = trees.flatMap((tree) =>
    suspectsIn(tree, hangs ? preferLoops(tree, scores.get(tree.path)!) : scores.get(tree.path)!),
  );
  const best = suspects.sort((a, b) => b.suspect.score - a.suspect.score || order(a.suspect, b.suspect)).slice(0, MOST_SUSPECTS);
  const all = [...best, ...definitionsUsed(best, trees)];
  const lines = mergeLines(
    all.flatMap(({ suspect, lines }) => [...lines].map(([line, score]) => ({ path: suspect.path, line, score }))),
  );
  const suspectLines = new Set(lines.map(({ path, line }) => `${path}:${line}`));
  return {
    suspects: all.map(({ suspect }) => suspect),
    lines,
    hasCoverage: input.coverage.size > 0,
    coveredBy: (testId) =>
      [...(input.coverage.get(testId) ?? [])].reduce(
        (sum, [path, ran]) => sum + ran.filter((line) => suspectLines.has(`${path}:${line}`)).length,
        0,
      ),
    testTexts,
    syntax,
  };
}

export interface ScoredSuspect {
  suspect: Suspect;
  region: Region;
  lines: ReadonlyMap<number, number>;
}

function scoreLines(input: RankInput, testTexts: ReadonlyMap<string, string>, syntax: Syntax): LineScores {
  const failing = new Set(input.failures.map((failure) => failure.test));
  const passing = new Set(input.results.filter((result) => result.status === 'passed').map((result) => result.id));
  const scores = preferRaised(ochiai(input.coverage, failing, passing), ochiai(input.raised, failing, passing));
  for (const path of scores.keys()) if (!mayChange(path, input, syntax)) scores.delete(path);
  for (const [path, lines] of stackEvidence(input.failures, input.isProtected)) {
    if (!mayChange(path, input, syntax)) continue;
    const inFile = scores.get(path) ?? new Map<number, number>();
    scores.set(path, inFile);
    for (const [line, strength] of lines) inFile.set(line, 1 - (1 - (inFile.get(line) ?? 0)) * (1 - WEIGHT_OF_STACK * strength));
  }
  return scores.size > 0 ? scores : scoreImports(input, testTexts, syntax);
}

/**
 * An exception that comes up in failing tests only is the strongest sign there is, even when the program swallows it and the test sees
 * a wrong exit code: it lifts its line over the many that all failing tests run.
 */
function preferRaised(scores: LineScores, raised: LineScores): LineScores {
  const strongest = Math.max(0, ...[...raised.values()].flatMap((lines) => [...lines.values()]));
  const others = 1 - PULL_OF_RAISED * strongest;
  for (const [path, lines] of scores) {
    for (const [line, score] of lines) lines.set(line, Math.max(others * score, raised.get(path)?.get(line) ?? 0));
  }
  return scores;
}

/** Without coverage or frames: every line of what the failing tests import, more where the tests name the function. */
function scoreImports(input: RankInput, testTexts: ReadonlyMap<string, string>, syntax: Syntax): LineScores {
  const scores: LineScores = new Map();
  for (const [path, text] of testTexts) {
    const words = new Set(text.match(/[\w$]+/g));
    for (const imported of importedFiles(path, text)) {
      if (!mayChange(imported, input, syntax)) continue;
      const tree = syntax.parse(imported, input.sources(imported));
      if (!tree) continue;
      const regions = regionByLine(tree);
      scores.set(imported, new Map(regions.map((region, index) => [index + 1, words.has(region.symbol ?? '') ? 0.5 : 0.2])));
    }
  }
  return scores;
}

function suspectsIn(tree: SourceTree, scores: ReadonlyMap<number, number>): ScoredSuspect[] {
  const regions = regionByLine(tree);
  const linesOf = new Map<SyntaxKey, { region: Region; lines: Map<number, number> }>();
  for (const [line, score] of scores) {
    const region = regions[line - 1];
    if (!region || score <= 0) continue;
    const entry = linesOf.get(region.node) ?? { region, lines: new Map<number, number>() };
    linesOf.set(region.node, entry);
    entry.lines.set(line, score);
  }
  return [...linesOf.values()].map(({ region, lines }) => {
    const sorted = [...lines.values()].sort((a, b) => b - a);
    const score = sorted[0]!;
    if (region.node.kind === 'function') lines.set(region.startLine, Math.max(lines.get(region.startLine) ?? 0, HEAD * score));
    const suspect: Suspect = {
      path: tree.path,
      startLine: region.startLine,
      endLine: region.endLine,
      ...(region.symbol === undefined ? {} : { symbol: region.symbol }),
      score: Math.min(1, score),
      why: `${lines.size} line${lines.size === 1 ? '' : 's'} that failing tests run or stop at, the most suspicious ${score.toFixed(2)}`,
    };
    return { suspect, region, lines };
  });
}

function preferLoops(tree: SourceTree, scores: ReadonlyMap<number, number>): Map<number, number> {
  const looping = new Set<number>();
  for (const node of walk(tree.root)) {
    const calls = node.kind === 'function' && node.child('name') ? `${node.child('name')!.text}(` : undefined;
    const repeats =
      ['while', 'for', 'for-each'].includes(node.kind) ||
      (calls !== undefined && (node.child('body')?.text.includes(calls) ?? false));
    if (repeats) for (let line = node.line; line <= node.endLine; line += 1) looping.add(line);
  }
  return new Map([...scores].map(([line, score]) => [line, looping.has(line) ? score : score * OUTSIDE_LOOPS]));
}

type SyntaxKey = Region['node'];

function mayChange(path: string, input: RankInput, syntax: Syntax): boolean {
  return syntax.languageOf(path) !== undefined && !input.isProtected(path) && readable(path, input);
}

function readable(path: string, input: RankInput): boolean {
  try {
    return input.sources(path) !== '';
  } catch (error) {
    // A frame or an import names a file that is not in the repository, or a folder.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

function readTests(input: RankInput): Map<string, string> {
  const files = [...new Set(input.failures.map((failure) => failure.file))].filter((file) => readable(file, input));
  return new Map(files.map((file) => [file, input.sources(file)]));
}

function mergeLines(lines: readonly SuspectLine[]): SuspectLine[] {
  const best = new Map<string, SuspectLine>();
  for (const line of lines) {
    const key = `${line.path}\0${line.line}`;
    if ((best.get(key)?.score ?? 0) < line.score) best.set(key, line);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || order({ ...a, startLine: a.line }, { ...b, startLine: b.line }));
}

function order(a: { path: string; startLine: number }, b: { path: string; startLine: number }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine;
}
