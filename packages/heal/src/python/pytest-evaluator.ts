import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { applyEdits, type Candidate } from '../candidate.ts';
import type { Evaluation, Evaluator, EvaluatorOptions, Suite } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { type Answer, ForkServer, type Ready } from './fork-server.ts';
import { pytestArguments } from './python-environment.ts';
import { existingFiles } from './run-pytest.ts';

/** How often each of the two servers is started again after a candidate ended it. */
const MOST_RESTARTS = 8;
const READY_WITHIN_MS = 120_000;
const ANSWER_SLACK_MS = 30_000;
/** Seconds for collecting in the cold server: a multiple of what it took once, and these. */
const COLLECTING = { times: 3, more: 3 };

/** A candidate's files as they would be, by path. */
type Texts = Readonly<Record<string, string>>;

/** Tries candidates in forks of a process that has the suite's tests collected. */
export async function openPytestEvaluator(workbench: Workbench, suite: Suite, options: EvaluatorOptions): Promise<Evaluator> {
  const evaluator = new PytestEvaluator(workbench, suite, options);
  await evaluator.open();
  return evaluator;
}

class PytestEvaluator implements Evaluator {
  readonly #workbench: Workbench;
  readonly #options: EvaluatorOptions;
  readonly #sources = new Map<string, string>();
  readonly #parallel = Math.max(1, Math.min(2, availableParallelism()));
  readonly #warm: LastingServer;
  readonly #cold: LastingServer;
  #collecting = 20;
  #preload: readonly string[] = [];
  #closed = false;

