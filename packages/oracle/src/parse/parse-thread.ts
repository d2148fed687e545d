import { Worker } from 'node:worker_threads';
import type { CompiledModule } from './web-assembly.ts';

export interface WorkerData {
  runtime: CompiledModule;
  progress: SharedArrayBuffer;
}

/** A thread that parses, and what it has been through. */
export interface ParseThread {
  worker: Worker;
  /** Number of the file that it is at. */
  at: Int32Array;
  /** Specifiers of the grammars that it has. */
  grammars: Set<string>;
  /** Of all that it was given. */
  bytes: number;
  /** Told what it says and that it is gone; another one for each scan. */
  owner: { receive(message: unknown): void; lost(): void };
}

/** A thread keeps little for long: more room for what is young costs memory, not time. */
const LIMITS = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 4 };
/** A thread takes a tenth of a second to start, which is most of what a scan after a save takes: one is kept for a while. */
const SPARE_MS = 60_000;

const isSource = import.meta.url.endsWith('.ts');
const ENTRY = new URL(`./parse-worker.${isSource ? 'ts' : 'js'}`, import.meta.url);

let spare: { thread: ParseThread; timer: NodeJS.Timeout } | null = null;

export function takeThread(runtime: CompiledModule, owner: ParseThread['owner']): ParseThread {
  if (spare === null) return startThread(runtime, owner);
  const { thread, timer } = spare;
  spare = null;
  clearTimeout(timer);
  thread.owner = owner;
  thread.worker.ref();
  return thread;
}

function startThread(runtime: CompiledModule, owner: ParseThread['owner']): ParseThread {
  const progress = new SharedArrayBuffer(4);
  const data: WorkerData = { runtime, progress };
  const worker = new Worker(ENTRY, {
    workerData: data,
    resourceLimits: LIMITS,
    execArgv: isSource ? ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning'] : [],
  });
  const thread: ParseThread = { worker, at: new Int32Array(progress), grammars: new Set(), bytes: 0, owner };
  worker.on('message', (message) => thread.owner.receive(message));
  worker.on('error', () => thread.owner.lost());
  worker.on('exit', () => thread.owner.lost());
  return thread;
}

/** Keeps an idle thread for the next scan; false when there is one already. It keeps no process alive. */
export function keepThread(thread: ParseThread): boolean {
  if (spare !== null) return false;
  const { worker } = thread;
  const drop = () => {
    if (spare?.thread !== thread) return;
    clearTimeout(spare.timer);
    spare = null;
    void worker.terminate();
  };
  thread.owner = { receive: () => undefined, lost: drop };
  worker.unref();
  spare = { thread, timer: setTimeout(drop, SPARE_MS).unref() };
  return true;
}
