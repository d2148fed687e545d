// Suite G: does impact name the files that later change together?
//   node --conditions=@cm/source bench/oracle-impact.ts PATH... [--commits N]
// The index and the history end N commits before HEAD. Of each later commit that touches 2 to 10 files that were there, one file after another
// is what changes, and the others are what impact should name. Beside impact stand its two sources alone, and what anybody can guess:
// the files that change most. P and R are precision and recall of the first five; MRR is 1 / rank of the first that is right, on average.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CoChange, type Impact, type Oracle, openOracle } from '@cm/oracle';
import { type Commit, cloneRepository } from './clone-repository.ts';
import { printTable } from './print-table.ts';

const FIRST = 5;
const LARGEST_COMMIT = 10;
const HISTORY = 5000;

type Ranking = (path: string, impact: Impact) => string[];

interface Sums {
  queries: number;
  precision: number;
  recall: number;
  reciprocal: number;
}

const unique = (paths: Iterable<string>, but: string): string[] => [...new Set(paths)].filter((path) => path !== but);

function rankings(churn: readonly string[]): Record<string, Ranking> {
  return {
    impact: (path, { files }) =>
      unique(
        files.map((file) => file.path),
        path,
      ),
    'graph alone': (path, { certain, possible }) =>
      unique(
        [...certain, ...possible].map(({ node }) => node.path),
        path,
      ),
    'co-change alone': (path, { usually }) =>
      unique(
        usually.map((each: CoChange) => each.path),
        path,
      ),
    'most changed': (path) => unique(churn, path),
  };
}

async function measure(source: string, later: number): Promise<object[]> {
  const clone = cloneRepository(source);
  try {
    const all = clone.commits(HISTORY);
    const cut = all[later];
    if (cut === undefined) throw new Error(`${source} has no ${later} commits`);
    clone.checkout(cut.id);
    const oracle = await openOracle({ root: clone.path, file: join(clone.path, '..', 'oracle.db'), embedder: null });
    try {
      await oracle.scan();
      return await score(oracle, source, all.slice(0, later), mostChanged(all.slice(later)));
    } finally {
      await oracle.close();
    }
  } finally {
    clone.remove();
  }
}

function mostChanged(commits: readonly Commit[]): string[] {
  const counts = new Map<string, number>();
  for (const { paths } of commits) for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([path]) => path);
}

async function score(oracle: Oracle, source: string, commits: readonly Commit[], churn: readonly string[]): Promise<object[]> {
  const { nodes } = await oracle.graph();
  const known = new Set(nodes.map((node) => node.path));
  const ways = rankings(churn.filter((path) => known.has(path)));
  const sums = new Map(Object.keys(ways).map((way) => [way, { queries: 0, precision: 0, recall: 0, reciprocal: 0 } as Sums]));
  const impacts = new Map<string, Impact>();
  let used = 0;
  for (const commit of commits) {
    const paths = commit.paths.filter((path) => known.has(path));
    if (paths.length < 2 || commit.paths.length > LARGEST_COMMIT) continue;
    used++;
    for (const path of paths) {
      const impact = impacts.get(path) ?? (await oracle.impact({ paths: [path] }));
      impacts.set(path, impact);
      const truth = new Set(paths.filter((other) => other !== path));
      for (const [way, rank] of Object.entries(ways))
        add(
          sums.get(way)!,
          rank(path, impact).filter((each) => known.has(each)),
          truth,
        );
    }
  }
  return [...sums].map(([way, { queries, precision, recall, reciprocal }]) => ({
    repository: source
      .replace(/\/repo$/, '')
      .split('/')
      .at(-1),
    commits: used,
    queries,
    way,
    [`P@${FIRST}`]: `${((100 * precision) / queries).toFixed(1)} %`,
    [`R@${FIRST}`]: `${((100 * recall) / queries).toFixed(1)} %`,
    MRR: (reciprocal / queries).toFixed(3),
  }));
}

/** A list that ends early is not charged for what it does not say: precision is of what was named. */
function add(sums: Sums, ranked: readonly string[], truth: ReadonlySet<string>): void {
  const first = ranked.slice(0, FIRST);
  const right = first.filter((path) => truth.has(path)).length;
  const rank = ranked.findIndex((path) => truth.has(path));
  sums.queries++;
  sums.precision += first.length === 0 ? 0 : right / first.length;
  sums.recall += right / truth.size;
  sums.reciprocal += rank < 0 ? 0 : 1 / (rank + 1);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { commits: { type: 'string', default: '300' } } });
if (positionals.length === 0) {
  process.stderr.write('usage: oracle-impact.ts PATH... [--commits N]\n');
  process.exit(2);
}
const rows: object[] = [];
for (const path of positionals) rows.push(...(await measure(path, Number(values.commits))));
printTable(rows);
