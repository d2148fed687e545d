import type { HotSpot } from '../answers.ts';
import { among, type Db } from './queries.ts';
import { round } from './reach.ts';
import { currentText } from './source.ts';
import { isTestPath } from './test-path.ts';

const DEFAULT_LIMIT = 20;
/** Files whose text is looked at: those that change most. */
const MOST_READ = 300;
const TAB = 4;
const DEFAULT_INDENT = 4;

/** Files that change often and are complex, the hottest first. Tests are left out. */
export async function hotSpotsOf(
  db: Db,
  root: string,
  churn: ReadonlyMap<string, number>,
  options: { limit?: number },
): Promise<HotSpot[]> {
  const rows = await db
    .selectFrom('files')
    .select(['path', 'lines'])
    .where('skip', 'is', null)
    .where('path', 'in', among(churn.keys()))
    .execute();
  const candidates = rows
    .filter(({ path, lines }) => lines > 0 && !isTestPath(path))
    .map((row) => ({ ...row, commits: churn.get(row.path)! }))
    .sort((a, b) => b.commits - a.commits || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_READ);
  const found: Omit<HotSpot, 'score'>[] = [];
  for (const candidate of candidates) {
    const current = await currentText(db, root, candidate.path);
    if (current !== null) found.push({ ...candidate, complexity: complexityOf(current.text) });
  }
  const product = ({ commits, complexity }: Omit<HotSpot, 'score'>) => Math.sqrt(commits * complexity);
  const most = Math.max(1, ...found.map(product));
  return found
    .map((each) => ({ ...each, score: round(product(each) / most) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, options.limit ?? DEFAULT_LIMIT);
}

/** The sum of the levels by which lines are indented. Goes along with McCabe's number, and needs no grammar (Hindle et al. 2008). */
export function complexityOf(text: string): number {
  const indents = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => [.../^[ \t]*/.exec(line)![0]].reduce((width, character) => width + (character === '\t' ? TAB : 1), 0));
  const smallest = indents.filter((width) => width > 1).reduce((least, width) => Math.min(least, width), DEFAULT_INDENT);
  return indents.reduce((sum, width) => sum + Math.floor(width / smallest), 0);
}
