import type { EdgeType } from '../words.ts';
import type { Graph } from './export-graph.ts';

const STYLES: Partial<Record<EdgeType, string>> = {
  extends: 'arrowhead=empty',
  implements: 'arrowhead=empty, style=dashed',
  imports: 'style=dotted',
  references: 'style=dashed, color=gray50',
  contains: 'arrowhead=none, color=gray70',
};

/** The language of Graphviz; a box for each file. */
export function* dotOf({ nodes, edges }: Graph): Iterable<string> {
  yield 'digraph code {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname="sans-serif", fontsize=10];\n';
  const files = Map.groupBy(nodes, (node) => node.path);
  let number = 0;
  for (const [path, inside] of files) {
    const [first] = inside;
    const isAlone = inside.length === 1 && first!.parent_id === null;
    if (!isAlone)
      yield `  subgraph cluster_${number++} {\n    label=${quote(path)}; color=gray80; fontname="sans-serif"; fontsize=9;\n`;
    for (const node of inside)
      yield `    n${node.id} [label=${quote(isAlone ? path : node.qualified_name)}, tooltip=${quote(`${node.type} ${path}:${node.start_line}`)}];\n`;
    if (!isAlone) yield '  }\n';
  }
  for (const edge of edges) {
    const style = STYLES[edge.type];
    yield `  n${edge.source_id} -> n${edge.target_id} [tooltip=${quote(`${edge.type}, ${edge.tier}, ${edge.confidence}`)}${style === undefined ? '' : `, ${style}`}];\n`;
  }
  yield '}\n';
}

function quote(text: string): string {
  const shown = text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
  return `"${shown.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
