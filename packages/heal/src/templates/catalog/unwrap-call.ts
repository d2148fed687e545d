import { replaceNode, tightness } from '../proposal.ts';
import { isTarget } from '../scope.ts';
import type { Template } from '../template.ts';

/** `f(x)` to `x`, `x.f()` to `x`, `x[i]` to `x`, `-x` to `x`, `await x` to `x`. */
export const unwrapCall: Template = {
  name: 'unwrap-call',
  prior: 20,
  kinds: ['call', 'index', 'unary', 'await', 'list', 'member'],
  *propose(node) {
    if (node.parent?.kind === 'expression-statement' || node.field === 'function' || isTarget(node)) return;
    const callee = node.child('function');
    const inner =
      node.kind === 'call'
        ? (node.child('arguments')?.parts ?? [])
        : node.kind === 'list' && node.parts.length !== 1
          ? []
          : node.parts.slice(0, 1);
    for (const part of inner)
      if (part.kind !== 'named-argument') yield replaceNode(node, part.text, inner.length === 1 ? 1 : 0.4, tightness(part));
    const receiver = callee?.kind === 'member' ? callee.child('object') : undefined;
    if (receiver) yield replaceNode(node, receiver.text, 0.6, tightness(receiver));
  },
};
