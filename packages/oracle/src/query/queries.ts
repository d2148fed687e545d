import { type Kysely, sql } from 'kysely';
import type { NodeTable, Tables } from '../database/schema.ts';
import type { CodeNode, Edge, EdgeType, Neighbour, Unresolved } from '../words.ts';

export const COLUMNS = [
  'nodes.id',
  'nodes.path',
  'nodes.type',
  'nodes.name',
  'nodes.qualified_name',
  'nodes.start_line',
  'nodes.end_line',
  'nodes.signature',
  'nodes.signature_hash',
  'nodes.docstring',
  'nodes.visibility',
  'nodes.parent_id',
] as const;

export type Db = Kysely<Tables>;

/** The symbols around a line, the innermost first, the module last. */
export async function enclosing(db: Db, path: string, line: number): Promise<CodeNode[]> {
  return db
    .selectFrom('nodes')
    .select(COLUMNS)
    .where('path', '=', path)
    .where('start_line', '<=', line)
    .where('end_line', '>=', line)
    .orderBy(sql`end_line - start_line`)
    .orderBy(sql`type = 'module'`)
    .orderBy('start_line', 'desc')
    .execute();
}

/** The symbols of a file from top to bottom. */
export async function outline(db: Db, path: string): Promise<CodeNode[]> {
  return db
    .selectFrom('nodes')
    .select(COLUMNS)
    .where('path', '=', path)
    .orderBy('start_line')
    .orderBy('end_line', 'desc')
    .orderBy('id')
    .execute();
}

export async function nodeById(db: Db, id: number): Promise<CodeNode | null> {
  return (await db.selectFrom('nodes').select(COLUMNS).where('id', '=', id).executeTakeFirst()) ?? null;
}

/** A list of any length for `in`: SQLite takes 32,766 values one by one at the most. */
export function among<T extends number | string>(values: Iterable<T>) {
  return sql<T>`(select value from json_each(${JSON.stringify([...values])}))`;
}

