import { walk } from '../../syntax/syntax-node.ts';
import { asOperand, replaceNode, Tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** `x is None or …` before a condition that reads an attribute or element of `x`. */
export const addNullCheck: Template = {
  name: 'add-null-check',
  prior: 22,
  kinds: ['if', 'elif', 'while', 'if-clause', 'conditional', 'return'],
  *propose(node, { language, scope, hints }) {
    const condition = node.kind === 'return' ? node.parts[0] : node.condition;
    if (!condition) return;
    const { and, or } = language.words;
    const plausibility = (node.kind === 'return' ? 0.3 : 1) * (hints.nullish ? 1 : 0.6);
    const objects = new Set(
      [...walk(condition)].flatMap((inner) =>
        inner.kind === 'member' || inner.kind === 'index' ? (inner.parts[0]?.text ?? []) : [],
      ),
    );
    for (const object of objects) {
      if (object === language.words.self || object.length > 40 || (!scope.get(object) && !/[.[]/.test(object))) continue;
      const missing = language.isNull(object);
      const rest = (tight: number) => asOperand(condition, tight);
      yield replaceNode(condition, `${missing} ${or} ${rest(Tightness.or)}`, plausibility, Tightness.or);
      yield replaceNode(condition, `${object} ${and} ${rest(Tightness.and)}`, plausibility, Tightness.and);
      yield replaceNode(condition, `${language.not(object)} ${or} ${rest(Tightness.or)}`, plausibility * 0.6, Tightness.or);
    }
  },
};
