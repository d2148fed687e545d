import type { CodeNode, Edge, IndexState } from '@cm/oracle';
import { encodeGraph } from './encode-graph.ts';
import { emptyGraph, graphTooLarge } from './errors.ts';
import { fillPage } from './fill-page.ts';
import { layOut } from './lay-out.ts';
import { packSources, SOURCE_BUDGET } from './pack-sources.ts';

export interface GraphPageInput {
  /** The repository's name, as people call it. */
  title: string;
  nodes: readonly CodeNode[];
  /** Edges whose ends are both in `nodes`; others are left out. `contains` is drawn as one circle in another. */
  edges: readonly Edge[];
  /** Text by path: a symbol shows its lines of it. */
  sources?: ReadonlyMap<string, string>;
  state: IndexState;
  /** What `nodes` and `edges` leave out, as a sentence. */
  cut?: string | null;
}

/** More circles than this make a page slow to open and to move. */
export const MOST_NODES = 60_000;

/**
 * One HTML file that shows the graph and asks nothing of any network. The same input gives the same text.
 * Of sources, 24 MB are taken in, those of the smallest files first; the page says how many files it has no text of.
 * @throws {CmError} `CM_EMPTY_GRAPH` without nodes, `CM_GRAPH_TOO_LARGE` with more than a browser can draw.
 */
export function renderGraphPage(input: GraphPageInput): string {
  if (input.nodes.length === 0) throw emptyGraph();
  if (input.nodes.length > MOST_NODES) throw graphTooLarge(input.nodes.length, MOST_NODES);
  const items = layOut(input.title, input.nodes);
  const packed = packSources(input.nodes, input.sources ?? new Map(), SOURCE_BUDGET);
  const data = encodeGraph({ ...input, items, sources: packed });
  return fillPage(input.title, data, packed.blocks);
}
