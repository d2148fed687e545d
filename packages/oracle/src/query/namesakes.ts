import type { Seed } from './context-seeds.ts';
import { CONSTRUCTORS } from './overrides.ts';

/** So many are taken as they come. */
const BEST = 40;
/** A name that more have says little. */
const MOST_NAMESAKES = 30;
/** How much nearer a namesake comes. */
const NEARER = 0.7;

/** Far down, what has the name of something better comes nearer to that: it may be the one that was meant, as a method and what overrides it. */
export function namesakesNearer(pieces: readonly Seed[]): readonly Seed[] {
  const byName = Map.groupBy(pieces, ({ node }) => node.name);
  const others = pieces.slice(BEST).map((piece) => {
    const [best, ...more] = byName.get(piece.node.name)!;
    if (more.length >= MOST_NAMESAKES || CONSTRUCTORS.has(piece.node.name)) return piece;
    return { ...piece, weight: piece.weight + (best!.weight - piece.weight) * NEARER };
  });
  return [...pieces.slice(0, BEST), ...others.sort((a, b) => b.weight - a.weight)];
}
