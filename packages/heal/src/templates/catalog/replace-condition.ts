import { replaceNode, Tightness } from '../proposal.ts';
import { simpleConditions } from '../simple-conditions.ts';
import type { Template } from '../template.ts';

/** A condition for one made of the variables in scope, above all where a bare true or false stands. */
export const replaceCondition: Template = {
  name: 'replace-condition',
  prior: 20,
  kinds: ['if', 'elif', 'while', 'conditional', 'for', 'if-clause'],
  *propose(node, context) {
    const condition = node.condition;
    if (!condition) return;
    const constant = condition.kind === 'boolean';
    for (const other of simpleConditions(context, node.line)) {
      if (other.text === condition.text) continue;
      yield replaceNode(condition, other.text, other.plausibility * (constant ? 1 : 0.15), other.tight);
      if (constant)
        yield replaceNode(
          condition,
          context.language.not(other.tight >= Tightness.atom ? other.text : `(${other.text})`),
          other.plausibility * 0.6,
          Tightness.not,
        );
    }
    if (!constant && node.kind !== 'conditional') {
      yield replaceNode(condition, context.language.words.true, 0.3);
      yield replaceNode(condition, context.language.words.false, 0.3);
    }
  },
};
