import { swapNodes } from '../proposal.ts';
import type { Template } from '../template.ts';

/** Two arguments of a call exchanged. */
export const swapArguments: Template = {
  name: 'swap-arguments',
  prior: 22,
  kinds: ['arguments'],
  *propose(node) {
    const all = node.parts.filter((part) => part.kind !== 'named-argument' && part.kind !== 'spread').slice(0, 6);
    for (const [index, a] of all.entries()) {
      for (const b of all.slice(index + 1)) if (a.text !== b.text) yield swapNodes(a, b, b === all[index + 1] ? 1 : 0.5);
    }
  },
};
