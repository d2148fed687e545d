// Rung 3: search-based repair. No model: fix templates at the most suspicious places, each candidate tried against the tests.
import { adapterOf } from '../adapters.ts';
import { applyEdits, type Candidate } from '../candidate.ts';
import { evaluateByRunning } from '../evaluate-by-running.ts';
import type { OpenWorkbench } from '../open-workbench.ts';
import type { Evaluation, Evaluator, EvaluatorOptions } from '../suite.ts';
import { combineCandidates } from '../templates/combine.ts';
import { generateCandidates } from '../templates/generate.ts';
import { type RankedCandidate, rankPlausible } from '../templates/rank-plausible.ts';
import { chooseGuards, chooseTargets } from './choose-tests.ts';
import type { Proposal, RungInput, RungOfLadder } from './rung.ts';

/** After the first plausible candidate the search goes on a little, since a better one may come. */
const MORE_PLAUSIBLE = { count: 16, shareOfTime: 0.5, leastMs: 1_500 };
const REPORT_EVERY_MS = 250;
/** Quick and thorough looks take turns where there are candidates that need the latter. */
const FIRST_SLICE_MS = 5_000;
/** How many of the best single edits are tried in pairs. */
const PARTNERS = 24;

export const searchRung: RungOfLadder = { rung: 'search', propose };

async function* propose(input: RungInput): AsyncIterable<Proposal> {
  const { workbench, baseline, failures, suspects } = input;
  const sources = sourcesOf(
    workbench,
    suspects.lines.map((line) => line.path),
  );
  const options: EvaluatorOptions = {
    targets: chooseTargets(baseline, failures),
    guards: chooseGuards(baseline, suspects),
    testTimeoutMs: candidateTimeout(
      baseline.report.tests.filter((test) => test.status === 'passed').map((test) => test.durationMs),
    ),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  };
  const adapter = adapterOf(baseline.suite);
  const evaluator: Evaluator =
    (await adapter.evaluator?.(workbench, baseline.suite, options)) ?? evaluateByRunning(workbench, baseline.suite, options);
  const search = new Search(input, evaluator);
  const proposed = new Set<string>();
  let attempts = 0;
  const next = function* (plausible: readonly RankedCandidate[]): Iterable<RankedCandidate> {
    for (const one of plausible) {
      if (proposed.has(one.candidate.id)) continue;
      proposed.add(one.candidate.id);
      yield one;
    }
  };
  const ranked = async function* (): AsyncIterable<Proposal> {
    for (const { candidate, sure, rationale } of next(rankPlausible(search.plausible, { sources, failures }))) {
      const texts = textsOf(candidate, sources);
      // What the gate refuses costs an attempt: a candidate meets the failing tests that were no targets before it is proposed, and
      // after the first refusal every suite.
      const which = attempts > 0 ? 'all' : failures.length > options.targets.length ? 'failing' : undefined;
      if (which !== undefined && (search.isOutOfTime() || !(await input.wouldPass(texts, which)))) continue;
      attempts += 1;
      yield { texts, origin: candidate.template, rationale, sure, candidatesTried: search.tried };
    }
  };
  const stages = [
    () => generateCandidates({ sources, suspects, failures }),
    () => combineCandidates(search.best(PARTNERS), sources),
  ];
  try {
    for (const stage of stages) {
      const candidates = stage()[Symbol.iterator]();
      do {
        await search.try(candidates);
        yield* ranked();
        search.resume();
        await search.tryDoubtful();
        yield* ranked();
        // Nothing that looked right was right: on with the candidates that are left.
      } while (search.resume());
    }
  } finally {
    await evaluator.close();
  }
}

/** Four times the slowest test that passes, at least half a second: what takes longer is taken for an endless loop. */
function candidateTimeout(passedMs: readonly number[]): number {
  return Math.max(500, 4 * Math.max(0, ...passedMs));
}

/** Reads each source once, as the workbench's copy has it. */
function sourcesOf({ worktree }: OpenWorkbench, paths: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...new Set(paths)].map((path) => [path, worktree.readText(path)]));
}

function textsOf(candidate: Candidate, sources: ReadonlyMap<string, string>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of new Set(candidate.edits.map((edit) => edit.path))) {
    const edits = candidate.edits.filter((edit) => edit.path === path);
    texts.set(path, applyEdits(sources.get(path) ?? '', edits));
  }
  return texts;
}

