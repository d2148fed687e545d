import type { Template } from '../template.ts';

/** `...x` for `x` and the other way round; `*x` in Python. */
export const changeSpread: Template = {
  name: 'change-spread',
  prior: 8,
  kinds: ['arguments', 'list', 'dict'],
  *propose(node, { language }) {
    const mark = language.family === 'python' ? '*' : '...';
    for (const part of node.parts) {
      if (part.kind === 'spread' && part.parts[0] && node.kind !== 'dict')
        yield { edits: [{ start: part.start, end: part.parts[0].start, text: '' }], plausibility: 1 };
      else if (node.kind !== 'dict' && ['name', 'member', 'call', 'index'].includes(part.kind))
        yield { edits: [{ start: part.start, end: part.start, text: mark }], plausibility: 0.4 };
    }
  },
};
