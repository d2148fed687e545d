import type { Template } from '../template.ts';

/** Break for continue, return or nothing. */
export const changeLoopControl: Template = {
  name: 'change-loop-control',
  prior: 12,
  kinds: ['break', 'continue', 'pass'],
  *propose(node, { language }) {
    const words = ['break', 'continue', 'return'].filter((word) => word !== node.kind);
    for (const word of words)
      yield {
        edits: [{ start: node.start, end: node.end, text: language.statement(word) }],
        plausibility: word === 'return' ? 0.4 : 1,
      };
  },
};