/** One search: what was tried, what is plausible, and when to stop. */
class Search {
  readonly plausible: Candidate[] = [];
  tried = 0;
  readonly #partial: Evaluation[] = [];
  readonly #input: RungInput;
  readonly #evaluator: Evaluator;
  readonly #started = performance.now();
  #firstPlausibleAt: number | undefined;
  #began = 0;
  /** Plausible ones since the search was last taken up. */
  #fresh = 0;
  #exhausted = false;
  readonly #doubtful: Candidate[] = [];
  #sliceMs = FIRST_SLICE_MS;
  #reportedAt = 0;

  constructor(input: RungInput, evaluator: Evaluator) {
    this.#input = input;
    this.#evaluator = evaluator;
  }

  /** Tries candidates until enough are plausible, none are left, or the time is up. It may be called again for those that are left. */
  async try(candidates: Iterator<Candidate>, thorough = false): Promise<void> {
    const began = this.#elapsed();
    const isSliceOver = () => (thorough || this.#doubtful.length > 0) && this.#elapsed() > began + this.#sliceMs;
    const timeUp = AbortSignal.timeout(Math.ceil(Math.max(0, this.#input.budgetMs - this.#elapsed())));
    const stop = this.#input.signal === undefined ? timeUp : AbortSignal.any([timeUp, this.#input.signal]);
    for await (const evaluation of this.#evaluator.evaluate(this.#whileInTime(candidates, isSliceOver), stop, thorough)) {
      if (evaluation.outcome !== 'invalid') this.tried += 1;
      if (evaluation.outcome === 'plausible') {
        this.plausible.push(evaluation.candidate);
        this.#fresh += 1;
        this.#firstPlausibleAt ??= this.#elapsed();
      } else if (evaluation.outcome === 'doubtful') {
        this.#doubtful.push(evaluation.candidate);
      } else if (evaluation.outcome === 'fails' || evaluation.outcome === 'breaks-others') this.#partial.push(evaluation);
      this.#report();
    }
  }

  /** Takes a longer look at those that a quick one told nothing sure of; every further time for twice as long. */
  async tryDoubtful(): Promise<void> {
    if (this.#doubtful.length === 0 || this.isOutOfTime()) return;
    const queue = this.#doubtful;
    const taken: Iterator<Candidate> = {
      next: () => {
        const value = queue.shift();
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    };
    const exhausted = this.#exhausted;
    await this.try(taken, true);
    this.#exhausted = exhausted && queue.length === 0;
    this.#sliceMs *= 2;
  }

  /** The candidates that came nearest: most targets passed, then those the templates thought likeliest. */
  best(count: number): Candidate[] {
    return this.#partial
      .toSorted((a, b) => b.targetsPassed - a.targetsPassed || b.candidate.weight - a.candidate.weight)
      .slice(0, count)
      .map((evaluation) => evaluation.candidate);
  }

  /** After what was plausible proved wrong: goes on, as if the search began now; false when nothing is left or the time is up. */
  resume(): boolean {
    this.#fresh = 0;
    this.#firstPlausibleAt = undefined;
    this.#began = this.#elapsed();
    return !this.#exhausted && !this.isOutOfTime();
  }

  isOutOfTime(): boolean {
    return this.#input.signal?.aborted === true || this.#elapsed() > this.#input.budgetMs;
  }

  /** Taken one by one: a loop over the iterator would end it when it stops, and with it what is left. */
  *#whileInTime(candidates: Iterator<Candidate>, isSliceOver: () => boolean): Iterable<Candidate> {
    this.#exhausted = false;
    while (!this.isOutOfTime() && !this.#isEnough() && !isSliceOver()) {
      const next = candidates.next();
      this.#exhausted = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  }

  #isEnough(): boolean {
    if (this.#fresh >= MORE_PLAUSIBLE.count) return true;
    if (this.#firstPlausibleAt === undefined) return false;
    const more = Math.max(MORE_PLAUSIBLE.leastMs, (this.#firstPlausibleAt - this.#began) * MORE_PLAUSIBLE.shareOfTime);
    return this.#elapsed() > this.#firstPlausibleAt + more;
  }

  #elapsed(): number {
    return performance.now() - this.#started;
  }

  #report(): void {
    const elapsedMs = this.#elapsed();
    if (elapsedMs - this.#reportedAt < REPORT_EVERY_MS) return;
    this.#reportedAt = elapsedMs;
    this.#input.onProgress({ step: 'searching', candidatesTried: this.tried, plausible: this.plausible.length, elapsedMs });
  }
}
