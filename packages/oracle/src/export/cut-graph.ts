import { sql } from 'kysely';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import { type Db, edgesAt, graph, nodesById } from '../query/queries.ts';
import { byPlace, walk } from '../query/reach.ts';
import { rankSymbols } from '../query/symbol-ranks.ts';
import type { CodeNode, Edge, EdgeType } from '../words.ts';

export interface CutOptions {
  /** Only what is near to this symbol. */
  around?: number;
  /** How many edges away; 2 unless given. */
  depth?: number;
  /** Most nodes; without it, all. */
  limit?: number;
}

export interface CutGraph {
  nodes: CodeNode[];
  edges: Edge[];
  /** What was left out, as a sentence; null when nothing was. */
  cut: string | null;
}

const USES: readonly EdgeType[] = [
  'imports',
  'calls',
  'instantiates',
  'extends',
  'implements',
  'references',
  'tests',
  'documents',
];
const DEFAULT_DEPTH = 2;

/** The part of the graph to draw: all of it, what is around a symbol, or where it is too much to look at, the files that the others rest on. */
export async function cutGraph(db: Db, options: CutOptions): Promise<CutGraph> {
  if (options.around !== undefined) return aroundSymbol(db, options.around, options.depth ?? DEFAULT_DEPTH, options.limit);
  return options.limit === undefined ? { ...(await graph(db)), cut: null } : files(db, options.limit);
}

async function aroundSymbol(db: Db, center: number, depth: number, limit = Number.POSITIVE_INFINITY): Promise<CutGraph> {
  const walks = await Promise.all(
    (['to', 'from'] as const).map((direction) => walk(db, [center], { types: USES, direction, depth, limit })),
  );
  const distances = new Map([
    [center, 0],
    ...walks.flatMap(({ reached }) => [...reached].map(([id, { distance }]) => [id, distance] as const)),
  ]);
  const nodes = [...(await nodesById(db, distances.keys())).values()].sort(
    (a, b) => distances.get(a.id)! - distances.get(b.id)! || byPlace(a, b),
  );
  const kept = nodes.slice(0, limit);
  const cut =
    walks.every(({ complete }) => complete) && kept.length === nodes.length
      ? null
      : `only the ${kept.length} nearest symbols, up to ${depth} edges away; --depth goes farther`;
  return { nodes: kept.sort(byPlace), edges: await edgesAmong(db, kept, ['contains', ...USES]), cut };
}

async function edgesAmong(db: Db, nodes: readonly CodeNode[], types: readonly EdgeType[]): Promise<Edge[]> {
  const ids = new Set(nodes.map(({ id }) => id));
  return (await edgesAt(db, ids, types, 'from')).filter((edge) => ids.has(edge.target_id));
}

/** Files and their imports; of more than `limit`, those that matter most. */
async function files(db: Db, limit: number): Promise<CutGraph> {
  const ranks = new Map<number, number>();
  for (const { id, rank } of await rankSymbols(db, new Map(), [])) {
    const module = id - (id % IDS_PER_FILE);
    ranks.set(module, (ranks.get(module) ?? 0) + rank);
  }
  const ordered = [...ranks].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([id]) => id);
  const nodes = [...(await nodesById(db, ordered.slice(0, limit))).values()].sort(byPlace);
  const { rows } = await sql<{ count: number }>`select count(*) as count from nodes`.execute(db);
  const left = ordered.length - nodes.length;
  const cut = `files and their imports alone${left === 0 ? '' : `, and only ${nodes.length} of ${ordered.length} files`}, since ${rows[0]?.count} symbols are too many to draw; --around SYMBOL draws what is near to one`;
  return { nodes, edges: await edgesAmong(db, nodes, ['imports']), cut };
}
