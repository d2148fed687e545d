import { replaceNode, Tightness } from '../proposal.ts';
import { isBinding, isLabel } from '../scope.ts';
import type { Template } from '../template.ts';

/** A minus added or taken, an update the other way: `-x`, `i--`. */
export const changeSign: Template = {
  name: 'change-sign',
  prior: 14,
  kinds: ['unary', 'update', 'name'],
  *propose(node, { scope }) {
    const operator = node.operators[0];
    if (node.kind === 'name') {
      const inPlace =
        ['return', 'arguments', 'assign', 'slice', 'index'].includes(node.parent?.kind ?? '') &&
        !isLabel(node) &&
        !isBinding(node);
      const numeric = scope.get(node.text)?.roles.has('number');
      if (inPlace && numeric && node.field !== 'value' && node.field !== 'object' && node.field !== 'function')
        yield replaceNode(node, `-${node.text}`, 0.2, Tightness.unary);
      return;
    }
    if (!operator) return;
    const others: Readonly<Record<string, readonly string[]>> = {
      '-': ['+', '~'],
      '+': ['-'],
      '~': ['-'],
      '++': ['--'],
      '--': ['++'],
      '!': [''],
    };
    for (const other of others[operator.text] ?? [])
      yield { edits: [{ start: operator.start, end: operator.end, text: other }], plausibility: 1 };
  },
};
