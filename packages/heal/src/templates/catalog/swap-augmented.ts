import type { Template } from '../template.ts';

/** `+=` for `-=` or `=`, `^=` for `&=`, and `=` for `+=`. */
export const swapAugmented: Template = {
  name: 'swap-augmented',
  prior: 25,
  kinds: ['augment', 'assign'],
  *propose(node, { language }) {
    const operator = node.kind === 'augment' ? node.operators[0] : node.children.find((child) => child.text === '=');
    if (!operator || (node.kind === 'assign' && (node.parts[0]?.kind === 'pattern' || node.child('type')))) return;
    const others = node.kind === 'assign' ? ['+=', '-='] : (language.confusions.augmented[operator.text] ?? []);
    for (const [index, other] of others.entries()) {
      yield {
        edits: [{ start: operator.start, end: operator.end, text: other }],
        plausibility: (node.kind === 'assign' ? 0.3 : 1) / (index + 1),
      };
    }
  },
};
