import type { Template } from '../template.ts';

/** `x.update(y)` to `x = y`, `x.sort()` to `x = sorted(x)`: a change in place for a new value. */
export const assignForMutation: Template = {
  name: 'assign-for-mutation',
  prior: 6,
  kinds: ['expression-statement'],
  *propose(node, { language }) {
    const call = node.parts[0];
    const callee = call?.child('function');
    const receiver = callee?.kind === 'member' ? callee.child('object') : undefined;
    const [value, ...more] = call?.child('arguments')?.parts ?? [];
    if (call?.kind !== 'call' || !receiver || !['name', 'member', 'index'].includes(receiver.kind)) return;
    const put = (text: string, plausibility: number) => ({ edits: [{ start: call.start, end: call.end, text }], plausibility });
    if (value && more.length === 0 && value.kind !== 'spread') {
      yield put(`${receiver.text} = ${value.text}`, 0.8);
      yield put(`${receiver.text} += ${value.text}`, 0.4);
    }
    if (language.family === 'python' || receiver.kind === 'name') yield put(`${receiver.text} = ${call.text}`, 0.6);
  },
};
