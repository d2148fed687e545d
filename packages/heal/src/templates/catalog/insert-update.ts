import { isStatement } from '../../syntax/syntax-node.ts';
import { insertAfter, insertBefore, siblingsOf, startsLine } from '../proposal.ts';
import type { Role } from '../scope.ts';
import { STATEMENT_KINDS } from '../statement-kinds.ts';
import type { Template } from '../template.ts';

/** A line that adds a variable to a collection of the function: `visited.add(node)`, `stack.push(token)`, `lines.append(text)`. */
export const insertUpdate: Template = {
  name: 'insert-update',
  prior: 16,
  kinds: STATEMENT_KINDS,
  *propose(node, { scope, language }) {
    if (!isStatement(node) || !startsLine(node)) return;
    const siblings = siblingsOf(node);
    const ends = node.kind === 'return' || node.kind === 'throw' || node.kind === 'break' || node.kind === 'continue';
    for (const collection of scope.variables) {
      const method = methodOf(collection.roles, language.family);
      if (!method || collection.boundAt > node.line) continue;
      for (const name of scope.variables) {
        if (name === collection || name.boundAt > node.line || (name.roles.size === 1 && name.roles.has('callable'))) continue;
        const text = language.statement(`${collection.text}.${method}(${name.text})`);
        const plausibility = name.lines.some((line) => Math.abs(line - node.line) <= 3) ? 1 : 0.4;
        yield insertBefore(node, text, plausibility);
        if (node === siblings.at(-1) && !ends) yield insertAfter(node, text, plausibility);
      }
    }
  },
};

function methodOf(roles: ReadonlySet<Role>, family: 'python' | 'javascript'): string | undefined {
  if (roles.has('set')) return 'add';
  if (roles.has('list')) return family === 'python' ? 'append' : 'push';
  return undefined;
}
