import { replaceNode, tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** `a op b` to one of its operands. */
export const unwrapOperand: Template = {
  name: 'unwrap-operand',
  prior: 25,
  kinds: ['binary'],
  *propose(node) {
    for (const operand of node.operands) {
      const literal = operand.kind === 'integer' || operand.kind === 'string';
      yield replaceNode(node, operand.text, literal ? 0.3 : 1, tightness(operand));
    }
  },
};
