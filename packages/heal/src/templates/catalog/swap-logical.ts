import type { Template } from '../template.ts';

/** And for or, `||` for `??`. */
export const swapLogical: Template = {
  name: 'swap-logical',
  prior: 24,
  kinds: ['logical'],
  *propose(node, { language }) {
    const operator = node.operators[0];
    if (!operator) return;
    const others = language.family === 'python' ? [language.words.and, language.words.or] : ['&&', '||', '??'];
    for (const other of others) {
      if (other !== operator.text)
        yield { edits: [{ start: operator.start, end: operator.end, text: other }], plausibility: other === '??' ? 0.4 : 1 };
    }
  },
};
