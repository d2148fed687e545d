/** Turns texts into vectors. Those of one `id` can be compared with one another, and with no others. */
export interface Embedder {
  id: string;
  dimensions: number;
  /** One vector of length 1 for each text, in order; of a text that is too long the beginning counts. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** The same direction with length 1, in place; zeros stay zeros. */
export function normalise(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  if (length > 0) for (let index = 0; index < vector.length; index++) vector[index]! /= length;
  return vector;
}
