import { sql } from 'kysely';
import { ROOT_NAMESPACE } from '../languages/c-syntax.ts';
import { languageByName } from '../languages/languages.ts';
import { folderOf, foldersUp } from '../link/folders.ts';
import { IDS_PER_FILE, type Surface } from '../parse/pack-facts.ts';
import type { CodeNode } from '../words.ts';
import { among, type Db } from './queries.ts';
import { isTestNode } from './reach.ts';

const MOST_FILES = 200;

/**
 * Of symbols those whose qualified name comes last in `name`, behind the namespace, the package, the crate or the folders that they are in:
 * `com.google.gson.Gson.fromJson`, `leveldb.DB.Open`, `requests.get` of `src/requests/api.py`. Where several are, the nearest to the place.
 */
export async function inNearestPlace<T extends CodeNode>(db: Db, symbols: readonly T[], name: string): Promise<{ row: T }[]> {
  const ends = symbols.filter(
    (node) => node.type !== 'doc section' && node.type !== 'module' && name.endsWith(`.${node.qualified_name}`),
  );
  const outside = ends.filter((node) => !isTestNode(node));
  const byPath = Map.groupBy(outside.length > 0 ? outside : ends, ({ path }) => path);
  if (byPath.size === 0) return [];
  const places = await placesOf(db, [...byPath.keys()].slice(0, MOST_FILES));
  const measured = places.flatMap((place) =>
    byPath.get(place.path)!.map((row) => {
      const around = name.slice(0, -row.qualified_name.length - 1);
      return { row, distance: distanceTo(place, row, around) };
    }),
  );
  const nearest = Math.min(...measured.map(({ distance }) => distance));
  return measured.filter(({ distance }) => distance === nearest && distance < Number.POSITIVE_INFINITY);
}

interface Place {
  path: string;
  surface: Pick<Surface, 'language' | 'namespace' | 'definitions'>;
  /** The names around the file: of folders, and of the package that the innermost manifest names. */
  around: readonly (readonly string[])[];
}

async function placesOf(db: Db, paths: readonly string[]): Promise<Place[]> {
  const rows = await db
    .selectFrom('files')
    .innerJoin('facts', 'facts.file_id', 'files.id')
    .select(['path', 'surface'])
    .where('path', 'in', among(paths))
    .where('language', '<>', 'manifest')
    .orderBy('path')
    .execute();
  const packages = await packageNames(db);
  return rows.map(({ path, surface }) => ({
    path,
    surface: JSON.parse(surface) as Surface,
    around: [segmentsOf(withoutExtension(path)), ...fromPackage(path, packages)],
  }));
}

/** What manifests call the folders that they are in. */
async function packageNames(db: Db): Promise<Map<string, string>> {
  const { rows } = await sql<{ path: string; name: string }>`
    select path, coalesce(surface ->> '$.libName', surface ->> '$.name', surface ->> '$.module') as name
    from facts join files on files.id = file_id
    where language = 'manifest' and surface ->> '$.kind' in ('package', 'cargo', 'go') and name is not null`.execute(db);
  return new Map(rows.map(({ path, name }) => [folderOf(path), name]));
}

function fromPackage(path: string, packages: ReadonlyMap<string, string>): (readonly string[])[] {
  for (const folder of foldersUp(path)) {
    const name = packages.get(folder);
    if (name !== undefined) return [segmentsOf(`${name}/${withoutExtension(path.slice(folder.length))}`)];
  }
  return [];
}

const withoutExtension = (path: string): string => path.replace(/\.[^./]+$/, '');

const segmentsOf = (path: string): string[] =>
  path
    .toLowerCase()
    .replaceAll('-', '_')
    .split(/[/.@]/)
    .filter((part) => part !== '');

/** How far a symbol is from the place that is named: nothing in a namespace of that name, else the folders and files between them. */
function distanceTo({ surface, around }: Place, { id }: CodeNode, named: string): number {
  const namespace = namespaceOf(surface, id % IDS_PER_FILE);
  if (`.${namespace}`.endsWith(`.${named}`)) return 0;
  const outer = namespace !== '' && named.endsWith(`.${namespace}`) ? named.slice(0, -namespace.length) : named;
  const wanted = segmentsOf(outer);
  return Math.min(...around.map((segments) => 1 + behindLast(segments, wanted)));
}

function namespaceOf({ language, namespace, definitions }: Place['surface'], id: number): string {
  let at = definitions.find((definition) => definition.id === id);
  while (at !== undefined && at.parent > 0) at = definitions[at.parent];
  const whole = at?.namespace ?? namespace;
  return languageByName(language)?.family === 'c' ? whole.slice(ROOT_NAMESPACE.length + 1) : whole;
}

/** Folders that nobody names. */
const UNNAMED: ReadonlySet<string> = new Set(['src', 'lib', 'source', 'include']);

/** How many parts come behind the last one that is wanted, where all follow one another. */
function behindLast(parts: readonly string[], wanted: readonly string[]): number {
  const told = parts.filter((part) => !UNNAMED.has(part) || wanted.includes(part));
  const all = `/${told.join('/')}/`;
  const at = all.lastIndexOf(`/${wanted.join('/')}/`);
  return at < 0 ? Number.POSITIVE_INFINITY : all.slice(at + wanted.join('/').length + 2).split('/').length - 1;
}
