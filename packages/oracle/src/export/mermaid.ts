import type { EdgeType } from '../words.ts';
import type { Graph } from './export-graph.ts';

const ARROWS: Partial<Record<EdgeType, string>> = {
  calls: '-->',
  instantiates: '-->',
  imports: '-.->',
  references: '-.->',
  contains: '---',
};

/** A flowchart in Mermaid's language; a frame for each file. */
export function* mermaidOf({ nodes, edges }: Graph): Iterable<string> {
  yield 'flowchart LR\n';
  const files = Map.groupBy(nodes, (node) => node.path);
  let number = 0;
  for (const [path, inside] of files) {
    const [first] = inside;
    const isAlone = inside.length === 1 && first!.parent_id === null;
    if (!isAlone) yield `  subgraph f${number++}[${quote(path)}]\n`;
    for (const node of inside) yield `    n${node.id}[${quote(isAlone ? path : node.qualified_name)}]\n`;
    if (!isAlone) yield '  end\n';
  }
  for (const edge of edges) {
    const arrow = ARROWS[edge.type] ?? '==>';
    const label = edge.type === 'calls' || edge.type === 'imports' ? '' : `|${edge.type}|`;
    yield `  n${edge.source_id} ${arrow}${label} n${edge.target_id}\n`;
  }
}

/** Mermaid reads entities by number between `#` and `;`, and HTML where it may: all that is not plain is written so. */
function quote(text: string): string {
  const shown = [...text.toWellFormed()].map((character) =>
    /[\p{L}\p{N} ./_$()[\]:,@-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
  );
  return `"${shown.join('')}"`;
}
