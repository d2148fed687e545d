import { basename } from 'node:path';
import type { CutOptions } from '@cm/oracle';
import type { Asking } from './ask-oracle.ts';

/** The graph as one offline HTML page, with the source of its files. Of a repository too large to draw, the files alone. */
export async function graphPage({ oracle, root }: Asking, around: CutOptions): Promise<{ page: string; cut: string | null }> {
  const { MOST_NODES, renderGraphPage } = await import('@cm/graph-page');
  const state = await oracle.state();
  const limit = around.around !== undefined || state.coverage.nodes > MOST_NODES ? { limit: MOST_NODES } : {};
  const { nodes, edges, cut } = await oracle.graph({ ...around, ...limit });
  const sources = new Map<string, string>();
  for (const path of new Set(nodes.map((node) => node.path))) {
    const module = (await oracle.outline(path)).find(({ parent_id }) => parent_id === null);
    const source = module && (await oracle.source(module.id));
    if (source) sources.set(path, source.text);
  }
  return { page: renderGraphPage({ title: basename(root), nodes, edges, sources, state, cut }), cut };
}
