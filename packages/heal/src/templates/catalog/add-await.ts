import { replaceNode, Tightness } from '../proposal.ts';
import type { Template } from '../template.ts';

/** A call that was not waited for. */
export const addAwait: Template = {
  name: 'add-await',
  prior: 10,
  kinds: ['call', 'new'],
  *propose(node) {
    const around = node.ancestor('function', 'lambda');
    if (!around || node.parent?.kind === 'await' || !/^(?:[\w\s]*\s)?async\b/.test(around.text.slice(0, 60))) return;
    yield replaceNode(node, `await ${node.text}`, 1, Tightness.unary);
  },
};
