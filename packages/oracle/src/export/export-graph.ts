import type { CodeNode, Edge } from '../words.ts';
import { dotOf } from './dot.ts';
import { graphmlOf } from './graphml.ts';
import { jsonOf } from './json.ts';
import { mermaidOf } from './mermaid.ts';

export interface Graph {
  nodes: readonly CodeNode[];
  edges: readonly Edge[];
}

/** Forms of the graph that are text. SCIP is one of whole files and their text, and made elsewhere. */
export const GRAPH_FORMATS = ['json', 'graphml', 'dot', 'mermaid'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

const WRITERS: Readonly<Record<GraphFormat, (graph: Graph) => Iterable<string>>> = {
  json: jsonOf,
  graphml: graphmlOf,
  dot: dotOf,
  mermaid: mermaidOf,
};

/** A graph as text, in pieces: one of a large repository is longer than a string can be. */
export function exportGraph(graph: Graph, format: GraphFormat): Iterable<string> {
  return WRITERS[format](graph);
}
