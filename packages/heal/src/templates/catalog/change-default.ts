import { replaceNode } from '../proposal.ts';
import type { Template } from '../template.ts';

/** Another default for a parameter, or for a named argument. */
export const changeDefault: Template = {
  name: 'change-default',
  prior: 14,
  kinds: ['parameter', 'named-argument', 'pair'],
  *propose(node, { language, literals, scope }) {
    const value = node.child('value');
    if (!value || ['lambda', 'function', 'dict'].includes(value.kind)) return;
    const { true: yes, false: no, null: nothing } = language.words;
    const simple = [nothing, yes, no, '0', '1', '[]', "''"];
    const put = (text: string, plausibility: number) => replaceNode(value, text, plausibility);
    for (const other of simple) if (other !== value.text) yield put(other, node.kind === 'parameter' ? 0.5 : 0.25);
    for (const literal of literals.strings.slice(0, 20))
      if (value.kind === 'null') yield put(literal.text, 0.2 * literal.plausibility);
    if (node.kind !== 'parameter') for (const name of scope.variables) if (name.text !== value.text) yield put(name.text, 0.3);
  },
};
