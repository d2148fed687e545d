import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import type { Template } from '../template.ts';

/** `+` for `-`, `//` for `/`, `&` for `^` and their like. */
export const swapArithmetic: Template = {
  name: 'swap-arithmetic',
  prior: 60,
  kinds: ['binary'],
  *propose(node, { language }) {
    const operator = node.operators[0];
    if (!operator || node.operands.some((operand) => operand.kind === 'string')) return;
    for (const [index, other] of (language.confusions.arithmetic[operator.text] ?? []).entries()) {
      yield {
        edits: [{ start: operator.start, end: operator.end, text: other }],
        plausibility: (isIdle(node, other) ? 0.05 : 1) / (index + 1),
      };
    }
  },
};

/** True where the result would do nothing, such as `1 * x`: nobody meant that. */
function isIdle(node: SyntaxNode, operator: string): boolean {
  const idle = /^(\*|\/|\/\/|\*\*)$/.test(operator) ? '1' : /^[+-]$/.test(operator) ? '0' : undefined;
  return node.operands.some((operand) => operand.text === idle);
}
