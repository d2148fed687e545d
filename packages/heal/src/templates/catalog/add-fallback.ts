import { replaceNode, Tightness } from '../proposal.ts';
import { isBinding, isLabel, isTarget } from '../scope.ts';
import type { Template } from '../template.ts';

/** `x` to `x or []`, `x ?? 0`: a value for when there is none. */
export const addFallback: Template = {
  name: 'add-fallback',
  prior: 10,
  kinds: ['name', 'member', 'call', 'index'],
  *propose(node, { language, hints }) {
    const place = node.parent?.kind;
    if (
      isLabel(node) ||
      isBinding(node) ||
      isTarget(node) ||
      !['return', 'assign', 'declarator', 'arguments', 'for-each', 'binary', 'pair'].includes(place ?? '')
    )
      return;
    if (node.field === 'name' || node.field === 'key') return;
    const operators = language.family === 'python' ? ['or'] : ['??', '||'];
    const values = language.family === 'python' ? ['[]', '0', "''", '{}'] : ['[]', '0', "''", '{}', 'null'];
    for (const operator of operators)
      for (const value of values)
        yield replaceNode(node, `${node.text} ${operator} ${value}`, hints.nullish ? 0.8 : 0.3, Tightness.or);
  },
};
