import type { Template } from '../template.ts';

/** A decorator left out. */
export const dropDecorator: Template = {
  name: 'drop-decorator',
  prior: 4,
  kinds: ['decorator'],
  *propose(node) {
    const { text } = node.tree;
    const next = text.slice(node.end).search(/\S/);
    if (next >= 0) yield { edits: [{ start: node.start, end: node.end + next, text: '' }], plausibility: 1 };
  },
};
