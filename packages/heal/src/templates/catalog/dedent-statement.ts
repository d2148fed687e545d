import { isStatement, statementOf } from '../../syntax/syntax-node.ts';
import { insertAfter, siblingsOf, startsLine } from '../proposal.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** The last statement of a block moved out after it, or the one after a block moved into it. */
export const dedentStatement: Template = {
  name: 'dedent-statement',
  prior: 12,
  kinds: STATEMENT_KINDS,
  *propose(node) {
    if (!isStatement(node) || !startsLine(node) || node.line !== node.endLine) return;
    const { text, language } = node.tree;
    const siblings = siblingsOf(node);
    const lineStart = text.lastIndexOf('\n', node.start - 1);
    const around = node.parent ? statementOf(node.parent) : undefined;
    if (
      around &&
      siblings.length > 1 &&
      siblings.at(-1) === node &&
      node.parent?.kind === 'block' &&
      around.kind !== 'function' &&
      isStatement(around)
    ) {
      const out = insertAfter(around, node.text, 1).edits[0]!;
      yield { edits: [{ start: lineStart, end: node.end, text: '' }, out], plausibility: 1 };
    }
    const previous = siblings[siblings.indexOf(node) - 1];
    const block = previous?.child('body') ?? previous?.child('consequence');
    const last = block?.parts.at(-1);
    if (
      !previous ||
      block?.kind !== 'block' ||
      !last ||
      (previous.kind === 'if' && previous.child('alternative') && language.family === 'python' && previous.end !== block.end)
    )
      return;
    yield {
      edits: [{ start: lineStart, end: node.end, text: '' }, insertAfter(last, node.text, 1).edits[0]!],
      plausibility: node.kind === 'return' ? 0.5 : 0.8,
    };
  },
};
