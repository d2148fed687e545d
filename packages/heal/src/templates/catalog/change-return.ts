import { replaceNode } from '../proposal.ts';
import { simpleConditions } from '../simple-conditions.ts';
import type { Template } from '../template.ts';

/** Another value returned: a variable, a simple literal, another return's value, a comparison where a constant stood. */
export const changeReturn: Template = {
  name: 'change-return',
  prior: 26,
  kinds: ['return'],
  *propose(node, context) {
    const { language, scope, donors } = context;
    const value = node.parts[0];
    const { true: yes, false: no, null: nothing } = language.words;
    const put = (text: string, plausibility: number) =>
      value
        ? replaceNode(value, text, plausibility)
        : { edits: [{ start: node.start + 6, end: node.start + 6, text: ` ${text}` }], plausibility };
    const constant =
      value === undefined ||
      value.kind === 'boolean' ||
      value.kind === 'null' ||
      value.kind === 'integer' ||
      value.text.length <= 2;
    for (const name of scope.variables)
      if (!name.roles.has('callable')) yield put(name.text, name.boundAt <= node.line ? 0.6 : 0.1);
    for (const other of donors.returned) if (other.text !== value?.text) yield put(other.text, 0.5);
    for (const other of [yes, no, nothing, '0', '1', '-1', '[]', "''"]) yield put(other, constant ? 0.4 : 0.15);
    if (constant)
      for (const condition of simpleConditions(context, node.line))
        yield put(condition.text, condition.plausibility * (value?.kind === 'boolean' ? 0.9 : 0.2));
  },
};
