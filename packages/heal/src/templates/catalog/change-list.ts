import type { Template } from '../template.ts';

/** `[]` to `[x]` or `[[]]`, a list without its first or last element, or with one more. */
export const changeList: Template = {
  name: 'change-list',
  prior: 12,
  kinds: ['list'],
  *propose(node, { scope }) {
    const all = node.parts;
    const inReturn = node.parent?.kind === 'return' || node.parent?.kind === 'binary' ? 1 : 0.4;
    const put = (text: string, plausibility: number) => ({ edits: [{ start: node.start, end: node.end, text }], plausibility });
    yield put(`[${node.text}]`, inReturn);
    if (all.length > 0) yield put('[]', 0.4);
    for (const name of scope.variables) {
      if (name.boundAt > node.line || name.roles.has('callable')) continue;
      yield put(`[${[...all.map((one) => one.text), name.text].join(', ')}]`, inReturn * (all.length === 0 ? 0.9 : 0.4));
      if (all.length > 0) yield put(`[${[name.text, ...all.map((one) => one.text)].join(', ')}]`, 0.3);
    }
    if (all.length > 1)
      yield put(
        `[${all
          .slice(0, -1)
          .map((one) => one.text)
          .join(', ')}]`,
        0.4,
      );
    if (all.length > 1)
      yield put(
        `[${all
          .slice(1)
          .map((one) => one.text)
          .join(', ')}]`,
        0.4,
      );
  },
};
