import { replaceNode } from '../proposal.ts';
import { fitness, isBinding, isLabel, roleAt } from '../scope.ts';
import type { Template } from '../template.ts';

/** A variable for another one of the function that is used alike. */
export const replaceVariable: Template = {
  name: 'replace-variable',
  prior: 110,
  kinds: ['name', 'shorthand'],
  *propose(node, { scope }) {
    if (isLabel(node) || node.parent?.kind === 'parameters' || node.parent?.kind === 'parameter' || node.parent?.kind === 'class')
      return;
    const own = scope.get(node.text);
    const role = roleAt(node);
    if (!own || role === 'callable' || (node.kind === 'shorthand' && node.parent?.kind === 'pattern')) return;
    const wanted = new Set(role ? [role, ...own.roles] : own.roles);
    for (const other of scope.variables) {
      if (other.text === own.text || (other.roles.size === 1 && other.roles.has('callable'))) continue;
      const bound = isBinding(node) ? 0.25 : other.boundAt > node.line ? 0.15 : 1;
      const text = node.kind === 'shorthand' ? `${node.text}: ${other.text}` : other.text;
      yield replaceNode(node, text, bound * fitness(wanted, other.roles) * (node.parent?.kind === 'member' ? 0.7 : 1));
    }
  },
};
