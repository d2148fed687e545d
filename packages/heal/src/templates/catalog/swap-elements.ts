import { swapNodes } from '../proposal.ts';
import type { Template } from '../template.ts';

/** Two neighbours in a tuple, list, index or unpacking exchanged. */
export const swapElements: Template = {
  name: 'swap-elements',
  prior: 14,
  kinds: ['tuple', 'list', 'pattern', 'index', 'dict'],
  *propose(node) {
    const elements = node.kind === 'index' ? node.parts.slice(1) : node.parts;
    for (const [index, a] of elements.slice(0, 8).entries()) {
      const b = elements[index + 1];
      if (!b || a.text === b.text) continue;
      if (node.kind !== 'dict') yield swapNodes(a, b, node.kind === 'list' ? 0.5 : 1);
      const [first, second] = [a.child('value'), b.child('value')];
      if (node.kind === 'dict' && first && second) yield swapNodes(first, second, 0.3);
    }
  },
};
