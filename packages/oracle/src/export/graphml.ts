import type { Graph } from './export-graph.ts';

const KEYS: readonly (readonly [name: string, of: 'node' | 'edge', type: string])[] = [
  ['path', 'node', 'string'],
  ['type', 'node', 'string'],
  ['name', 'node', 'string'],
  ['start_line', 'node', 'int'],
  ['end_line', 'node', 'int'],
  ['type', 'edge', 'string'],
  ['tier', 'edge', 'string'],
  ['confidence', 'edge', 'double'],
];

/** GraphML 1.0, as Gephi, yEd, NetworkX and igraph read it. */
export function* graphmlOf({ nodes, edges }: Graph): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const [name, of, type] of KEYS) yield `<key id="${of[0]}_${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>\n`;
  yield '<graph id="code" edgedefault="directed">\n';
  for (const node of nodes) yield `<node id="n${node.id}">${data('node', node)}</node>\n`;
  for (const [index, edge] of edges.entries())
    yield `<edge id="e${index}" source="n${edge.source_id}" target="n${edge.target_id}">${data('edge', edge)}</edge>\n`;
  yield '</graph>\n</graphml>\n';
}

function data(of: 'node' | 'edge', row: object): string {
  return KEYS.filter((key) => key[1] === of)
    .map(([name]) => `<data key="${of[0]}_${name}">${escapeXml(String((row as Record<string, unknown>)[name] ?? ''))}</data>`)
    .join('');
}

/** Most control characters and lone halves of pairs can not be in XML at all, not even escaped. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
