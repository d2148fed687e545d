import type { Template } from '../template.ts';

/** A sort that takes numbers for strings, or runs the wrong way. */
export const sortNumbers: Template = {
  name: 'sort-numbers',
  prior: 8,
  family: 'javascript',
  kinds: ['call', 'lambda', 'member'],
  *propose(node) {
    const callee = node.child('function');
    const list = node.child('arguments');
    if (node.kind === 'call' && callee?.kind === 'member' && /\.(sort|toSorted)$/.test(callee.text) && list?.parts.length === 0) {
      for (const order of ['(a, b) => a - b', '(a, b) => b - a'])
        yield { edits: [{ start: list.start + 1, end: list.start + 1, text: order }], plausibility: 1 };
    }
    const called =
      node.kind === 'call' &&
      node.parent?.kind !== 'member' &&
      (node.parent?.kind === 'return' || node.parent?.kind === 'declarator');
    if (called)
      for (const order of ['.sort()', '.reverse()'])
        yield { edits: [{ start: node.end, end: node.end, text: order }], plausibility: 0.3 };
  },
};
