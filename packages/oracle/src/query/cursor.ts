import { sql } from 'kysely';
import type { Cursor, Finding } from '../answers.ts';
import { eachWord, splitName } from '../parse/split-words.ts';
import type { CodeNode, EdgeType, Neighbour } from '../words.ts';
import { RUN_WHOLE } from './calls.ts';
import { COLUMNS, type Db, edgesAt, enclosing, innerOf, neighbours, nodesById } from './queries.ts';
import { currentText } from './source.ts';
import { suggest } from './suggest.ts';
import { testsToRun } from './tests-to-run.ts';

const CALLS: readonly EdgeType[] = ['calls', 'instantiates'];
const USES: readonly EdgeType[] = ['calls', 'instantiates', 'references', 'extends', 'implements', 'imports'];
const MOST_SIMILAR = 5;
const MOST_WORDS = 12;
const MOST_TESTS = 20;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

export interface Place {
  path: string;
  line: number;
  column: number | undefined;
}

/** What is at a place, but for what git history adds. */
export async function cursorAt(
  db: Db,
  root: string,
  place: Place,
  findings: readonly Finding[],
): Promise<Omit<Cursor, 'usually'>> {
  const { path, line } = place;
  const around = await enclosing(db, path, line);
  const [here] = around;
  if (here === undefined) return { path, line, around, means: [], callers: [], callees: [], tests: [], similar: [], next: [] };
  const current = await currentText(db, root, path);
  const tests = (await testsToRun(db, { nodes: [here], paths: [path] }, MOST_TESTS)).slice(0, MOST_TESTS);
  return {
    path,
    line,
    around,
    means: await meantAt(db, around, place, current?.isIndexed ? current.text : null),
    callers: await neighbours(db, here.id, CALLS, 'to'),
    callees: await calledIn(db, here),
    tests,
    similar: await similarTo(db, here),
    next: await suggest(db, around, tests, findings),
  };
}

/** A function calls what is called in functions within it; the methods of a class are many, and symbols of their own. */
async function calledIn(db: Db, { id, type }: CodeNode): Promise<Neighbour[]> {
  const found = await neighbours(db, id, CALLS, 'from');
  if (!RUN_WHOLE.has(type)) return found;
  const seen = new Set([id, ...found.map(({ node }) => node.id)]);
  const inner = (await innerOf(db, [id])).map((each) => each.id);
  for (const each of inner) seen.add(each);
  for (const each of inner)
    for (const neighbour of await neighbours(db, each, CALLS, 'from')) {
      if (seen.has(neighbour.node.id)) continue;
      seen.add(neighbour.node.id);
      found.push(neighbour);
    }
  return found;
}

/** What the uses at the line mean; with a column, the use of the name there. */
async function meantAt(db: Db, around: readonly CodeNode[], { line, column }: Place, text: string | null): Promise<Neighbour[]> {
  const edges = await edgesAt(
    db,
    around.map(({ id }) => id),
    USES,
    'from',
  );
  const nodes = await nodesById(
    db,
    edges.map((edge) => edge.target_id),
  );
  const word = column === undefined ? null : wordAt(text?.split('\n')[line - 1], column);
  const found: Neighbour[] = [];
  const seen = new Set<number>();
  for (const edge of edges) {
    const node = nodes.get(edge.target_id);
    // An edge holds the first line of its use only; a name says which of them is meant in any line.
    const isMeant = word === null ? edge.line === line : node?.name === word || edge.evidence.startsWith(`${word} from `);
    if (node === undefined || !isMeant || seen.has(node.id)) continue;
    seen.add(node.id);
    found.push({ node, edge });
  }
  return found;
}

function wordAt(line: string | undefined, column: number): string | null {
  for (const match of line?.matchAll(WORD) ?? [])
    if (match.index <= column - 1 && column - 1 <= match.index + match[0].length) return match[0];
  return line === undefined ? null : '';
}

/** Symbols of the same kind with the same words in their names and docstrings. */
async function similarTo(db: Db, node: CodeNode): Promise<CodeNode[]> {
  if (node.parent_id === null) return [];
  const words = new Set<string>();
  eachWord(`${node.name} ${node.docstring?.split('\n')[0] ?? ''}`, (word) => {
    for (const part of splitName(word).split(' ')) if (part.length > 2) words.add(part);
  });
  if (words.size === 0) return [];
  const match = `{name docstring} : (${[...words]
    .slice(0, MOST_WORDS)
    .map((word) => `"${word.replaceAll('"', '""')}"`)
    .join(' OR ')})`;
  const { rows } = await sql<{ id: number }>`
    select nodes.id as id from (select rowid, bm25(words, 8.0, 0.0, 3.0, 0.0) as rank from words where words match ${match} order by rank limit 60) as found
    join nodes on nodes.id = found.rowid
    where nodes.type = ${node.type} and nodes.id <> ${node.id} order by found.rank, nodes.path, nodes.start_line limit ${MOST_SIMILAR}`.execute(
    db,
  );
  const nodes = await db
    .selectFrom('nodes')
    .select(COLUMNS)
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  return rows.flatMap(({ id }) => nodes.find((each) => each.id === id) ?? []);
}
