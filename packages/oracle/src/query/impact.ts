import type { Impact, Impacted, ImpactOptions, Reached, TestToRun } from '../answers.ts';
import type { CodeNode, Edge, EdgeType } from '../words.ts';
import type { Changed } from './changed-symbols.ts';
import { OVERRIDE, overridden } from './overrides.ts';
import { possibleUses } from './possible-uses.ts';
import { type Db, edgesAt } from './queries.ts';
import { codeFirst, walk, withNodes } from './reach.ts';
import { testsToRun } from './tests-to-run.ts';

/** From who uses a symbol to the symbol. */
const USES: readonly EdgeType[] = ['calls', 'instantiates', 'references', 'extends', 'implements', 'tests', 'documents'];
const DEFAULT_DEPTH = 3;
const DEFAULT_LIMIT = 500;
const MOST_WALKED = 20_000;

/** The impact but for what git history adds. */
export async function impact(db: Db, changed: Changed, options: ImpactOptions): Promise<Omit<Impact, 'usually' | 'files'>> {
  const depth = options.depth ?? DEFAULT_DEPTH;
  const limit = options.limit ?? DEFAULT_LIMIT;
  const starts = changed.nodes.map((node) => node.id);
  const base = { types: USES, direction: 'to', depth, limit: MOST_WALKED } as const;
  const sure = await walk(db, starts, { ...base, admits: (edge) => edge.tier !== 'flow' });
  const all = await walk(db, starts, { ...base, extra: (frontier) => overridden(db, frontier) });
  for (const id of sure.reached.keys()) all.reached.delete(id);
  const certain = [...(await withNodes(db, sure.reached))];
  const possible = await withNodes(db, all.reached);
  const importers = await importersOf(
    db,
    changed,
    new Set([...certain, ...possible, ...changed.nodes.map((node) => ({ node }))].map(({ node }) => node.path)),
  );
  certain.push(...importers.named);
  possible.push(...importers.whole);
  const names = new Map([...changed.nodes, ...[...certain, ...possible].map(({ node }) => node)].map((node) => [node.id, node]));
  const explain = (list: Reached[]): Impacted[] =>
    list.sort(codeFirst).map((each) => ({ ...each, why: why(each.edge, names.get(each.edge.target_id)) }));
  const unknown = await possibleUses(db, changed.nodes, limit);
  const lists = { certain: explain(certain), possible: explain(possible) };
  const tests = await testsToRun(db, changed);
  const reasons = [
    sure.complete && all.complete ? null : `nothing farther than ${depth} edges away`,
    lists.certain.length > limit || lists.possible.length > limit || unknown.more ? `at most ${limit} of each list` : null,
  ].filter((reason) => reason !== null);
  return {
    changed: changed.nodes,
    certain: lists.certain.slice(0, limit),
    possible: lists.possible.slice(0, limit),
    unknown: unknown.uses,
    tests: tests satisfies TestToRun[],
    missing: changed.missing,
    cut: reasons.length === 0 ? null : reasons.join('; '),
  };
}

/** Files that name what changes in an import and do not show any other use of it; and those that import a file that changes as a whole. */
async function importersOf(
  db: Db,
  changed: Changed,
  shown: ReadonlySet<string>,
): Promise<{ named: Reached[]; whole: Reached[] }> {
  const modules = new Set(changed.modules.map((node) => node.id));
  const edges = await edgesAt(
    db,
    changed.nodes.map((node) => node.id),
    ['imports'],
    'to',
  );
  const best = new Map<number, { distance: number; confidence: number; edge: Edge }>();
  for (const edge of edges) {
    if (best.has(edge.source_id) && modules.has(edge.target_id)) continue;
    best.set(edge.source_id, { distance: 1, confidence: edge.confidence, edge });
  }
  const found = (await withNodes(db, best)).filter(({ node }) => !shown.has(node.path));
  return {
    named: found.filter(({ edge }) => !modules.has(edge.target_id)),
    whole: found.filter(({ edge }) => modules.has(edge.target_id)).map((each) => ({ ...each, confidence: each.confidence / 2 })),
  };
}

const VERBS: Readonly<Record<EdgeType, string>> = {
  contains: 'holds',
  imports: 'imports',
  calls: 'calls',
  instantiates: 'makes',
  extends: 'extends',
  implements: 'implements',
  references: 'names',
  tests: 'tests',
  documents: 'documents',
};

function why(edge: Edge, target: CodeNode | undefined): string {
  const name = target === undefined ? 'it' : target.qualified_name;
  return edge.evidence === OVERRIDE ? `stands for ${name} in another class` : `${VERBS[edge.type]} ${name} in line ${edge.line}`;
}
