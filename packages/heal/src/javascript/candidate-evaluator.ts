// Tries candidates for node:test, jest and vitest: many in one process first, and each that looks right by itself, in a run like any other.
import type { Candidate } from '../candidate.ts';
import type { Evaluation, Evaluator, EvaluatorOptions } from '../suite.ts';
import { loadSyntax } from '../syntax/load-syntax.ts';
import type { Workbench } from '../workbench.ts';
import { CandidateFiles } from './candidate-files.ts';
import { type FrameworkRun, runOnce } from './run-suite.ts';
import { type TrialSetting, type TrialVerdict, tryBatch } from './try-batch.ts';

/** Small at first, so that a repair near the top of the list comes soon. */
const BATCHES = [16, 64, 256, 512];
const BATCH_TEXT = 400_000;
const BATCH_BUDGET_MS = 15_000;
const STARTING_MS = 30_000;
const LONGEST_RUN_MS = 120_000;
const UNTRIED: TrialVerdict = { verdict: 'unknown', targetsPassed: 0 };

export async function openEvaluator(workbench: Workbench, run: FrameworkRun, options: EvaluatorOptions): Promise<Evaluator> {
  const files = new CandidateFiles(workbench.root);
  const setting: TrialSetting = { workbench, run, options, files, syntax: await loadSyntax(), budgetMs: BATCH_BUDGET_MS };
  const evaluator = new CandidateEvaluator(setting);
  return {
    evaluate: (candidates, signal) => evaluator.evaluate(candidates, signal),
    close: async () => undefined,
  };
}

class CandidateEvaluator {
  #setting: TrialSetting;
  readonly #stop: AbortSignal | undefined;
  /** False once a batch of one told nothing: the framework, or what compiles its sources, doesn't bear built-in candidates. */
  #batchesWork: boolean | undefined;

  constructor(setting: TrialSetting) {
    this.#setting = setting;
    this.#stop = setting.options.signal;
  }

  async *evaluate(candidates: Iterable<Candidate>, signal?: AbortSignal): AsyncIterable<Evaluation> {
    const source = candidates[Symbol.iterator]();
    // A batch takes a minute where candidates hang: it ends with the time of the search, not with its own.
    const signals = [this.#stop, signal].filter((each) => each !== undefined);
    this.#setting = { ...this.#setting, options: { ...this.#setting.options, signal: AbortSignal.any(signals) } };
    for (let round = 0; ; round += 1) {
      const batch = await this.#take(source, BATCHES[Math.min(round, BATCHES.length - 1)] ?? 1);
      if (batch.length === 0 || signal?.aborted) return;
      const started = performance.now();
      const verdicts = await this.#try(batch);
      const share = (performance.now() - started) / batch.length;
      const tried = batch.map((candidate, index) => ({ candidate, trial: verdicts[index] ?? UNTRIED }));
      // Those that look right go first: the others that need a run of their own are many.
      for (const { candidate, trial } of tried.toSorted(
        (a, b) => Number(b.trial.verdict === 'passes') - Number(a.trial.verdict === 'passes'),
      )) {
        if (signal?.aborted) return;
        yield await this.#settle(candidate, trial, share);
      }
    }
  }

  /** The next candidates, as many as the text of a batch can hold. */
  async #take(source: Iterator<Candidate>, most: number): Promise<Candidate[]> {
    const batch: Candidate[] = [];
    for (let text = 0; batch.length < most && text < BATCH_TEXT; ) {
      const next = source.next();
      if (next.done) break;
      batch.push(next.value);
      text += next.value.edits.reduce((sum, edit) => sum + edit.text.length, 200);
    }
    return batch;
  }

  /** Halves a batch that told nothing until the candidate that doesn't compile stands alone. */
  async #try(batch: readonly Candidate[]): Promise<TrialVerdict[]> {
    const unknown = batch.map(() => UNTRIED);
    if (this.#batchesWork === false) return unknown;
    const fitting = await Promise.all(batch.map((candidate) => this.#setting.files.fits(candidate)));
    if (fitting.includes(false)) return this.#tryOnly(batch, fitting);
    const { worked, blamed, verdicts } = await tryBatch(this.#setting, batch);
    if (worked) {
      this.#batchesWork ??= verdicts.some(({ verdict }) => verdict !== 'unknown') ? true : undefined;
      return this.#retryRest(batch, verdicts, blamed);
    }
    if (batch.length <= 2) {
      if (batch.length === 1) this.#batchesWork ??= false;
      return unknown;
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await this.#try(batch.slice(0, middle));
    return [...first, ...(await this.#try(batch.slice(middle)))];
  }

  async #tryOnly(batch: readonly Candidate[], fitting: readonly boolean[]): Promise<TrialVerdict[]> {
    const tried = await this.#try(batch.filter((_, index) => fitting[index]));
    return fitting.map((fits) => (fits ? tried.shift() : undefined) ?? UNTRIED);
  }

  /** When one candidate hung or ended the process, those after it are still to be tried. */
  async #retryRest(batch: readonly Candidate[], verdicts: TrialVerdict[], blamed: boolean): Promise<TrialVerdict[]> {
    const last = verdicts.findLastIndex(({ verdict }) => verdict !== 'unknown');
    // Where nobody could be blamed, the one after the last may have ended the process: it is tried by itself.
    const next = last + (blamed ? 1 : 2);
    if (last === -1 || batch.length - next < 2) return verdicts;
    return [...verdicts.slice(0, next), ...(await this.#try(batch.slice(next)))];
  }

  async #settle(candidate: Candidate, trial: TrialVerdict, share: number): Promise<Evaluation> {
    const started = performance.now();
    const done = (outcome: Evaluation['outcome'], targetsPassed: number) => ({
      candidate,
      outcome,
      targetsPassed,
      durationMs: share + performance.now() - started,
    });
    if (trial.verdict === 'fails' || trial.verdict === 'timeout') return done(trial.verdict, trial.targetsPassed);
    if (!(await this.#setting.files.fits(candidate))) return done('invalid', 0);
    const { options, files } = this.#setting;
    return files.whileWritten(await files.textsOf(candidate), async () => {
      // What passed in the batch most likely passes again: its guards run along with it, which saves a start.
      const together = trial.verdict === 'passes';
      const first = await this.#run(together ? [...options.targets, ...options.guards] : options.targets);
      const targetsPassed = options.targets.filter((id) => first.passed.has(id)).length;
      if (first.timedOut) return done('timeout', targetsPassed);
      if (targetsPassed < options.targets.length) return done('fails', targetsPassed);
      const guarded = together || options.guards.length === 0 ? first : await this.#run(options.guards);
      return done(options.guards.every((id) => guarded.passed.has(id)) ? 'plausible' : 'breaks-others', targetsPassed);
    });
  }

  /** A run like any other of these tests, with the copy as it is. */
  async #run(tests: readonly string[]): Promise<{ passed: ReadonlySet<string>; timedOut: boolean }> {
    const { workbench, run, options } = this.#setting;
    const timeoutMs = Math.min(LONGEST_RUN_MS, STARTING_MS + options.testTimeoutMs * tests.length);
    const { report, stalled } = await runOnce(workbench, run, {
      tests,
      timeoutMs,
      testTimeoutMs: options.testTimeoutMs,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const passed = new Set(report.tests.filter((test) => test.status === 'passed').map((test) => test.id));
    return { passed, timedOut: stalled || report.tests.some((test) => test.failure?.kind === 'timeout') };
  }
}
