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
      yield { edits: [{ start: operator.start, end: operator.end, text: other }], plausibility: 1 / (index + 1) };
    }
  },
};
