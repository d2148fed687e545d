import { replaceNode } from '../proposal.ts';
import type { Template } from '../template.ts';

/** An empty list, object or body for an expression or statement of the function. */
export const fillEmpty: Template = {
  name: 'fill-empty',
  prior: 14,
  kinds: ['list', 'dict', 'block', 'lambda'],
  *propose(node, { scope, donors, language }) {
    if (node.kind === 'block') {
      if (node.parts.length > 0 || language.family === 'python') return;
      for (const donor of donors.statements)
        yield { edits: [{ start: node.start, end: node.end, text: `{ ${donor.text} }` }], plausibility: 0.5 };
      for (const name of scope.variables)
        yield { edits: [{ start: node.start, end: node.end, text: `{ return ${name.text}; }` }], plausibility: 0.4 };
      return;
    }
    if (node.kind === 'lambda') {
      const body = node.child('body');
      if (body?.kind !== 'null') return;
      for (const donor of donors.expressions) yield replaceNode(body, donor.text, 0.4);
      for (const name of scope.variables) yield replaceNode(body, name.text, 0.5);
      return;
    }
    if (node.parts.length > 0) return;
    const loop = node.parent?.kind === 'for-each' || node.parent?.kind === 'for-clause' ? 2 : 1;
    for (const name of scope.variables) if (name.boundAt < node.line) yield replaceNode(node, name.text, 0.3 * loop);
    for (const donor of donors.expressions) if (donor.kind !== 'comparison') yield replaceNode(node, donor.text, 0.25 * loop);
  },
};
