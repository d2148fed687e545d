import type { Template } from '../template.ts';

/** `<` for `<=`, `==` for `!=`, `is` for `is not` and their like. */
export const swapComparison: Template = {
  name: 'swap-comparison',
  prior: 100,
  kinds: ['comparison'],
  *propose(node, { language }) {
    for (const operator of node.operators) {
      const others = language.confusions.comparison[operator.text.replace(/\s+/g, ' ')] ?? [];
      for (const [index, other] of others.entries()) {
        yield { edits: [{ start: operator.start, end: operator.end, text: other }], plausibility: 1 / (index + 1) };
      }
    }
  },
};
