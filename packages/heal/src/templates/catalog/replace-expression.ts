import type { SyntaxNode } from '../../syntax/syntax-node.ts';
import { replaceNode, tightness } from '../proposal.ts';
import { fitness, isLabel, roleAt, roleOfValue, rolesOf } from '../scope.ts';
import type { Template } from '../template.ts';

/** An expression for a variable, or for another expression of the function that seems to be of its kind. */
export const replaceExpression: Template = {
  name: 'replace-expression',
  prior: 30,
  kinds: ['index', 'member', 'call', 'binary', 'name', 'comparison', 'await'],
  *propose(node, { scope, donors }) {
    if (
      isLabel(node) ||
      node.field === 'function' ||
      node.parent?.kind === 'expression-statement' ||
      node.parent?.kind === 'parameters'
    )
      return;
    const target = node.field === 'left' && (node.parent?.kind === 'assign' || node.parent?.kind === 'augment');
    const role = roleAt(node) ?? roleOfValue(node);
    const wanted = new Set([...(role ? [role] : []), ...rolesOf(node, scope)]);
    if (node.kind !== 'name' && !target) {
      for (const name of scope.variables) {
        if (name.roles.size === 1 && name.roles.has('callable')) continue;
        yield replaceNode(node, name.text, fitness(wanted, name.roles) * (name.boundAt > node.line ? 0.15 : 1));
      }
    }
    for (const donor of donors.expressions) {
      if (donor.text === node.text || (target && donor.kind !== 'index' && donor.kind !== 'member')) continue;
      if ((donor.start <= node.start && donor.end >= node.end) || isBoundInside(donor)) continue;
      const alike = donor.kind === node.kind ? 1 : 0.35;
      yield replaceNode(
        node,
        donor.text,
        0.5 * alike * fitness(wanted, rolesOf(donor, scope)) * (node.kind === 'name' ? 0.3 : 1),
        tightness(donor),
      );
    }
  },
};

/** An expression inside a comprehension uses a variable that lives only there. */
function isBoundInside(donor: SyntaxNode): boolean {
  return donor.ancestor('comprehension', 'generator', 'lambda', 'block')?.kind !== 'block';
}