  constructor(workbench: Workbench, suite: Suite, options: EvaluatorOptions) {
    this.#workbench = workbench;
    this.#options = options;
    const start = async (mode: 'warm' | 'cold') => ForkServer.start(workbench, suite, await this.#request(mode, suite));
    this.#warm = new LastingServer(() => start('warm'));
    this.#cold = new LastingServer(() => start('cold'));
    options.signal?.addEventListener('abort', this.#stop, { once: true });
  }

  /** Collects the tests. Where that fails (a conftest.py that can't be imported), every candidate is tried cold. */
  async open(): Promise<void> {
    const ready = await this.#warm.ready();
    if (ready === undefined) return;
    this.#preload = ready.preload;
    this.#collecting = COLLECTING.times * ready.collecting + COLLECTING.more;
  }

  async *evaluate(candidates: Iterable<Candidate>, signal?: AbortSignal, thorough = false): AsyncIterable<Evaluation> {
    const running = new Map<Candidate, Promise<Evaluation>>();
    const stopped = () => this.#closed || signal?.aborted === true || this.#options.signal?.aborted === true;
    signal?.addEventListener('abort', this.#stop, { once: true });
    const iterator = candidates[Symbol.iterator]();
    try {
      for (let exhausted = false; ; ) {
        while (!exhausted && !stopped() && running.size < 2 * this.#parallel) {
          const next = iterator.next();
          if (next.done) exhausted = true;
          else running.set(next.value, this.#try(next.value, thorough));
        }
        if (running.size === 0 || stopped()) return;
        const evaluation = await Promise.race(running.values());
        running.delete(evaluation.candidate);
        if (stopped() || this.#warm.givenUp || this.#cold.givenUp) return;
        yield evaluation;
      }
    } finally {
      signal?.removeEventListener('abort', this.#stop);
      iterator.return?.();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#options.signal?.removeEventListener('abort', this.#stop);
    this.#stop();
    await Promise.all([this.#warm.finished(), this.#cold.finished()]);
  }

  readonly #stop = () => {
    this.#warm.stop();
    this.#cold.stop();
  };

  async #try(candidate: Candidate, thorough: boolean): Promise<Evaluation> {
    const started = performance.now();
    const texts = await this.#textsOf(candidate);
    const { outcome, passed } =
      texts === undefined ? { outcome: 'invalid' as const, passed: 0 } : await this.#answer(texts, thorough);
    return {
      candidate,
      outcome: outcome === 'cold' ? 'fails' : outcome,
      targetsPassed: Math.min(passed, this.#options.targets.length),
      durationMs: performance.now() - started,
    };
  }

  async #answer(texts: Texts, thorough: boolean): Promise<Answer> {
    const { targets, guards, testTimeoutMs } = this.#options;
    const timeoutMs = ANSWER_SLACK_MS + (2 * this.#collecting + 2) * 1000 + 2 * testTimeoutMs * (targets.length + guards.length);
    const warm =
      (await this.#warm.ready()) === undefined
        ? { outcome: 'cold' as const, passed: 0 }
        : await this.#warm.ask(texts, timeoutMs, thorough);
    return warm.outcome === 'cold' ? this.#cold.ask(texts, timeoutMs, thorough) : warm;
  }

  /** undefined when a file can't be read. */
  async #textsOf(candidate: Candidate): Promise<Texts | undefined> {
    const texts: Record<string, string> = {};
    for (const path of new Set(candidate.edits.map((edit) => edit.path))) {
      const source = this.#sources.get(path) ?? (await readFile(join(this.#workbench.root, path), 'utf8').catch(() => undefined));
      if (source === undefined) return undefined;
      this.#sources.set(path, source);
      texts[path] = applyEdits(
        source,
        candidate.edits.filter((edit) => edit.path === path),
      );
    }
    return texts;
  }

  async #request(mode: 'warm' | 'cold', suite: Suite): Promise<Record<string, unknown>> {
    const { targets, guards, testTimeoutMs } = this.#options;
    const folder = join(this.#workbench.root, suite.folder);
    const { inside, exchange } = this.#workbench;
    return {
      mode,
      arguments: [
        ...pytestArguments(join(inside, suite.folder), join(exchange, 'pytest-cache')),
        ...['--assert=plain', '--capture=sys'],
        ...(suite.command.includes('addopts=') ? ['-o', 'addopts='] : []),
      ],
      files: { targets: await existingFiles(folder, targets), guards: await existingFiles(folder, guards) },
      targets,
      guards,
      limit: testTimeoutMs / 1000,
      parallel: this.#parallel,
      scratch: join(exchange, `scratch-${mode}`),
      preload: this.#preload,
      collecting: this.#collecting,
    };
  }
}

/** A server that is started when it is first needed, and again when a candidate ended it. */
class LastingServer {
  readonly #start: () => Promise<ForkServer>;
  #server: Promise<ForkServer> | undefined;
  #retries: Promise<unknown> = Promise.resolve();
  #everReady = false;
  #starts = 0;
  #stopped = false;

  constructor(start: () => Promise<ForkServer>) {
    this.#start = start;
  }

  /** True when candidates ended it too often for it to go on. */
  get givenUp(): boolean {
    return this.#everReady && this.#starts > MOST_RESTARTS;
  }

  /** undefined when it can't be started. */
  async ready(): Promise<Ready | undefined> {
    const server = await this.#running();
    if (server === undefined) return undefined;
    const timer = setTimeout(() => server.stop(), READY_WITHIN_MS);
    const ready = await server.ready.finally(() => clearTimeout(timer));
    this.#everReady ||= ready !== undefined;
    return ready;
  }

  /**
   * Candidates that were there when the server ended are tried once more, one at a time, so that the one to blame does not take
   * the others with it again. One that ended it twice fails.
   */
  async ask(texts: Texts, timeoutMs: number, thorough: boolean): Promise<Answer> {
    const answer = await this.#askOnce(texts, timeoutMs, thorough);
    if (answer !== undefined) return answer;
    const again = this.#retries.then(() => this.#askOnce(texts, timeoutMs, thorough));
    this.#retries = again;
    return (await again) ?? { outcome: 'fails', passed: 0 };
  }

  async #askOnce(texts: Texts, timeoutMs: number, thorough: boolean): Promise<Answer | undefined> {
    if ((await this.ready()) === undefined) return undefined;
    return (await this.#running())?.ask(texts, timeoutMs, thorough);
  }

  stop(): void {
    this.#stopped = true;
    void this.#server?.then((server) => server.stop());
  }

  async finished(): Promise<void> {
    await (await this.#server)?.finished;
  }

  async #running(): Promise<ForkServer | undefined> {
    const known = this.#server;
    const current = await known;
    if (current !== undefined && (!current.gone || !this.#everReady)) return current;
    if (this.#stopped || this.#starts > MOST_RESTARTS) return undefined;
    // Whoever else waited for the same server shares the new one.
    if (this.#server === known) {
      this.#starts += 1;
      this.#server = this.#start();
    }
    return this.#server;
  }
}
