import { isStatement } from '../../syntax/syntax-node.ts';
import { endOfLine, siblingsOf, startsLine } from '../proposal.ts';
import type { Template } from '../template.ts';

/** A statement left out. */
export const removeStatement: Template = {
  name: 'remove-statement',
  prior: 16,
  kinds: ['expression-statement', 'return', 'break', 'continue', 'throw', 'if', 'while', 'for', 'for-each', 'delete', 'assert'],
  *propose(node, { language }) {
    if (!isStatement(node) || node.parts[0]?.kind === 'string' || !startsLine(node)) return;
    const plausibility =
      node.kind === 'expression-statement' ? 0.7 : node.line === node.endLine || node.kind === 'if' ? 0.6 : 0.2;
    if (siblingsOf(node).length === 1 && language.family === 'python') {
      yield { edits: [{ start: node.start, end: node.end, text: language.emptyBlock }], plausibility };
      return;
    }
    const { text } = node.tree;
    const from = text.lastIndexOf('\n', node.start - 1);
    yield { edits: [{ start: Math.max(0, from), end: endOfLine(node), text: '' }], plausibility };
  },
};
