import { replaceNode, tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** One side of an and or an or left out. */
export const dropClause: Template = {
  name: 'drop-clause',
  prior: 22,
  kinds: ['logical'],
  *propose(node) {
    const [left, right] = node.operands;
    if (!left || !right) return;
    yield replaceNode(node, left.text, 1, tightness(left));
    yield replaceNode(node, right.text, 1, tightness(right));
  },
};
