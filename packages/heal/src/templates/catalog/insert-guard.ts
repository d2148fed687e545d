import { isStatement } from '../../syntax/syntax-node.ts';
import { indentOf, indentUnit, insertBefore, siblingsOf, startsLine } from '../proposal.ts';
import { simpleConditions } from '../simple-conditions.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** An early return, at the start of the function or in a loop: `if not x: return []`. */
export const insertGuard: Template = {
  name: 'insert-guard',
  prior: 16,
  kinds: STATEMENT_KINDS,
  *propose(node, context) {
    if (!isStatement(node) || !startsLine(node)) return;
    const { language, donors, scope } = context;
    const first = siblingsOf(node).filter((sibling) => sibling.parts[0]?.kind !== 'string')[0] === node;
    const inLoop = node.ancestor('for', 'for-each', 'while') !== undefined;
    const top = node.parent === context.region.node.child('body');
    if (!first && !top) return;
    const { true: yes, false: no, null: nothing } = language.words;
    const values = new Set([
      ...donors.returned.map((value) => value.text),
      '',
      nothing,
      no,
      yes,
      '0',
      '[]',
      "''",
      ...scope.variables.filter((name) => name.parameter).map((name) => name.text),
    ]);
    const bodies = [...values].map((value): [string, number] => [
      language.statement(value === '' ? 'return' : `return ${value}`),
      donors.returned.some((one) => one.text === value) ? 1 : 0.4,
    ]);
    if (inLoop) bodies.push([language.statement('continue'), 1], [language.statement('break'), 0.6]);
    const conditions = simpleConditions(context, node.line - 1).filter((condition) => condition.plausibility >= 0.3);
    for (const condition of conditions) {
      for (const [body, plausibility] of bodies) {
        if (body.includes('\n')) continue;
        const text = language.when(condition.text, body, indentOf(node), indentUnit(node));
        yield insertBefore(node, text, condition.plausibility * plausibility * (first ? 1 : 0.3));
      }
    }
  },
};
