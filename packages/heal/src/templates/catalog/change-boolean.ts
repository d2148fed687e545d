import { replaceNode } from '../proposal.ts';
import type { Template } from '../template.ts';

/** True for false and the other way round. */
export const changeBoolean: Template = {
  name: 'change-boolean',
  prior: 30,
  kinds: ['boolean'],
  *propose(node, { language }) {
    const inCondition =
      node.parent?.kind === 'while' ||
      node.parent?.kind === 'if' ||
      node.parent?.parent?.kind === 'if' ||
      node.parent?.parent?.kind === 'while';
    yield replaceNode(
      node,
      node.text === language.words.true ? language.words.false : language.words.true,
      inCondition ? 0.2 : 1,
    );
  },
};
