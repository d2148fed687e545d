import { CRASHED, STUCK } from '../files/read-file.ts';
import { languageOfPath } from '../languages/languages.ts';
import { loadGrammar, RUNTIME } from './load-grammar.ts';
import type { PackedFacts } from './pack-facts.ts';
import { keepThread, type ParseThread, takeThread } from './parse-thread.ts';
import type { CompiledModules } from './source-parser.ts';
import type { CompiledModule } from './web-assembly.ts';

export interface ParseJob {
  /** From 1. */
  sequence: number;
  path: string;
}

export type ParseOutcome = { skip: string; sha256: string | null } | { sha256: string; facts: PackedFacts };

export interface ParseBatch {
  root: string;
  /** Those that the thread does not have yet. */
  grammars: [specifier: string, grammar: CompiledModule][];
  jobs: ParseJob[];
}

interface WorkerReply {
  sequence: number;
  outcome: ParseOutcome;
}

export interface PoolOptions {
  root: string;
  workers: number;
  signal?: AbortSignal | undefined;
  /** How long one file may take before its worker is given up. */
  timeoutMs?: number;
}

interface Hand {
  thread: ParseThread;
  /** What it was given and has not answered yet. */
  given: Map<number, { path: string; size: number }>;
  lastAt: number;
  since: number;
}

const TIMEOUT_MS = 20_000;
const CHECK_MS = 500;
const BATCH_FILES = 16;
const BATCH_BYTES = 200_000;
/** Enough that a worker never waits for the main thread. */
const MOST_GIVEN = BATCH_FILES * 2;
/** WebAssembly memory grows and never shrinks; a new worker starts small. */
const BYTES_PER_WORKER = 64 * 1024 * 1024;
const LARGE_FILE = 1024 * 1024;

/**
 * Parses files in worker threads and hands each outcome to `take`, in any order. A file that kills its worker or takes too long is an
 * outcome too, and costs nothing but itself.
 */
export async function parseFiles(
  files: readonly { path: string; size: number }[],
  options: PoolOptions,
  take: (path: string, outcome: ParseOutcome) => void,
): Promise<void> {
  const modules = await compile(files.map((file) => file.path));
  await new Promise<void>((resolve, reject) => {
    const pool = new ParsePool(files, modules, options, take, (error) => (error === undefined ? resolve() : reject(error)));
    pool.start();
  });
}

async function compile(paths: readonly string[]): Promise<CompiledModules> {
  const wanted = new Set(paths.map((path) => languageOfPath(path)?.grammar).filter((grammar) => grammar != null));
  const [runtime, ...grammars] = await Promise.all([
    loadGrammar(RUNTIME),
    ...[...wanted].map(async (grammar) => [grammar, await loadGrammar(grammar)] as const),
  ]);
  return { runtime, grammars: new Map(grammars) };
}

/** Last come first: files of the language that most are written in, so that few workers load the grammars of the others. */
function byLanguage<T extends { path: string }>(files: readonly T[]): T[] {
  const groups = Map.groupBy(files, (file) => languageOfPath(file.path)?.grammar);
  return [...groups.values()].sort((a, b) => a.length - b.length).flatMap((group) => group.toReversed());
}

class ParsePool {
  private readonly waiting: { path: string; size: number }[];
  private readonly hands = new Set<Hand>();
  private readonly modules: CompiledModules;
  private readonly options: PoolOptions;
  private readonly take: (path: string, outcome: ParseOutcome) => void;
  private readonly done: (error?: unknown) => void;
  private timer: NodeJS.Timeout | undefined;
  private sequence = 0;
  private open: number;
  private ended = false;

  constructor(
    files: readonly { path: string; size: number }[],
    modules: CompiledModules,
    options: PoolOptions,
    take: ParsePool['take'],
    done: ParsePool['done'],
  ) {
    this.waiting = byLanguage(files);
    this.open = files.length;
    this.modules = modules;
    this.options = options;
    this.take = take;
    this.done = done;
  }

  start(): void {
    if (this.open === 0) {
      this.end();
      return;
    }
    this.options.signal?.addEventListener('abort', this.abort, { once: true });
    if (this.options.signal?.aborted) {
      this.abort();
      return;
    }
    this.timer = setInterval(() => this.check(), CHECK_MS);
    const count = Math.max(1, Math.min(this.options.workers, Math.ceil(this.open / BATCH_FILES)));
    for (let index = 0; index < count; index++) this.hire();
  }

