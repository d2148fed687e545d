import { asOperand, replaceNode, Tightness, tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** A condition turned round, by adding or dropping a not. */
export const negateCondition: Template = {
  name: 'negate-condition',
  prior: 32,
  kinds: ['not', 'if', 'elif', 'while', 'if-clause', 'conditional', 'return', 'logical', 'arguments', 'assign', 'declarator'],
  *propose(node, { language }) {
    if (node.kind === 'not') {
      const inner = node.operands[0];
      if (inner)
        yield replaceNode(
          node,
          inner.kind === 'parenthesised' ? (inner.parts[0]?.text ?? inner.text) : inner.text,
          1,
          tightness(inner.parts[0] ?? inner),
        );
      return;
    }
    const value = node.child('right') ?? node.child('value');
    const conditions =
      node.kind === 'logical'
        ? node.operands
        : node.kind === 'return' || node.kind === 'arguments'
          ? node.parts
          : node.kind === 'assign' || node.kind === 'declarator'
            ? [value]
            : [node.condition];
    const branch = node.condition !== undefined || node.kind === 'logical';
    for (const condition of conditions) {
      if (
        !condition ||
        condition.kind === 'not' ||
        (!branch && !['comparison', 'logical', 'call', 'name', 'member'].includes(condition.kind))
      )
        continue;
      const plausibility = branch ? (condition.kind === 'comparison' ? 0.3 : 1) : 0.15;
      yield replaceNode(
        condition,
        language.not(asOperand(condition, Tightness.comparison)),
        plausibility,
        language.family === 'python' ? Tightness.not : Tightness.unary,
      );
    }
  },
};
