import type { Reference } from '../answers.ts';
import { FileNames } from '../export/file-names.ts';
import { namesIn } from '../parse/parse-source.ts';
import type { EdgeType, Neighbour } from '../words.ts';
import { type Db, neighbours, nodeById, outline } from './queries.ts';
import { currentText } from './source.ts';

const USES: readonly EdgeType[] = [
  'calls',
  'instantiates',
  'extends',
  'implements',
  'references',
  'imports',
  'tests',
  'documents',
];
/** Files that are read and parsed for exact places; uses in others keep the first line alone. */
const MOST_PARSED = 200;

/** Who uses a symbol, or one of several, and in which places. */
export async function referencesTo(db: Db, root: string, ids: readonly number[]): Promise<Reference[]> {
  const files = new Map<string, FileNames | null>();
  const references: Reference[] = [];
  for (const id of ids) {
    const target = await nodeById(db, id);
    if (target === null) continue;
    const found = await neighbours(db, id, USES, 'to');
    // `tests` edges stand beside the calls that they come from.
    const others = new Set(found.filter(({ edge }) => edge.type !== 'tests').map(({ node }) => node.id));
    for (const use of found.filter(({ node, edge }) => edge.type !== 'tests' || !others.has(node.id))) {
      const { path } = use.node;
      if (!files.has(path)) files.set(path, files.size < MOST_PARSED ? await namesOf(db, root, path) : null);
      references.push({ ...use, places: placesOf(use, files.get(path) ?? null, target.name) });
    }
  }
  return references;
}

/** null when the file is no longer what was indexed. */
async function namesOf(db: Db, root: string, path: string): Promise<FileNames | null> {
  const current = await currentText(db, root, path);
  if (current === null || !current.isIndexed) return null;
  return new FileNames(current.text, await namesIn(current.text, path), await outline(db, path));
}

function placesOf({ node, edge }: Neighbour, names: FileNames | null, target: string): Reference['places'] {
  const places = names?.uses(node, edge, target).map(([row, column]) => ({ line: row + 1, column: column + 1 })) ?? [];
  return places.length > 0 ? places : [{ line: edge.line, column: null }];
}
