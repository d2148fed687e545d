import { replaceNode } from '../proposal.ts';
import { isLabel } from '../scope.ts';
import type { Template } from '../template.ts';

/** A bare name that is an attribute of the object: `count` to `self.count`. */
export const addSelf: Template = {
  name: 'add-self',
  prior: 10,
  kinds: ['name'],
  *propose(node, { language, donors }) {
    if (isLabel(node) || !node.ancestor('class') || language.builtins.has(node.text) || !donors.properties.has(node.text)) return;
    if (node.parent?.kind === 'parameters' || node.parent?.kind === 'parameter') return;
    yield replaceNode(node, `${language.words.self}.${node.text}`, 1);
  },
};
