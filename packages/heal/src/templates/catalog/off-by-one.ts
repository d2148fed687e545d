import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { replaceNode, Tightness, tightness } from '../proposal.ts';
import { fitness, isBinding, isLabel, roleOfValue, rolesOf } from '../scope.ts';
import type { Template } from '../template.ts';

/** `x` to `x + 1` or `x - 1`, and `x + 1` to `x`, where a number is wanted. */
export const offByOne: Template = {
  name: 'off-by-one',
  prior: 80,
  kinds: ['name', 'call', 'binary', 'member', 'index'],
  *propose(node, { scope, hints }) {
    if (node.kind === 'binary') {
      const [left, right] = node.operands;
      if (left && right?.kind === 'integer' && /^[+-]$/.test(node.operators[0]?.text ?? ''))
        yield replaceNode(node, left.text, 1, tightness(left));
      return;
    }
    const place = placeOf(node);
    if (place === 0 || isLabel(node) || isBinding(node)) return;
    const role = fitness(
      new Set(['number']),
      node.kind === 'name' ? rolesOf(node, scope) : new Set(roleOfValue(node) === 'number' ? ['number'] : []),
    );
    const plausibility = place * role * (hints.offByOne ? 1 : 0.8);
    yield replaceNode(node, `${node.text} + 1`, plausibility, Tightness.sum);
    yield replaceNode(node, `${node.text} - 1`, plausibility, Tightness.sum);
  },
};

/** How often an expression in this place is off by one. */
function placeOf(node: SyntaxNode): number {
  const parent = node.parent;
  switch (parent?.kind) {
    case 'slice':
      return 1;
    case 'comparison':
      return /[<>]/.test(parent.operators[0]?.text ?? '') ? 0.7 : /=/.test(parent.operators[0]?.text ?? '') ? 0.35 : 0;
    case 'arguments':
      return parent.parent?.child('function')?.text === 'range' ? 1 : node.kind === 'name' ? 0.6 : 0.3;
    case 'index':
      return node.field === 'value' || node.field === 'object' ? 0 : 0.8;
    case 'tuple':
      return parent.parent?.kind === 'index' ? 0.7 : 0.2;
    case 'binary':
    case 'return':
    case 'parenthesised':
      return 0.7;
    case 'assign':
    case 'augment':
    case 'declarator':
      return node.field === 'right' || node.field === 'value' ? 0.5 : 0;
    case 'conditional':
    case 'pair':
      return 0.2;
    default:
      return 0;
  }
}
