import { replaceNode, tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** None or null for something real: a variable, an expression of the function, an empty collection. */
export const changeNull: Template = {
  name: 'change-null',
  prior: 14,
  kinds: ['null'],
  *propose(node, { language, scope, donors, literals }) {
    if (node.parent?.kind === 'comparison' || node.parent?.kind === 'type') return;
    const assigned =
      node.parent?.kind === 'assign' || node.parent?.kind === 'arguments' || node.parent?.kind === 'declarator' ? 1 : 0.5;
    for (const value of ['[]', '{}', '0', "''", language.words.false, language.words.true])
      yield replaceNode(node, value, 0.5 * assigned);
    for (const name of scope.variables) if (name.boundAt < node.line) yield replaceNode(node, name.text, 0.8 * assigned);
    for (const donor of donors.expressions) yield replaceNode(node, donor.text, 0.5 * assigned, tightness(donor));
    for (const literal of [...literals.strings.slice(0, 20), ...literals.integers.slice(0, 6)])
      yield replaceNode(node, literal.text, 0.3 * literal.plausibility);
  },
};
