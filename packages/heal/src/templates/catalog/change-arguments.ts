import type { Template } from '../template.ts';

/** An argument left out, or a variable of the function added. */
export const changeArguments: Template = {
  name: 'change-arguments',
  prior: 18,
  kinds: ['arguments'],
  *propose(node, { scope, donors, literals }) {
    const all = node.parts;
    const known = donors.functions.get(node.parent?.child('function')?.text.split('.').at(-1) ?? '');
    for (const [index, argument] of all.entries()) {
      const next = all[index + 1];
      const previous = all[index - 1];
      const edit = next
        ? { start: argument.start, end: next.start, text: '' }
        : { start: previous?.end ?? argument.start, end: argument.end, text: '' };
      yield { edits: [edit], plausibility: known && all.length <= known.least ? 0.05 : all.length === 1 ? 0.3 : 0.6 };
    }
    if (known && all.length >= known.most) return;
    const missing = known !== undefined && all.length < known.least ? 1 : 0.15;
    const last = all.at(-1);
    const at = last?.end ?? node.start + 1;
    const values = [
      ...scope.variables.map((name) => name.text),
      ...literals.integers.slice(0, 4).map((literal) => literal.text),
      node.tree.language.words.true,
    ];
    for (const value of values) {
      yield { edits: [{ start: at, end: at, text: last ? `, ${value}` : value }], plausibility: missing };
      if (last && all[0])
        yield { edits: [{ start: all[0].start, end: all[0].start, text: `${value}, ` }], plausibility: missing * 0.5 };
    }
  },
};
