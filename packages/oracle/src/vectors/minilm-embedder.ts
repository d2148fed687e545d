import './silence-runtime.ts';
import { Worker } from 'node:worker_threads';
import { CmError } from '@cm/core';
import { MINILM } from '@cm/model-minilm';
import { embeddingFailed } from '../errors.ts';
import type { Embedder } from './embedder.ts';

export interface EmbedQuestion {
  sequence: number;
  texts: readonly string[];
}

/** An error as it crosses threads, without its class. */
export interface Problem {
  message: string;
  code?: string;
  hint?: string;
}

export type EmbedAnswer = { sequence: number; vectors: Float32Array[] } | { sequence: number; problem: Problem };

interface Waiting {
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

const isSource = import.meta.url.endsWith('.ts');
const ENTRY = new URL(`./embed-worker.${isSource ? 'ts' : 'js'}`, import.meta.url);

/**
 * The model that comes with Code Monkeys, in a thread that starts with the first text. It does not keep the process alive.
 * `threads`: how many cores one computation may use.
 */
export function minilmEmbedder({ threads = 1 }: { threads?: number } = {}): Embedder {
  return new MinilmEmbedder(threads);
}

class MinilmEmbedder implements Embedder {
  readonly id = MINILM.id;
  readonly dimensions = MINILM.dimensions;
  private readonly threads: number;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private sequence = 0;

  constructor(threads: number) {
    this.threads = threads;
  }

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (texts.length === 0) return Promise.resolve([]);
    this.worker ??= this.start();
    const worker = this.worker;
    const sequence = ++this.sequence;
    return new Promise((resolve, reject) => {
      this.waiting.set(sequence, { resolve, reject });
      worker.ref();
      worker.postMessage({ sequence, texts } satisfies EmbedQuestion);
    });
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    this.fail(embeddingFailed('it was closed'));
    await worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(ENTRY, { workerData: { threads: this.threads } });
    worker.on('message', (answer: EmbedAnswer) => this.take(worker, answer));
    worker.on('error', (error) => this.fail(embeddingFailed(error instanceof Error ? error.message : String(error), error)));
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
      this.fail(embeddingFailed('its thread ended'));
    });
    worker.unref();
    return worker;
  }

  private take(worker: Worker, answer: EmbedAnswer): void {
    const asked = this.waiting.get(answer.sequence);
    this.waiting.delete(answer.sequence);
    if (this.waiting.size === 0) worker.unref();
    if ('vectors' in answer) asked?.resolve(answer.vectors);
    else asked?.reject(errorOf(answer.problem));
  }

  private fail(error: unknown): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

/** An error that crossed a thread has lost its class. */
function errorOf({ message, code, hint }: Problem): unknown {
  return code?.startsWith('CM_') && hint !== undefined ? new CmError(message, { code, hint }) : embeddingFailed(message);
}
