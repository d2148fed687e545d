import { walk } from '../../syntax/syntax-node.ts';
import type { Template } from '../template.ts';

/** Another exception caught or raised. */
export const changeException: Template = {
  name: 'change-exception',
  prior: 10,
  kinds: ['catch', 'throw'],
  *propose(node, { language }) {
    const value = node.child('value') ?? node.parts[0];
    const named = [...(value ? walk(value) : [])].find(
      (inner) =>
        inner.kind === 'name' &&
        (node.kind === 'catch' || inner.field === 'function' || inner.field === 'constructor' || inner === value),
    );
    if (!named || (node.kind === 'catch' && language.family === 'javascript')) return;
    const inFile = [...walk(node.tree.root)]
      .filter((inner) => inner.kind === 'name' && /^[A-Z]\w*(Error|Exception|Exit|Abort|Stop\w*)$/.test(inner.text))
      .map((inner) => inner.text);
    const near = new Set(inFile);
    // An exception that is neither the language's nor named a second time in the file is likely one that there is not.
    const known = language.exceptions.includes(named.text) || inFile.filter((name) => name === named.text).length > 1;
    const strange = known ? 0.6 : 1;
    for (const other of new Set([...near, ...language.exceptions])) {
      if (other !== named.text)
        yield {
          edits: [{ start: named.start, end: named.end, text: other }],
          plausibility: strange * (near.has(other) ? 1 : 0.5),
        };
    }
  },
};
