import type { Template } from '../template.ts';

/** A range that starts, ends or steps elsewhere. */
export const changeRange: Template = {
  name: 'change-range',
  prior: 12,
  family: 'python',
  kinds: ['call'],
  *propose(node) {
    if (node.child('function')?.text !== 'range') return;
    const all = node.child('arguments')?.parts ?? [];
    const list = node.child('arguments');
    const put = (values: string[], plausibility: number) => ({
      edits: [{ start: list!.start, end: list!.end, text: `(${values.join(', ')})` }],
      plausibility,
    });
    const texts = all.map((part) => part.text);
    if (texts.length === 1) {
      yield put(['1', ...texts], 1);
      yield put(['1', `${texts[0]} + 1`], 1);
      yield put([`${texts[0]} - 1`, '-1', '-1'], 0.6);
    }
    if (texts.length === 2) {
      yield put([texts[1]!], 0.6);
      yield put([`${texts[0]} + 1`, `${texts[1]} + 1`], 0.6);
      yield put([...texts, '2'], 0.3);
      yield put([`${texts[1]} - 1`, `${texts[0]} - 1`, '-1'], 0.4);
    }
    if (texts.length === 3) yield put(texts.slice(0, 2), 0.5);
  },
};
