import type { Template } from '../template.ts';

/** parseInt with the radix that it lacks, or another one. */
export const addRadix: Template = {
  name: 'add-radix',
  prior: 4,
  family: 'javascript',
  kinds: ['call'],
  *propose(node) {
    if (!/(^|\.)parseInt$/.test(node.child('function')?.text ?? '')) return;
    const [text, radix] = node.child('arguments')?.parts ?? [];
    if (!text) return;
    for (const base of ['10', '16', '2']) {
      if (radix) yield { edits: [{ start: radix.start, end: radix.end, text: base }], plausibility: 0.6 };
      else yield { edits: [{ start: text.end, end: text.end, text: `, ${base}` }], plausibility: 0.8 };
    }
  },
};