  private readonly abort = (): void => this.end(this.options.signal?.reason ?? new Error('aborted'));

  private hire(): void {
    const thread = takeThread(this.modules.runtime, {
      receive: (message) => this.receive(hand, message as readonly WorkerReply[]),
      lost: () => this.lose(hand, CRASHED),
    });
    const hand: Hand = { thread, given: new Map(), lastAt: 0, since: performance.now() };
    this.hands.add(hand);
    this.give(hand);
  }

  private give(hand: Hand): void {
    if (hand.thread.bytes > BYTES_PER_WORKER) {
      if (hand.given.size === 0) this.replace(hand);
      return;
    }
    while (this.waiting.length > 0 && hand.given.size < MOST_GIVEN) {
      const jobs: ParseJob[] = [];
      for (let bytes = 0; this.waiting.length > 0 && jobs.length < BATCH_FILES && bytes < BATCH_BYTES; ) {
        const file = this.waiting.pop()!;
        bytes += file.size;
        hand.thread.bytes += file.size > LARGE_FILE ? BYTES_PER_WORKER : file.size;
        jobs.push({ sequence: ++this.sequence, path: file.path });
        hand.given.set(this.sequence, file);
      }
      const batch: ParseBatch = { root: this.options.root, grammars: this.missing(hand), jobs };
      hand.thread.worker.postMessage(batch);
      if (hand.thread.bytes > BYTES_PER_WORKER) break;
    }
  }

  private missing(hand: Hand): ParseBatch['grammars'] {
    const grammars = [...this.modules.grammars].filter(([specifier]) => !hand.thread.grammars.has(specifier));
    for (const [specifier] of grammars) hand.thread.grammars.add(specifier);
    return grammars;
  }

  private receive(hand: Hand, replies: readonly WorkerReply[]): void {
    if (this.ended || !this.hands.has(hand)) return;
    try {
      for (const { sequence, outcome } of replies) {
        const file = hand.given.get(sequence)!;
        hand.given.delete(sequence);
        this.take(file.path, outcome);
        this.open--;
      }
    } catch (error) {
      this.end(error);
      return;
    }
    if (this.open === 0) {
      this.end();
      return;
    }
    this.give(hand);
  }

  /** Ends a worker that is gone or stuck: the file it was at is skipped, the others go back in line. */
  private lose(hand: Hand, reason: string): void {
    if (this.ended || !this.hands.delete(hand)) return;
    void hand.thread.worker.terminate();
    const current = Atomics.load(hand.thread.at, 0);
    // One that dies before its first file would do so for ever: its first file pays, and there are only so many.
    const guilty = hand.given.has(current) ? current : hand.given.keys().next().value;
    for (const [sequence, file] of hand.given) {
      if (sequence !== guilty) this.waiting.push(file);
      else {
        this.take(file.path, { skip: reason, sha256: null });
        this.open--;
      }
    }
    if (this.open === 0) {
      this.end();
      return;
    }
    if (this.waiting.length > 0) this.hire();
  }

  private replace(hand: Hand): void {
    this.hands.delete(hand);
    void hand.thread.worker.terminate();
    if (this.waiting.length > 0) this.hire();
  }

  private check(): void {
    const now = performance.now();
    for (const hand of [...this.hands]) {
      const current = Atomics.load(hand.thread.at, 0);
      if (current !== hand.lastAt || hand.given.size === 0) {
        hand.lastAt = current;
        hand.since = now;
      } else if (now - hand.since > (this.options.timeoutMs ?? TIMEOUT_MS)) {
        this.lose(hand, STUCK);
      }
    }
  }

  private end(error?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.timer);
    this.options.signal?.removeEventListener('abort', this.abort);
    const ending = [...this.hands].filter(
      (hand) => hand.given.size > 0 || hand.thread.bytes > BYTES_PER_WORKER / 2 || !keepThread(hand.thread),
    );
    void Promise.all(ending.map((hand) => hand.thread.worker.terminate())).then(() => this.done(error), this.done);
  }
}
