import { sql } from 'kysely';
import type { CodeNode } from '../words.ts';
import { splitLast } from './name-readings.ts';
import { inNearestPlace } from './named-places.ts';
import { COLUMNS, type Db } from './queries.ts';
import { isTestPath } from './test-path.ts';

type Row = CodeNode & { exported: number };

const MOST = 200;
const MOST_NAMESAKES = 5000;

/**
 * The best kind of match only: the whole qualified name, the name, the end of a qualified one, one in a module, these in any case, and the
 * qualified name behind that of the place where it is.
 */
export async function named(db: Db, name: string, path: string | null): Promise<CodeNode[]> {
  const { last } = splitLast(name);
  let query = db
    .selectFrom('nodes')
    .select([...COLUMNS, 'nodes.exported'])
    .where((is) =>
      is.or([is('name', '=', sql<string>`${last} collate nocase`), is('name', '=', sql<string>`${name} collate nocase`)]),
    );
  if (path !== null) query = query.where('path', '=', path);
  const rows: Row[] = await query.orderBy('path').orderBy('start_line').orderBy('qualified_name').limit(MOST_NAMESAKES).execute();
  const ranked = rows
    .map((row) => ({ row, rank: rankOf(row, name, last) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY);
  const best = Math.min(...ranked.map(({ rank }) => rank));
  const found = ranked.length === 0 ? await inNearestPlace(db, rows, name) : ranked.filter(({ rank }) => rank === best);
  return found
    .map(({ row }) => row)
    .sort((a, b) => liking(b) - liking(a))
    .slice(0, MOST)
    .map(({ exported: _, ...node }) => node);
}

function rankOf(node: CodeNode, name: string, last: string): number {
  if (node.qualified_name === name) return 0;
  if (name === last && node.name === name) return 1;
  if (node.qualified_name.endsWith(`.${name}`)) return 2;
  if (`.${moduleName(node.path)}.${node.qualified_name}`.endsWith(`.${name}`)) return 3;
  const [whole, wanted] = [node.qualified_name.toLowerCase(), name.toLowerCase()];
  if (whole === wanted || whole.endsWith(`.${wanted}`)) return 4;
  return Number.POSITIVE_INFINITY;
}

/** `src/a/b.ts` and `src/a/b/index.ts` are `src.a.b`. */
function moduleName(path: string): string {
  return path
    .replace(/\.[^./]+$/, '')
    .replace(/\/(?:index|__init__|mod)$/, '')
    .replaceAll('/', '.');
}

function liking(row: Row): number {
  return (isTestPath(row.path) || row.type === 'test' ? 0 : 4) + (row.type === 'module' ? 0 : 2) + row.exported;
}
