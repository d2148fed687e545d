import type { Template } from '../template.ts';

/** `x == 0` to `x <= 1`: an equality that should have been a bound, one off. */
export const moveBoundary: Template = {
  name: 'move-boundary',
  prior: 12,
  kinds: ['comparison'],
  *propose(node) {
    const [left, right] = node.operands;
    const operator = node.operators[0];
    if (!left || !operator || right?.kind !== 'integer' || !/^\d{1,9}$/.test(right.text)) return;
    const value = Number(right.text);
    const bounds = /^={2,3}$/.test(operator.text)
      ? [
          ['<=', 1],
          ['<', 1],
          ['>=', -1],
        ]
      : /^!=+$/.test(operator.text)
        ? [
            ['>', 1],
            ['>=', 1],
            ['<', -1],
          ]
        : [];
    for (const [bound, step] of bounds as [string, number][]) {
      yield { edits: [{ start: operator.start, end: right.end, text: `${bound} ${value + step}` }], plausibility: 0.8 };
    }
  },
};
