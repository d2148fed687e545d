/** A graph of `size` nodes by number, as three lists of the same length. */
export interface WeightedEdges {
  size: number;
  sources: ArrayLike<number>;
  targets: ArrayLike<number>;
  weights: ArrayLike<number>;
}

const DAMPING = 0.85;
const ROUNDS = 30;

/** PageRank with a preference: a reader who jumps lands on a node with the probability that `preference` gives it. The ranks add up to 1. */
export function pageRank({ size, sources, targets, weights }: WeightedEdges, preference: Float64Array): Float64Array {
  const total = preference.reduce((sum, each) => sum + each, 0);
  if (size === 0 || total === 0) return new Float64Array(size);
  const jump = preference.map((each) => each / total);
  const out = new Float64Array(size);
  for (let edge = 0; edge < sources.length; edge++) out[sources[edge]!]! += weights[edge]!;
  let rank = Float64Array.from(jump);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(size);
    let stuck = 0;
    for (let node = 0; node < size; node++) if (out[node] === 0) stuck += rank[node]!;
    for (let edge = 0; edge < sources.length; edge++) {
      const source = sources[edge]!;
      next[targets[edge]!]! += (rank[source]! * weights[edge]!) / out[source]!;
    }
    for (let node = 0; node < size; node++)
      next[node] = DAMPING * (next[node]! + stuck * jump[node]!) + (1 - DAMPING) * jump[node]!;
    rank = next;
  }
  return rank;
}
