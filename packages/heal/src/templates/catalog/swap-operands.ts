import { swapNodes } from '../proposal.ts';
import type { Template } from '../template.ts';

/** The operands of an operator whose order matters exchanged; a comparison turned round is swap-comparison's. */
export const swapOperands: Template = {
  name: 'swap-operands',
  prior: 18,
  kinds: ['binary', 'logical', 'comparison'],
  *propose(node) {
    const [left, right] = node.operands;
    const operator = node.operators[0]?.text ?? '';
    if (!left || !right || node.operands.length !== 2 || /^[*&|^]$/.test(operator)) return;
    if (node.kind === 'comparison' && !/in$/.test(operator)) return;
    const sum = operator === '+' && (left.kind === 'integer' || right.kind === 'integer');
    yield swapNodes(left, right, sum ? 0.05 : node.kind === 'logical' ? 0.3 : 1);
  },
};
