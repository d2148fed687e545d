// Runs the model in a thread of its own, so that whoever asks goes on. The model is loaded by the first question.
import { parentPort, workerData } from 'node:worker_threads';
import { CmError, isError } from '@cm/core';
import { Minilm } from './minilm.ts';
import type { EmbedAnswer, EmbedQuestion, Problem } from './minilm-embedder.ts';

let model: Promise<Minilm> | null = null;
let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: EmbedQuestion) => {
  last = last.then(() => answer(question));
});

async function answer({ sequence, texts }: EmbedQuestion): Promise<void> {
  try {
    model ??= Minilm.load((workerData as { threads: number }).threads);
    const vectors = await (await model).embed(texts);
    reply({ sequence, vectors });
  } catch (error) {
    model = null;
    reply({ sequence, problem: problemOf(error) });
  }
}

function problemOf(error: unknown): Problem {
  if (!isError(error)) return { message: String(error) };
  return error instanceof CmError ? { message: error.message, code: error.code, hint: error.hint } : { message: error.message };
}

function reply(message: EmbedAnswer): void {
  parentPort?.postMessage(message);
}
