import { replaceNode } from '../proposal.ts';
import { fitness, isBinding, isLabel, roleAt, rolesOf } from '../scope.ts';
import type { Template } from '../template.ts';

/** A sequence to a part of it: `x[1:]`, `x[:-1]`, `x[k:]`. */
export const takeSlice: Template = {
  name: 'take-slice',
  prior: 14,
  kinds: ['name', 'member'],
  *propose(node, { language, scope }) {
    const place = node.parent?.kind ?? 'other';
    if (
      isLabel(node) ||
      isBinding(node) ||
      !['arguments', 'for-each', 'for-clause', 'return', 'assign', 'declarator', 'binary', 'tuple'].includes(place)
    )
      return;
    const role = roleAt(node);
    const fits = fitness(new Set(['iterable', 'list', 'string']), new Set([...(role ? [role] : []), ...rolesOf(node, scope)]));
    yield replaceNode(node, language.slice(node.text, '1', ''), fits);
    yield replaceNode(node, language.slice(node.text, '', '-1'), fits * 0.6);
    for (const name of scope.variables) {
      if (name.text === node.text || name.boundAt > node.line) continue;
      const number = fits * fitness(new Set(['number']), name.roles) * 0.6;
      yield replaceNode(node, language.slice(node.text, name.text, ''), number);
      yield replaceNode(node, language.slice(node.text, '', name.text), number);
    }
  },
};
