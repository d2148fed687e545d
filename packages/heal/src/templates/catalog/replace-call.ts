import type { Template } from '../template.ts';

/** A function or method for one that is easily mistaken for it: min for max, push for unshift. */
export const replaceCall: Template = {
  name: 'replace-call',
  prior: 45,
  kinds: ['call', 'new'],
  *propose(node, { language, donors }) {
    const callee = node.child('function') ?? node.child('constructor');
    const name = callee?.kind === 'member' ? (callee.child('attribute') ?? callee.child('property')) : callee;
    if (!callee || !name) return;
    const rename = (text: string, plausibility: number) => ({
      edits: [{ start: name.start, end: name.end, text }],
      plausibility,
    });
    for (const group of language.siblings) {
      if (group.includes(name.text))
        for (const other of group) if (other !== name.text) yield rename(other, group.length <= 3 ? 1 : 0.5);
    }
    const count = node.child('arguments')?.parts.length ?? 0;
    const local = donors.functions.has(name.text);
    for (const [other, arity] of donors.functions) {
      if (other !== name.text && count >= arity.least && count <= arity.most) yield rename(other, local ? 0.4 : 0.1);
    }
  },
};
