import { asOperand, replaceNode, Tightness } from '../proposal.ts';
import { simpleConditions } from '../simple-conditions.ts';
import type { Template } from '../template.ts';

/** A condition made wider or narrower by one more clause: from elsewhere in the function, or a simple check of a variable. */
export const addClause: Template = {
  name: 'add-clause',
  prior: 24,
  kinds: ['if', 'elif', 'while', 'if-clause', 'return'],
  *propose(node, context) {
    const condition = node.kind === 'return' ? node.parts[0] : node.condition;
    if (!condition || (node.kind === 'return' && !['comparison', 'logical', 'not', 'call'].includes(condition.kind))) return;
    const { and, or } = context.language.words;
    const share = node.kind === 'return' ? 0.3 : 1;
    for (const clause of simpleConditions(context, node.line)) {
      if (condition.text.includes(clause.text)) continue;
      const right = (tight: number) => (clause.tight < tight ? `(${clause.text})` : clause.text);
      yield replaceNode(
        condition,
        `${asOperand(condition, Tightness.or)} ${or} ${right(Tightness.or)}`,
        clause.plausibility * share,
        Tightness.or,
      );
      yield replaceNode(
        condition,
        `${asOperand(condition, Tightness.and)} ${and} ${right(Tightness.and)}`,
        clause.plausibility * share,
        Tightness.and,
      );
    }
  },
};
