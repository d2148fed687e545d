import { isTarget } from '../scope.ts';
import type { Template } from '../template.ts';

/** `?.` for `.` and the other way round. */
export const optionalChaining: Template = {
  name: 'optional-chaining',
  prior: 14,
  family: 'javascript',
  kinds: ['member', 'call', 'index'],
  *propose(node, { hints }) {
    const chain = node.children.find((child) => child.type === 'optional_chain');
    if (chain) {
      yield { edits: [{ start: chain.start, end: chain.end, text: node.kind === 'member' ? '.' : '' }], plausibility: 0.4 };
      return;
    }
    const object = node.child('object') ?? node.child('function');
    if (!object || object.kind === 'self' || isTarget(node) || (node.kind === 'member' && object.end >= node.end)) return;
    const dot = node.kind === 'member' ? node.children.find((child) => child.text === '.') : undefined;
    const edit = dot ? { start: dot.start, end: dot.end, text: '?.' } : { start: object.end, end: object.end, text: '?.' };
    yield { edits: [edit], plausibility: hints.nullish ? 1 : 0.3 };
  },
};
