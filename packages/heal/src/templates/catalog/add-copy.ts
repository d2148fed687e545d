import { replaceNode } from '../proposal.ts';
import { fitness, isBinding, isLabel, isTarget, rolesOf } from '../scope.ts';
import type { Template } from '../template.ts';

/** A collection stored or returned as a copy, so that later changes do not show. */
export const addCopy: Template = {
  name: 'add-copy',
  prior: 6,
  kinds: ['name', 'member'],
  *propose(node, { language, scope }) {
    if (
      isLabel(node) ||
      isBinding(node) ||
      !['return', 'arguments', 'assign', 'declarator', 'list'].includes(node.parent?.kind ?? '') ||
      isTarget(node) ||
      node.field === 'name'
    )
      return;
    const fits = fitness(new Set(['list', 'dict', 'set']), rolesOf(node, scope));
    yield replaceNode(node, language.copy(node.text), fits);
    if (language.family === 'python') yield replaceNode(node, `${node.text}[:]`, fits * 0.6);
  },
};
