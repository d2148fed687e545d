import type { Template } from '../template.ts';

/** A bound of a slice dropped, added, or given a step. */
export const changeSlice: Template = {
  name: 'change-slice',
  prior: 10,
  family: 'python',
  kinds: ['slice'],
  *propose(node, { scope }) {
    const colon = node.children.find((child) => child.text === ':');
    if (!colon) return;
    const from = node.tree.text.slice(node.start, colon.start).trim();
    const rest = node.tree.text.slice(colon.end, node.end).trim();
    const write = (text: string, plausibility: number) => ({ edits: [{ start: node.start, end: node.end, text }], plausibility });
    if (from !== '') yield write(`:${rest}`, 0.6);
    if (rest !== '') yield write(`${from}:`, 0.6);
    if (from !== '' && rest === '') yield write(`:${from}`, 0.6);
    if (from === '' && rest !== '' && !rest.includes(':')) yield write(`${rest}:`, 0.6);
    if (from === '') yield write(`1:${rest}`, 0.5);
    if (rest === '') yield write(`${from}:-1`, 0.5);
    if (from === '' && rest === '') yield write('::-1', 0.5);
    for (const name of scope.variables.filter((name) => name.roles.has('number'))) {
      if (from === '') yield write(`${name.text}:${rest}`, 0.3);
      if (rest === '') yield write(`${from}:${name.text}`, 0.3);
    }
  },
};
