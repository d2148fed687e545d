import { isStatement } from '../../syntax/syntax-node.ts';
import { insertAfter, insertBefore, siblingsOf, startsLine } from '../proposal.ts';
import { fitness } from '../scope.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** A line that gives a variable another one's value, or steps a number. */
export const insertAssignment: Template = {
  name: 'insert-assignment',
  prior: 14,
  kinds: STATEMENT_KINDS,
  *propose(node, { scope, language }) {
    if (!isStatement(node) || !startsLine(node)) return;
    const siblings = siblingsOf(node);
    const ends = node.kind === 'return' || node.kind === 'throw' || node.kind === 'break' || node.kind === 'continue';
    const names = scope.variables.filter((name) => name.boundAt <= node.line && !name.roles.has('callable'));
    for (const target of names) {
      const values: [string, number][] = names
        .filter((name) => name !== target)
        .map((name) => [`= ${name.text}`, 0.6 * fitness(target.roles, name.roles)]);
      if (target.roles.has('number')) values.push(['+= 1', 0.5], ['-= 1', 0.4], ['= 0', 0.4]);
      for (const [value, plausibility] of values) {
        const text = language.statement(`${target.text} ${value}`);
        const known = target.parameter ? 0.5 : 1;
        yield insertBefore(node, text, plausibility * known);
        if (node === siblings.at(-1) && !ends) yield insertAfter(node, text, plausibility * known);
      }
    }
  },
};
