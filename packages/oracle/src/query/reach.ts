import type { Reached } from '../answers.ts';
import type { CodeNode, Edge, EdgeType } from '../words.ts';
import { type Db, edgesAt, nodesById } from './queries.ts';
import { isTestPath } from './test-path.ts';

/** How a symbol was first reached: at the shortest distance, by the surest edge there is at it. */
export interface Arrival {
  distance: number;
  confidence: number;
  /** The last edge of the chain; its other end is nearer to the start. */
  edge: Edge;
}

export interface Walk {
  types: readonly EdgeType[];
  /** `to`: walks against the edges, from what is used to what uses it. */
  direction: 'from' | 'to';
  depth: number;
  /** Most symbols to reach; the walk ends with the step that goes over it. */
  limit: number;
  /** Edges that are not walked. */
  admits?: (edge: Edge) => boolean;
  /** Steps that are in no edge of these types, from the symbols reached last. */
  extra?: (frontier: ReadonlySet<number>) => Promise<Edge[]>;
  /** Asked after each level: true when no more is needed. */
  isEnough?: () => boolean;
  /** True for a symbol at which the walk ends. */
  isEnd?: (id: number) => boolean;
}

/** Walks the graph level by level. The starts are not in the answer. `complete` is false when `depth` or `limit` left something out. */
export async function walk(
  db: Db,
  starts: Iterable<number>,
  options: Walk,
): Promise<{ reached: Map<number, Arrival>; complete: boolean }> {
  const begun = new Set(starts);
  const reached = new Map<number, Arrival>();
  let frontier = begun;
  for (let distance = 1; distance <= options.depth + 1 && frontier.size > 0; distance++) {
    const edges = await edgesAt(db, frontier, options.types, options.direction);
    if (options.extra !== undefined) edges.push(...(await options.extra(frontier)));
    const next = new Set<number>();
    for (const edge of edges) {
      const [here, there] = options.direction === 'to' ? [edge.target_id, edge.source_id] : [edge.source_id, edge.target_id];
      if (begun.has(there) || options.admits?.(edge) === false) continue;
      const confidence = (reached.get(here)?.confidence ?? 1) * edge.confidence;
      const known = reached.get(there);
      if (known !== undefined && (known.distance < distance || known.confidence >= confidence)) continue;
      // One level more is looked at than is answered with, to know whether anything is left out.
      if (distance > options.depth || reached.size >= options.limit) return { reached, complete: false };
      reached.set(there, { distance, confidence, edge });
      if (options.isEnd?.(there) !== true) next.add(there);
    }
    frontier = next;
    if (options.isEnough?.() === true) return { reached, complete: frontier.size === 0 };
  }
  return { reached, complete: true };
}

/** The arrivals with their symbols, the nearest and surest first. */
export async function withNodes(db: Db, reached: ReadonlyMap<number, Arrival>): Promise<Reached[]> {
  const nodes = await nodesById(db, reached.keys());
  const found: Reached[] = [];
  for (const [id, { distance, confidence, edge }] of reached) {
    const node = nodes.get(id);
    if (node !== undefined) found.push({ node, edge, distance, confidence: round(confidence) });
  }
  return found.sort(byNearness);
}

export function isTestNode(node: CodeNode): boolean {
  return node.type === 'test' || isTestPath(node.path);
}

/** Numbers of symbols depend on the order of scans, so that ties are settled by place. */
export function byNearness(
  a: { distance: number; confidence: number; node: CodeNode },
  b: { distance: number; confidence: number; node: CodeNode },
): number {
  return a.distance - b.distance || b.confidence - a.confidence || byPlace(a.node, b.node);
}

/** Code before its tests, which are many and break in its wake. */
export function codeFirst(a: Reached, b: Reached): number {
  return Number(isTestNode(a.node)) - Number(isTestNode(b.node)) || byNearness(a, b);
}

export function byPlace(a: CodeNode, b: CodeNode): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.start_line - b.start_line || b.end_line - a.end_line || a.id - b.id;
}

export function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
