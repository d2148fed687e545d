import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { sql } from 'kysely';
import type { Community } from '../answers.ts';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import { type Db, nodesById } from './queries.ts';
import { rankSymbols } from './symbol-ranks.ts';

/** Its types speak of a default export within the default export, which is not there at run time. */
const louvain = louvainModule as unknown as typeof louvainModule.default;

const MOST_CENTRAL = 5;
/** So many of a community's files lie in the folder that it is called after. */
const MOST_OF = 0.6;

/** Groups of files with many edges among them and few to others, by the Louvain method. The same index gives the same groups. */
export async function communitiesOf(db: Db): Promise<Community[]> {
  const modules = await db.selectFrom('nodes').select(['id', 'path']).where('parent_id', 'is', null).orderBy('path').execute();
  const pathOf = new Map(modules.map(({ id, path }) => [id / IDS_PER_FILE, path]));
  const { rows } = await sql<{ a: number; b: number; weight: number }>`
    select source_id / ${sql.lit(IDS_PER_FILE)} as a, target_id / ${sql.lit(IDS_PER_FILE)} as b, sum(confidence) as weight from edges
    where type <> 'contains' and source_id / ${sql.lit(IDS_PER_FILE)} <> target_id / ${sql.lit(IDS_PER_FILE)} group by 1, 2`.execute(
    db,
  );
  const graph = new UndirectedGraph<object, { weight: number }>();
  for (const { path } of modules) graph.addNode(path);
  const pairs = rows.map(({ a, b, weight }) => ({ pair: [pathOf.get(a), pathOf.get(b)].sort(), weight }));
  // The order of edges decides between equal choices, and numbers of files depend on the order of scans.
  for (const { pair, weight } of pairs.sort((x, y) => (String(x.pair) < String(y.pair) ? -1 : 1))) {
    const [from, to] = pair;
    if (from === undefined || to === undefined) continue;
    graph.updateUndirectedEdge(from, to, (known) => ({ weight: (known.weight ?? 0) + weight }));
  }
  const groups = new Map<number, string[]>();
  const communityOf = graph.size === 0 ? {} : louvain(graph, { getEdgeWeight: 'weight', randomWalk: false });
  for (const { path } of modules) {
    const group = communityOf[path];
    // A file that has to do with no other is no community.
    if (group !== undefined && graph.degree(path) > 0) groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  return describe(db, [...groups.values()]);
}

async function describe(db: Db, groups: readonly string[][]): Promise<Community[]> {
  const ranked = (await rankSymbols(db, new Map(), [])).filter(({ type }) => type !== 'module' && type !== 'test');
  const groupOf = new Map(groups.flatMap((paths, group) => paths.map((path) => [path, group] as const)));
  const central: number[][] = groups.map(() => []);
  for (const symbol of ranked.sort((a, b) => b.rank - a.rank)) {
    const list = central[groupOf.get(symbol.path) ?? -1];
    if (list !== undefined && list.length < MOST_CENTRAL) list.push(symbol.id);
  }
  const nodes = await nodesById(db, central.flat());
  const folders = groups.map(commonFolder);
  return groups
    .map((paths, group) => {
      const center = central[group]!.flatMap((id) => nodes.get(id) ?? []);
      const folder = folders[group]!;
      // Several that lie in one folder are told apart by what they are about.
      const isAlone = folder !== null && folders.filter((other) => other === folder).length === 1;
      const name = isAlone ? folder : `${folder ?? '.'}: ${center[0]?.name ?? paths[0]}`;
      return { name, paths, center };
    })
    .sort((a, b) => b.paths.length - a.paths.length || (a.paths[0]! < b.paths[0]! ? -1 : 1));
}

/** The deepest folder that holds most of the paths; null when that is only the root. */
function commonFolder(paths: readonly string[]): string | null {
  let folder = '';
  for (;;) {
    const counts = new Map<string, number>();
    for (const path of paths) {
      const end = path.startsWith(folder) ? path.indexOf('/', folder.length) : -1;
      if (end > 0) counts.set(path.slice(0, end + 1), (counts.get(path.slice(0, end + 1)) ?? 0) + 1);
    }
    const next = [...counts].find(([, count]) => count >= paths.length * MOST_OF);
    if (next === undefined) return folder === '' ? null : folder.slice(0, -1);
    folder = next[0];
  }
}
