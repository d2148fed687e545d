import { replaceNode, Tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** An integer one more or less, 0 for 1, the other sign, or another integer of the function. */
export const changeInteger: Template = {
  name: 'change-integer',
  prior: 80,
  kinds: ['integer'],
  *propose(node, { literals }) {
    if (!/^\d{1,9}$/.test(node.text)) return;
    const value = Number(node.text);
    yield replaceNode(node, String(value + 1), 1);
    yield value > 0
      ? replaceNode(node, String(value - 1), value === 1 && node.parent?.kind === 'binary' ? 0.15 : 1)
      : replaceNode(node, '-1', 0.5, Tightness.unary);
    // `0 + x` says nothing: there the whole operand goes, by another template.
    if (value !== 0) yield replaceNode(node, '0', node.parent?.kind === 'binary' ? 0.1 : 0.5);
    if (value > 1) yield replaceNode(node, '1', 0.4);
    if (value > 0) yield replaceNode(node, `-${node.text}`, 0.2, Tightness.unary);
    if (value % 2 === 0 && value > 2) yield replaceNode(node, String(value / 2), 0.1);
    for (const literal of literals.integers)
      if (literal.text !== node.text) yield replaceNode(node, literal.text, 0.2 * literal.plausibility);
  },
};
