import { replaceNode } from '../proposal.ts';
import type { Template } from '../template.ts';

/** An assigned or returned value bounded: `max(0, x)`, `min(target, x)`. */
export const wrapExtreme: Template = {
  name: 'wrap-extreme',
  prior: 12,
  kinds: ['assign', 'return', 'declarator'],
  *propose(node, { language, scope }) {
    const value = node.kind === 'return' ? node.parts[0] : (node.child('right') ?? node.child('value'));
    if (!value || ['list', 'dict', 'set', 'string', 'comprehension', 'boolean', 'null', 'lambda', 'tuple'].includes(value.kind))
      return;
    const target = node.child('left')?.text;
    const numbers = scope.variables
      .filter((name) => name.roles.has('number') && name.boundAt <= node.line)
      .map((name) => name.text);
    const bounds = new Map([
      ...numbers.map((name): [string, number] => [name, 0.3]),
      ['0', 0.7],
      ['1', 0.3],
      ...(target ? [[target, 0.9] as const] : []),
    ]);
    for (const [bound, plausibility] of bounds) {
      if (bound === value.text) continue;
      yield replaceNode(value, language.maximum(bound, value.text), plausibility);
      yield replaceNode(value, language.minimum(bound, value.text), plausibility);
    }
  },
};
