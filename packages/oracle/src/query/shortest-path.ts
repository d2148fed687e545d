import type { Chain } from '../answers.ts';
import type { Edge, EdgeType } from '../words.ts';
import { type Db, nodeById, nodesById } from './queries.ts';
import { type Arrival, round, walk } from './reach.ts';

const USES: readonly EdgeType[] = ['calls', 'instantiates', 'references', 'extends', 'implements', 'tests', 'documents'];
const LONGEST = 40;
const MOST_REACHED = 200_000;

/** The shortest chain of uses. A class reaches what its members use; files are followed by their imports only when nothing else leads there. */
export async function shortestPath(db: Db, from: number, to: number): Promise<Chain | null> {
  if (from === to) {
    const node = await nodeById(db, from);
    return node === null ? null : { nodes: [node], edges: [], confidence: 1 };
  }
  for (const types of [USES, [...USES, 'contains'], [...USES, 'contains', 'imports']] as EdgeType[][]) {
    const isEnd = (id: number) => id === to;
    const { reached } = await walk(db, [from], { types, direction: 'from', depth: LONGEST, limit: MOST_REACHED, isEnd });
    if (reached.has(to)) return chainTo(db, from, to, reached);
  }
  return null;
}

async function chainTo(db: Db, from: number, to: number, reached: ReadonlyMap<number, Arrival>): Promise<Chain> {
  const edges: Edge[] = [];
  for (let at = to; at !== from; at = edges[0]!.source_id) edges.unshift(reached.get(at)!.edge);
  const nodes = await nodesById(db, [from, ...edges.map((edge) => edge.target_id)]);
  return {
    nodes: [from, ...edges.map((edge) => edge.target_id)].map((id) => nodes.get(id)!),
    edges,
    confidence: round(edges.reduce((product, edge) => product * edge.confidence, 1)),
  };
}
