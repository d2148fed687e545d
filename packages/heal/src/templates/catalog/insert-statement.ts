import type { Kind } from '../../syntax/kinds.ts';
import { isStatement } from '../../syntax/syntax-node.ts';
import { insertAfter, insertBefore, siblingsOf, startsLine } from '../proposal.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** A statement of the function copied to another place, or one of the file's. */
export const insertStatement: Template = {
  name: 'insert-statement',
  prior: 18,
  kinds: STATEMENT_KINDS,
  *propose(node, { donors, region }) {
    if (!isStatement(node) || !startsLine(node)) return;
    const siblings = siblingsOf(node);
    const inLoop = node.ancestor('for', 'for-each', 'while') !== undefined;
    for (const donor of donors.statements) {
      const near = donor.start >= region.node.start && donor.end <= region.node.end ? 1 : 0.1;
      if ((donor.kind === 'break' || donor.kind === 'continue') && !inLoop) continue;
      const neighbours = [siblings[siblings.indexOf(node) - 1]?.text, node.text];
      if (donor.text === node.text || neighbours.includes(donor.text)) continue;
      const plausibility = near * (ENDINGS.has(donor.kind) ? 0.4 : 0.8);
      if (!ENDINGS.has(donor.kind)) yield insertBefore(node, donor.text, plausibility);
      if (node === siblings.at(-1) && !ENDINGS.has(node.kind)) yield insertAfter(node, donor.text, plausibility);
    }
    if (inLoop && node === siblings.at(-1)) {
      const end = node.tree.language.family === 'python' ? '' : ';';
      for (const word of ['break', 'continue']) yield insertAfter(node, `${word}${end}`, 0.5);
    }
  },
};

const ENDINGS: ReadonlySet<Kind> = new Set<Kind>(['return', 'break', 'continue', 'throw']);
