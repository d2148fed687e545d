import type { Reached } from '../answers.ts';
import type { NodeType } from '../facts.ts';
import type { Edge, EdgeType } from '../words.ts';
import { type Db, edgesAt, innerOf, nodesById } from './queries.ts';
import { walk, withNodes } from './reach.ts';

const CALLS: readonly EdgeType[] = ['calls', 'instantiates'];
const MOST_REACHED = 2000;
/** What runs or hands out what is written in it. A class that is made runs one of its methods. */
export const RUN_WHOLE: ReadonlySet<NodeType> = new Set(['function', 'method', 'test']);

export async function callersOf(db: Db, ids: readonly number[], depth: number): Promise<Reached[]> {
  const { reached } = await walk(db, ids, { types: CALLS, direction: 'to', depth, limit: MOST_REACHED });
  return withNodes(db, reached);
}

/** What is called in some symbols and in all that is written in them; from there on, in functions and in those written in them. */
export async function calleesOf(db: Db, ids: readonly number[], depth: number): Promise<Reached[]> {
  const starts = [...ids, ...(await innerOf(db, ids)).map(({ id }) => id)];
  const extra = (frontier: ReadonlySet<number>) => callsWithin(db, frontier);
  const { reached } = await walk(db, starts, { types: CALLS, direction: 'from', depth, limit: MOST_REACHED, extra });
  return withNodes(db, reached);
}

/** Calls in functions that are written in functions, as calls of the outer ones. */
async function callsWithin(db: Db, ids: ReadonlySet<number>): Promise<Edge[]> {
  const nodes = await nodesById(db, ids);
  const inner = await innerOf(
    db,
    [...nodes.values()].filter(({ type }) => RUN_WHOLE.has(type)).map(({ id }) => id),
  );
  const outer = new Map(inner.map(({ id, within }) => [id, within]));
  const edges = await edgesAt(db, outer.keys(), CALLS, 'from');
  return edges.map((edge) => ({ ...edge, source_id: outer.get(edge.source_id)! }));
}
