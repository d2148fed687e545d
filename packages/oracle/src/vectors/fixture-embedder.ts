import { setTimeout as sleep } from 'node:timers/promises';
import { type Embedder, normalise } from './embedder.ts';

export interface CountingEmbedder extends Embedder {
  /** How many texts it was asked for. */
  texts: number;
  /** Fails when it would come to more texts than this. */
  failAfter: number;
}

/** Texts with the same words are close. For tests: the same for the same text, in no time, or in `delayMs` a call. */
export function wordEmbedder(id = 'words', { dimensions = 64, delayMs = 0 } = {}): CountingEmbedder {
  const embedder: CountingEmbedder = {
    id,
    dimensions,
    texts: 0,
    failAfter: Number.POSITIVE_INFINITY,
    embed: async (texts) => {
      if (embedder.texts + texts.length > embedder.failAfter) throw new Error('the embedder was told to fail');
      if (delayMs > 0) await sleep(delayMs);
      embedder.texts += texts.length;
      return texts.map((text) => vectorOf(text, dimensions));
    },
    close: async () => undefined,
  };
  return embedder;
}

function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    vector[hash % dimensions]!++;
  }
  vector[0]! += 0.01;
  return normalise(vector);
}
