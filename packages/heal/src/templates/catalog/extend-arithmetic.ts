import type { Kind } from '../../syntax/kinds.ts';
import { replaceNode, Tightness } from '../proposal.ts';
import { fitness, isBinding, isLabel, isTarget, rolesOf } from '../scope.ts';
import type { Template } from '../template.ts';

/** `x` to `x + y`, `x - y`, `y + x`, `x * y`, `x ** 2`: a term that was left out. */
export const extendArithmetic: Template = {
  name: 'extend-arithmetic',
  prior: 30,
  kinds: ['name', 'call', 'comprehension', 'member', 'index'],
  *propose(node, { scope }) {
    if (isLabel(node) || isBinding(node) || node.field === 'function' || isTarget(node)) return;
    const place = PLACES.get(node.parent?.kind ?? 'other') ?? 0;
    if (place === 0) return;
    const own = rolesOf(node, scope);
    const numeric = fitness(new Set(['number']), own);
    if (node.kind !== 'comprehension') yield replaceNode(node, `${node.text} ** 2`, 0.25 * numeric * place, Tightness.power);
    for (const name of scope.variables) {
      if (name.boundAt > node.line || (name.roles.size === 1 && name.roles.has('callable')) || name.text === node.text) continue;
      const number = numeric * fitness(new Set(['number']), name.roles) * place;
      const joined = fitness(own, name.roles) * place;
      yield replaceNode(node, `${node.text} + ${name.text}`, joined * 0.8, Tightness.sum);
      yield replaceNode(
        node,
        `${name.text} + ${node.text}`,
        joined * (numeric < 0.5 || node.kind === 'comprehension' ? 0.8 : 0.2),
        Tightness.sum,
      );
      if (node.kind === 'comprehension') continue;
      yield replaceNode(node, `${node.text} - ${name.text}`, number * 0.8, Tightness.sum);
      yield replaceNode(node, `${node.text} * ${name.text}`, number * 0.3, Tightness.product);
    }
  },
};

const PLACES: ReadonlyMap<Kind, number> = new Map<Kind, number>([
  ['arguments', 0.7],
  ['return', 1],
  ['assign', 0.8],
  ['declarator', 0.8],
  ['binary', 0.4],
  ['comparison', 0.5],
  ['index', 0.4],
  ['slice', 0.5],
  ['augment', 0.4],
]);
