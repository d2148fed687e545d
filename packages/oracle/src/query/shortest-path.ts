import type { Chain } from '../answers.ts';
import type { Edge, EdgeType } from '../words.ts';
import { type Db, nodeById, nodesById } from './queries.ts';
import { type Arrival, round, walk } from './reach.ts';

const USES: readonly EdgeType[] = ['calls', 'instantiates', 'references', 'extends', 'implements', 'tests', 'documents'];
const LONGEST = 40;
const MOST_REACHED = 200_000;

/** The shortest chain of uses from one of some symbols to one of others. A class reaches what its members use; files are followed by their imports only when nothing else leads there. */
export async function shortestPath(db: Db, from: readonly number[], to: readonly number[]): Promise<Chain | null> {
  const same = from.find((id) => to.includes(id));
  if (same !== undefined) {
    const node = await nodeById(db, same);
    return node === null ? null : { nodes: [node], edges: [], confidence: 1 };
  }
  for (const types of [USES, [...USES, 'contains'], [...USES, 'contains', 'imports']] as EdgeType[][]) {
    const isEnd = (id: number) => to.includes(id);
    const { reached } = await walk(db, from, { types, direction: 'from', depth: LONGEST, limit: MOST_REACHED, isEnd });
    const [end] = to.filter((id) => reached.has(id)).sort((a, b) => reached.get(a)!.distance - reached.get(b)!.distance);
    if (end !== undefined) return chainTo(db, end, reached);
  }
  return null;
}

async function chainTo(db: Db, end: number, reached: ReadonlyMap<number, Arrival>): Promise<Chain> {
  const edges: Edge[] = [];
  let at = end;
  for (let arrival = reached.get(at); arrival !== undefined; arrival = reached.get(at)) {
    edges.unshift(arrival.edge);
    at = arrival.edge.source_id;
  }
  const nodes = await nodesById(db, [at, ...edges.map((edge) => edge.target_id)]);
  return {
    nodes: [at, ...edges.map((edge) => edge.target_id)].map((id) => nodes.get(id)!),
    edges,
    confidence: round(edges.reduce((product, edge) => product * edge.confidence, 1)),
  };
}
