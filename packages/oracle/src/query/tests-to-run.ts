import type { TestToRun } from '../answers.ts';
import type { CodeNode, EdgeType } from '../words.ts';
import type { Changed } from './changed-symbols.ts';
import { among, COLUMNS, type Db, edgesAt } from './queries.ts';
import { byNearness, walk, withNodes } from './reach.ts';
import { isTestPath } from './test-path.ts';

const USES: readonly EdgeType[] = ['calls', 'instantiates', 'references', 'tests', 'extends', 'implements'];
const FARTHEST = 6;
const MOST = 1000;
const MOST_WALKED = 20_000;
/** Confidence of a test whose file imports what changes, when none is known to use it. */
export const BY_IMPORT = 0.3;

/**
 * The tests that reach what changes, the nearest first; where none does, those of test files that import its file. Once there are `enough` of
 * them, none is looked for that is further away.
 */
export async function testsToRun(
  db: Db,
  changed: Pick<Changed, 'nodes' | 'paths'>,
  enough = Number.POSITIVE_INFINITY,
): Promise<TestToRun[]> {
  const found: TestToRun[] = changed.nodes
    .filter((node) => node.type === 'test')
    .map((node) => ({ node, distance: 0, confidence: 1 }));
  const starts = changed.nodes.filter((node) => node.parent_id !== null).map((node) => node.id);
  const seen = new Set<number>();
  const { reached } = await walk(db, starts, {
    types: USES,
    direction: 'to',
    depth: FARTHEST,
    limit: MOST_WALKED,
    admits: ({ type, source_id }) => {
      if (type === 'tests') seen.add(source_id);
      return true;
    },
    isEnough: () => seen.size >= enough,
  });
  for (const { node, distance, confidence } of await withNodes(db, reached))
    if (node.type === 'test') found.push({ node, distance, confidence });
  if (found.length === 0) found.push(...(await testsByImport(db, changed)));
  return found.sort(byNearness).slice(0, MOST);
}

async function testsByImport(db: Db, { nodes, paths }: Pick<Changed, 'nodes' | 'paths'>): Promise<TestToRun[]> {
  const modules = await db
    .selectFrom('nodes')
    .select('id')
    .where('path', 'in', among(paths))
    .where('parent_id', 'is', null)
    .execute();
  const targets = new Set([...modules.map(({ id }) => id), ...nodes.map(({ id }) => id)]);
  const edges = await edgesAt(db, targets, ['imports'], 'to');
  const files = await db
    .selectFrom('nodes')
    .select('path')
    .where('id', 'in', among(edges.map((edge) => edge.source_id)))
    .execute();
  const testFiles = files.map(({ path }) => path).filter(isTestPath);
  if (testFiles.length === 0) return [];
  const tests: CodeNode[] = await db
    .selectFrom('nodes')
    .select(COLUMNS)
    .where('path', 'in', among(testFiles))
    .where('type', '=', 'test')
    .orderBy('path')
    .orderBy('start_line')
    .limit(MOST)
    .execute();
  return tests.map((node) => ({ node, distance: 1, confidence: BY_IMPORT }));
}
