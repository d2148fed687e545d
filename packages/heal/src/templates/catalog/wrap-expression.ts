import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { replaceNode, Tightness } from '../proposal.ts';
import { isBinding, isLabel, isTarget } from '../scope.ts';
import type { Template } from '../template.ts';

/** `x` to `len(x)`, `[x]`, `str(x)`, `x[0]`, `x.copy()` and other common wrappers. */
export const wrapExpression: Template = {
  name: 'wrap-expression',
  prior: 18,
  kinds: ['name', 'member', 'index', 'call'],
  *propose(node, { language }) {
    if (isLabel(node) || isBinding(node) || !isValue(node)) return;
    for (const wrap of language.wrappers)
      yield replaceNode(node, wrap(node.text), node.kind === 'name' ? 0.6 : 0.4, Tightness.unary);
  },
};

function isValue(node: SyntaxNode): boolean {
  if (
    node.field === 'function' ||
    isTarget(node) ||
    node.field === 'constructor' ||
    node.field === 'name' ||
    node.field === 'parameters'
  )
    return false;
  return ![
    'expression-statement',
    'parameters',
    'parameter',
    'member',
    'decorator',
    'class',
    'other',
    'pattern',
    'delete',
  ].includes(node.parent?.kind ?? 'other');
}
