import type { Template } from '../template.ts';

/** A string to one that the tests expect or the code uses elsewhere, to another case, or to none. */
export const changeString: Template = {
  name: 'change-string',
  prior: 30,
  kinds: ['string'],
  *propose(node, { literals }) {
    if (
      node.type === 'concatenated_string' ||
      node.parent?.kind === 'expression-statement' ||
      node.children.some((child) => /interpolation|substitution/.test(child.type))
    )
      return;
    const inner = node.children
      .filter((child) => child.kind === 'string-part')
      .map((child) => child.text)
      .join('');
    const quote = /^[a-zA-Z]*(?:"""|'''|["'`])/.exec(node.text)?.[0] ?? "'";
    const close = quote.replace(/^[a-zA-Z]+/, '');
    const edits = (text: string) => [{ start: node.start, end: node.end, text: `${quote}${text}${close}` }];
    // What the tests got with it and did not want says that it is this string.
    const strange = inner === '' || literals.isUnwanted(inner);
    for (const other of [
      inner.toLowerCase(),
      inner.toUpperCase(),
      inner.slice(0, 1).toUpperCase() + inner.slice(1),
      inner.trim(),
      `${inner} `,
      ` ${inner}`,
      '',
    ]) {
      if (other !== inner) yield { edits: edits(other), plausibility: strange && other === '' ? 0.8 : 0.15 };
    }
    for (const literal of literals.strings) {
      if (literal.value === inner) continue;
      yield {
        edits: [{ start: node.start, end: node.end, text: literal.text }],
        plausibility: literal.plausibility * (strange ? 1 : nearness(inner, literal.value)),
      };
    }
  },
};

/** Strings that were mistyped are near each other. */
function nearness(a: string, b: string): number {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return 0.15 + (0.85 * (start + end)) / Math.max(a.length, b.length, 1);
}
