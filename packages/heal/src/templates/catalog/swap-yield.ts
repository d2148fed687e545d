import type { Template } from '../template.ts';

/** `return x` for `yield x`, `yield x` for `yield from x`. */
export const swapYield: Template = {
  name: 'swap-yield',
  prior: 6,
  kinds: ['return', 'yield'],
  *propose(node, { language }) {
    const value = node.parts[0];
    if (!value) return;
    const delegate = language.family === 'python' ? 'yield from' : 'yield*';
    const now = node.kind === 'return' ? 'return' : /^yield(\s+from\b|\s*\*)/.test(node.text) ? delegate : 'yield';
    for (const word of ['yield', delegate, 'return']) {
      if (word !== now && !(now === 'return' && word === delegate))
        yield { edits: [{ start: node.start, end: value.start, text: `${word} ` }], plausibility: now === 'return' ? 0.2 : 1 };
    }
  },
};
