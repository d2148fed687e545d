import { sql } from 'kysely';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import type { Edge } from '../words.ts';
import type { Db } from './queries.ts';

/** One file's imports of others. */
export interface ImportGraph {
  /** Sorted. */
  paths: string[];
  /** By number of the file in `paths`: the numbers of those that it imports, in order. */
  imports: number[][];
  edge(from: number, to: number): Edge;
}

/** The files of the index and who imports whom. */
export async function importGraph(db: Db): Promise<ImportGraph> {
  const modules = await db.selectFrom('nodes').select(['id', 'path']).where('parent_id', 'is', null).orderBy('path').execute();
  const numbers = new Map(modules.map(({ id }, index) => [id, index]));
  const edges = await db
    .selectFrom('edges')
    .select(['source_id', 'target_id', 'type', 'tier', 'confidence', 'evidence', 'line'])
    .where('type', '=', 'imports')
    .where(sql`target_id % ${sql.lit(IDS_PER_FILE)}`, '=', 0)
    .execute();
  const between = new Map<string, Edge>();
  const imports: number[][] = modules.map(() => []);
  for (const edge of edges) {
    const [source, target] = [numbers.get(edge.source_id), numbers.get(edge.target_id)];
    if (source === undefined || target === undefined || between.has(`${source} ${target}`)) continue;
    between.set(`${source} ${target}`, edge);
    imports[source]!.push(target);
  }
  for (const list of imports) list.sort((a, b) => a - b);
  return { paths: modules.map(({ path }) => path), imports, edge: (from, to) => between.get(`${from} ${to}`)! };
}
