import { siblingsOf } from '../proposal.ts';
import type { Template } from '../template.ts';

/** `elif` for `if`, `while` for `if` and the other way round, an else dropped. */
export const changeBranching: Template = {
  name: 'change-branching',
  prior: 10,
  kinds: ['if', 'elif', 'while', 'else'],
  *propose(node, { language }) {
    const keyword = node.children[0];
    if (!keyword) return;
    const put = (text: string, plausibility: number) => ({
      edits: [{ start: keyword.start, end: keyword.end, text }],
      plausibility,
    });
    if (node.kind === 'if' && node.child('alternative') === undefined) yield put('while', 0.4);
    if (node.kind === 'while' && keyword.text === 'while') yield put('if', 0.3);
    if (node.kind === 'elif') yield put('if', 0.8);
    const previous = node.kind === 'if' ? siblingsOf(node)[siblingsOf(node).indexOf(node) - 1] : undefined;
    if (previous?.kind === 'if' && language.family === 'python' && previous.child('alternative') === undefined)
      yield put('elif', 1);
    if (previous?.kind === 'if' && language.family === 'javascript' && previous.child('alternative') === undefined)
      yield put('else if', 1);
    if (node.kind === 'else' && language.family === 'javascript' && node.parts[0]?.kind === 'if') yield put('', 0.6);
  },
};
