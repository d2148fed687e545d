import { isStatement } from '../../syntax/syntax-node.ts';
import { siblingsOf } from '../proposal.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** A statement and the next one exchanged. */
export const swapStatements: Template = {
  name: 'swap-statements',
  prior: 12,
  kinds: STATEMENT_KINDS,
  *propose(node) {
    if (!isStatement(node) || node.kind === 'return') return;
    const siblings = siblingsOf(node);
    const next = siblings[siblings.indexOf(node) + 1];
    if (!next || next.kind === 'return' || node.parts[0]?.kind === 'string') return;
    const edits = [
      { start: node.start, end: node.end, text: next.text },
      { start: next.start, end: next.end, text: node.text },
    ];
    yield { edits, plausibility: node.line === node.endLine && next.line === next.endLine ? 1 : 0.5 };
  },
};
