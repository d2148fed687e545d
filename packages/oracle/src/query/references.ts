import type { Reference } from '../answers.ts';
import type { EdgeType } from '../words.ts';
import { type Db, neighbours, nodeById } from './queries.ts';
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
/** `tests` edges stand beside the calls that they come from. */
const DOUBLES: ReadonlySet<EdgeType> = new Set(['tests', 'imports']);

/** Who uses a symbol, and in which places: each line of the user's own text that has the name in it. */
export async function referencesTo(db: Db, root: string, id: number): Promise<Reference[]> {
  const target = await nodeById(db, id);
  if (target === null) return [];
  const found = await neighbours(db, id, USES, 'to');
  const direct = new Set(found.filter(({ edge }) => !DOUBLES.has(edge.type)).map(({ node }) => node.id));
  const references: Reference[] = [];
  for (const neighbour of found) {
    if (neighbour.edge.type === 'tests' && direct.has(neighbour.node.id)) continue;
    references.push({ ...neighbour, places: await placesIn(db, root, neighbour, target.name) });
  }
  return references;
}

/** The exact columns come from the text, where it still is the one that was indexed. */
async function placesIn(
  db: Db,
  root: string,
  { node, edge }: Reference | Omit<Reference, 'places'>,
  name: string,
): Promise<Reference['places']> {
  const first = [{ line: edge.line, column: null }];
  const current = await currentText(db, root, node.path);
  if (current === null || !current.isIndexed || edge.type === 'imports') return first;
  const word = wordOf(edge.evidence, name);
  const lines = current.text.split('\n');
  const inner = await innerSpans(db, node.id);
  const places: Reference['places'] = [];
  for (let line = edge.line; line <= Math.min(node.end_line, lines.length); line++) {
    if (inner.some((span) => span.start_line <= line && span.end_line >= line)) continue;
    for (const match of lines[line - 1]!.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu))
      if (match[0] === word) places.push({ line, column: match.index + 1 });
  }
  return places.length > 0 ? places : first;
}

/** An import can give it another name; the evidence holds the one that is written. */
function wordOf(evidence: string, name: string): string {
  return /^([\p{L}_$][\p{L}\p{N}_$]*) from /u.exec(evidence)?.[1] ?? /([\p{L}_$][\p{L}\p{N}_$]*)$/u.exec(evidence)?.[1] ?? name;
}

/** What is written inside of a symbol has edges of its own. */
function innerSpans(db: Db, id: number): Promise<{ start_line: number; end_line: number }[]> {
  return db
    .selectFrom('edges')
    .innerJoin('nodes', 'nodes.id', 'edges.target_id')
    .select(['nodes.start_line', 'nodes.end_line'])
    .where('edges.source_id', '=', id)
    .where('edges.type', '=', 'contains')
    .execute();
}
