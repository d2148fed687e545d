import type { Template } from '../template.ts';

/** An attribute for another that the file uses. */
export const replaceAttribute: Template = {
  name: 'replace-attribute',
  prior: 30,
  kinds: ['member'],
  *propose(node, { donors }) {
    const property = node.child('attribute') ?? node.child('property');
    if (!property) return;
    const called = node.field === 'function' && node.parent?.kind === 'call';
    for (const [other] of donors.properties) {
      if (other === property.text) continue;
      yield {
        edits: [{ start: property.start, end: property.end, text: other }],
        plausibility: (called ? 0.2 : 0.5) * likeness(property.text, other),
      };
    }
  },
};

/** Names that are confused share their beginning or their end. */
function likeness(a: string, b: string): number {
  const words = (name: string) =>
    new Set(
      name
        .replace(/([a-z])([A-Z])/g, '$1_$2')
        .toLowerCase()
        .split(/[_-]+/),
    );
  const [first, second] = [words(a), words(b)];
  const shared = [...first].filter((word) => second.has(word)).length;
  return 0.3 + (0.7 * shared) / Math.max(first.size, second.size);
}
