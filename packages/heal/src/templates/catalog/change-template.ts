import type { Template } from '../template.ts';

/** A string with `${x}` or `{x}` in it that was not written as a template. */
export const changeTemplate: Template = {
  name: 'change-template',
  prior: 5,
  kinds: ['string'],
  *propose(node, { language }) {
    if (language.family === 'javascript' && /^['"].*\$\{.*['"]$/s.test(node.text)) {
      yield { edits: [{ start: node.start, end: node.end, text: `\`${node.text.slice(1, -1)}\`` }], plausibility: 1 };
    }
    if (language.family === 'python' && /^['"].*\{\w.*\}/s.test(node.text))
      yield { edits: [{ start: node.start, end: node.start, text: 'f' }], plausibility: 0.8 };
  },
};
