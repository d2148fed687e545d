import type { Template } from '../template.ts';

/** A sort turned round, or by another key. */
export const changeSort: Template = {
  name: 'change-sort',
  prior: 8,
  family: 'python',
  kinds: ['call'],
  *propose(node) {
    const name = node.child('function')?.text.split('.').at(-1) ?? '';
    const list = node.child('arguments');
    if (!list || !['sorted', 'sort', 'min', 'max'].includes(name)) return;
    const named = (key: string) => list.parts.find((part) => part.child('name')?.text === key);
    const before = list.parts.length > 0 ? ', ' : '';
    const end = list.parts.at(-1)?.end ?? list.start + 1;
    const add = (text: string, plausibility: number) => ({
      edits: [{ start: end, end, text: `${before}${text}` }],
      plausibility,
    });
    if (name.startsWith('sort') && !named('reverse')) yield add('reverse=True', 1);
    if (!named('key'))
      for (const key of ['len', 'lambda x: x[0]', 'lambda x: x[1]', 'lambda x: -x', 'str', 'str.lower', 'abs'])
        yield add(`key=${key}`, 0.5);
  },
};