/** Symbols by number; those that are gone are left out. */
export async function nodesById(db: Db, ids: Iterable<number>): Promise<Map<number, CodeNode>> {
  const rows = await db.selectFrom('nodes').select(COLUMNS).where('id', 'in', among(ids)).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** All that is written in some symbols, each with the symbol that it is written in. */
export async function innerOf(db: Db, ids: Iterable<number>): Promise<{ id: number; within: number }[]> {
  const { rows } = await sql<{ id: number; within: number }>`
    with recursive inner_nodes (id, within) as (
      select nodes.id, given.value from json_each(${JSON.stringify([...ids])}) as given
      join nodes as outer_node on outer_node.id = given.value
      join nodes on nodes.path = outer_node.path and nodes.parent_id = given.value
      union
      select nodes.id, inner_nodes.within from inner_nodes
      join nodes as outer_node on outer_node.id = inner_nodes.id
      join nodes on nodes.path = outer_node.path and nodes.parent_id = inner_nodes.id
    )
    select id, within from inner_nodes order by id`.execute(db);
  return rows;
}

/** The edges of these types that end (`to`) or start (`from`) at one of the symbols. */
export async function edgesAt(
  db: Db,
  ids: Iterable<number>,
  types: readonly EdgeType[],
  direction: 'from' | 'to',
): Promise<Edge[]> {
  return db
    .selectFrom('edges')
    .select(['source_id', 'target_id', 'type', 'tier', 'confidence', 'evidence', 'line'])
    .where(direction === 'from' ? 'source_id' : 'target_id', 'in', among(ids))
    .where('type', 'in', types)
    .orderBy('id')
    .execute();
}

/** The other ends of edges. `direction` says which end `id` is. */
export async function neighbours(db: Db, id: number, types: readonly EdgeType[], direction: 'from' | 'to'): Promise<Neighbour[]> {
  const rows = await db
    .selectFrom('edges')
    .innerJoin('nodes', 'nodes.id', direction === 'from' ? 'edges.target_id' : 'edges.source_id')
    .select([
      ...COLUMNS,
      'edges.source_id',
      'edges.target_id',
      'edges.type as edge_type',
      'edges.tier',
      'edges.confidence',
      'edges.evidence',
      'edges.line',
    ])
    .where(direction === 'from' ? 'edges.source_id' : 'edges.target_id', '=', id)
    .where('edges.type', 'in', types)
    .orderBy('nodes.path')
    .orderBy('nodes.start_line')
    .execute();
  return rows.map(({ source_id, target_id, edge_type, tier, confidence, evidence, line, ...node }) => ({
    node,
    edge: { source_id, target_id, type: edge_type, tier, confidence, evidence, line },
  }));
}

const MOST_TESTS = 1000;
const FARTHEST_TEST = 6;

/** Tests that reach a symbol, or one of several, through calls, the nearest first. `distance` counts the calls. */
export async function testsOf(db: Db, ids: Iterable<number>): Promise<{ node: CodeNode; distance: number }[]> {
  const reached = await sql<{ id: number; distance: number }>`
    with recursive reach (id, distance) as (
      select value, 0 from json_each(${JSON.stringify([...ids])})
      union
      select edges.source_id, reach.distance + 1 from edges join reach on edges.target_id = reach.id
      where edges.type in ('calls', 'instantiates', 'references', 'tests') and reach.distance < ${FARTHEST_TEST}
    )
    select reach.id as id, min(reach.distance) as distance from reach join nodes on nodes.id = reach.id
    where nodes.type = 'test' and reach.distance > 0 group by reach.id order by 2, 1 limit ${MOST_TESTS}`.execute(db);
  const found: { node: CodeNode; distance: number }[] = [];
  for (const row of reached.rows) {
    const node = await nodeById(db, row.id);
    if (node !== null) found.push({ node, distance: row.distance });
  }
  return found;
}

const MOST_CANDIDATES = 20;
const TARGETS: readonly NodeTable['type'][] = ['class', 'function', 'method', 'constant', 'interface', 'type', 'enum'];

/** What a file uses and could not be followed, with the symbols of that name. */
export async function unresolvedIn(db: Db, path: string): Promise<(Unresolved & { candidates: CodeNode[] })[]> {
  const rows = await db
    .selectFrom('unresolved')
    .innerJoin('nodes', 'nodes.id', 'unresolved.source_id')
    .select(['unresolved.source_id', 'unresolved.type', 'unresolved.name', 'unresolved.receiver', 'unresolved.line'])
    .where('nodes.path', '=', path)
    .orderBy('unresolved.line')
    .orderBy('unresolved.id')
    .execute();
  const found: (Unresolved & { candidates: CodeNode[] })[] = [];
  for (const row of rows) found.push({ ...row, candidates: row.type === 'imports' ? [] : await named(db, row.name) });
  return found;
}

async function named(db: Db, name: string): Promise<CodeNode[]> {
  return (
    db
      .selectFrom('nodes')
      .select(COLUMNS)
      .where('name', '=', sql<string>`${name} collate nocase`)
      .where(sql`name collate binary`, '=', name)
      .where('type', 'in', TARGETS)
      // Numbers depend on the order of scans, and which ones are cut off must not.
      .orderBy('path')
      .orderBy('start_line')
      .orderBy('qualified_name')
      .limit(MOST_CANDIDATES)
      .execute()
  );
}

/** The whole graph. */
export async function graph(db: Db): Promise<{ nodes: CodeNode[]; edges: Edge[] }> {
  const nodes = await db.selectFrom('nodes').select(COLUMNS).orderBy('id').execute();
  const edges = await db
    .selectFrom('edges')
    .select(['source_id', 'target_id', 'type', 'tier', 'confidence', 'evidence', 'line'])
    .orderBy('id')
    .execute();
  return { nodes, edges };
}
