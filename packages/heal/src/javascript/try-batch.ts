// Tries many candidates in one process of the test framework: all are built into the sources, and each target test runs once for each.
import { join } from 'node:path';
import { z } from 'zod';
import type { Candidate } from '../candidate.ts';
import type { EvaluatorOptions } from '../suite.ts';
import type { Syntax } from '../syntax/load-syntax.ts';
import type { Workbench } from '../workbench.ts';
import { buildIn } from './build-in-candidates.ts';
import type { CandidateFiles } from './candidate-files.ts';
import { readLines } from './report-events.ts';
import { type FrameworkRun, runOnce } from './run-suite.ts';

/** What a batch says of a candidate. `unknown`: it has to be tried by itself. */
export type TrialVerdict = { verdict: 'passes' | 'fails' | 'timeout' | 'unknown'; targetsPassed: number };

const STARTING_MS = 60_000;
const MAX_LINES = 500_000;

const line = z.union([
  z.object({
    number: z.number().int().positive(),
    file: z.string(),
    test: z.string(),
    passed: z.boolean(),
    expired: z.boolean().optional(),
  }),
  z.object({ early: z.number().int().nonnegative() }),
]);

export interface TrialSetting {
  workbench: Workbench;
  run: FrameworkRun;
  options: EvaluatorOptions;
  files: CandidateFiles;
  syntax: Syntax;
  /** Milliseconds that the tests of one batch may take in all. */
  budgetMs: number;
}

export interface BatchResult {
  /** False when the batch told nothing: one of its candidates may not compile. */
  worked: boolean;
  /** The process hung, and the candidate that it hung on has the verdict `timeout`. */
  blamed: boolean;
  /** In the order of the candidates. */
  verdicts: TrialVerdict[];
}

export async function tryBatch(setting: TrialSetting, candidates: readonly Candidate[]): Promise<BatchResult> {
  const { texts, places } = await buildTexts(setting, candidates);
  const built = candidates.map((_, index) => index).filter((index) => places[index] !== undefined);
  if (built.length === 0)
    return { worked: true, blamed: false, verdicts: candidates.map(() => ({ verdict: 'unknown', targetsPassed: 0 })) };
  const { lines, stalled } = await runBatch(
    setting,
    texts,
    places.map((place) => place ?? -1),
  );
  const early = new Set(lines.flatMap((each) => ('early' in each ? [each.early] : [])));
  const results = lines.filter((each) => 'number' in each);
  const verdicts = candidates.map((_, index): TrialVerdict => {
    const place = places[index];
    const own = results.filter((each) => each.number === index + 1);
    const targetsPassed = own.filter((each) => each.passed).length;
    // What a module computed while it was loaded didn't see the candidate.
    if (place === undefined || own.length === 0 || (early.has(place) && targetsPassed < setting.options.targets.length))
      return { verdict: 'unknown', targetsPassed };
    if (own.some((each) => each.expired)) return { verdict: 'timeout', targetsPassed };
    if (own.some((each) => !each.passed)) return { verdict: 'fails', targetsPassed };
    return { verdict: targetsPassed >= setting.options.targets.length ? 'passes' : 'unknown', targetsPassed };
  });
  if (stalled) blameStalled(verdicts, built);
  return { worked: results.length > 0 || stalled, blamed: stalled, verdicts };
}

/** The process hung outside of the loops we watch: on the first candidate that it said nothing of. */
function blameStalled(verdicts: TrialVerdict[], built: readonly number[]): void {
  const first = built.find((index) => verdicts[index]?.verdict === 'unknown');
  if (first !== undefined) verdicts[first] = { verdict: 'timeout', targetsPassed: 0 };
}

async function buildTexts({ files, syntax }: TrialSetting, candidates: readonly Candidate[]) {
  const places: (number | undefined)[] = candidates.map(() => undefined);
  const texts = new Map<string, string>();
  let firstPlace = 0;
  for (const path of new Set(candidates.map((candidate) => candidate.path))) {
    const indices = candidates.flatMap((candidate, index) =>
      candidate.edits.every((edit) => edit.path === path) ? [index] : [],
    );
    const source = syntax.parse(path, await files.original(path));
    if (source === undefined || indices.length === 0) continue;
    const own = indices.map((index) => candidates[index]).filter((candidate) => candidate !== undefined);
    const built = buildIn(source, own, firstPlace, (at) => (indices[at] ?? 0) + 1);
    built.places.forEach((place, at) => {
      places[indices[at] ?? 0] = place;
    });
    firstPlace += own.length;
    texts.set(path, built.text);
  }
  return { texts, places };
}

async function runBatch(
  { workbench, run, options, files, budgetMs }: TrialSetting,
  texts: ReadonlyMap<string, string>,
  places: readonly number[],
) {
  const prefix = run.suite.folder === '' ? '' : `${run.suite.folder}/`;
  const targets = options.targets.map((id) => {
    const [file = '', ...names] = id.split(' > ');
    return { file: file.startsWith(prefix) ? file : `${prefix}${file}`, names: names.join(' > ') };
  });
  const { testTimeoutMs, signal } = options;
  const hooks = { mode: 'try', places, targets, testTimeoutMs, budgetMs };
  const timeoutMs = STARTING_MS + budgetMs * 2;
  const done = await files.whileWritten(texts, () =>
    runOnce(workbench, run, { tests: options.targets, timeoutMs, ...(signal === undefined ? {} : { signal }) }, hooks),
  );
  return { lines: await readLines(join(done.folder, 'hooks.ndjson'), line, MAX_LINES), stalled: done.stalled };
}
