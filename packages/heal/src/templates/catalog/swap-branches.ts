import { replaceNode, swapNodes, Tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** The branches of an if or a conditional expression exchanged. */
export const swapBranches: Template = {
  name: 'swap-branches',
  prior: 10,
  kinds: ['if', 'conditional'],
  *propose(node, { language }) {
    if (node.kind === 'conditional') {
      const [first, , last] = node.parts;
      const [yes, no] = language.family === 'python' ? [first, last] : [node.child('consequence'), node.child('alternative')];
      if (yes && no) yield swapNodes(yes, no, 1);
      if (yes && no) yield replaceNode(node, yes.text, 0.5, Tightness.loose);
      if (yes && no) yield replaceNode(node, no.text, 0.5, Tightness.loose);
      return;
    }
    const otherwise = node.child('alternative');
    const [yes, no] = [node.child('consequence'), otherwise?.child('body') ?? otherwise?.parts[0]];
    if (yes?.kind === 'block' && no?.kind === 'block') yield swapNodes(yes, no, 1);
  },
};
