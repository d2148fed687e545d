import { dirname } from 'node:path/posix';
import type { CoChange, Impacted, ImpactedFile } from '../answers.ts';
import type { Db } from './queries.ts';
import { round } from './reach.ts';
import { isTestPath } from './test-path.ts';

/** How likely a file changes too when the graph says that it depends on what changes, by distance. From the history of hono. */
const BY_DISTANCE = [0, 0.12, 0.05, 0.02] as const;
const POSSIBLE = 0.5;
/** A test that is called like a file that changes: `core.py` and `test_core.py`. */
const NAMESAKE = 0.3;

/** The files that a change is likely to reach, the likeliest first: the graph and git's history are taken as two witnesses who know nothing of one another. */
export function impactedFiles(
  certain: readonly Impacted[],
  possible: readonly Impacted[],
  usually: readonly CoChange[],
  changed: ReadonlySet<string>,
  tests: readonly string[],
): ImpactedFile[] {
  const unlikely = new Map<string, number>();
  const whys = new Map<string, string[]>();
  const add = (path: string, probability: number, why: string) => {
    if (changed.has(path)) return;
    unlikely.set(path, (unlikely.get(path) ?? 1) * (1 - probability));
    whys.set(path, [...(whys.get(path) ?? []), why]);
  };
  for (const { path, together, commits, with: other, probability } of usually)
    add(path, probability, `changed in ${together} of ${commits} commits of ${other}`);
  const seen = new Set<string>();
  for (const [list, factor] of [
    [certain, 1],
    [possible, POSSIBLE],
  ] as const) {
    for (const { node, distance, confidence, why } of list.toSorted((a, b) => a.distance - b.distance)) {
      if (seen.has(node.path)) continue;
      seen.add(node.path);
      const base = BY_DISTANCE[Math.min(distance, BY_DISTANCE.length - 1)]!;
      add(node.path, base * factor * confidence, `${node.qualified_name} ${why}`);
    }
  }
  for (const [test, file] of namesakes(changed, tests)) add(test, NAMESAKE, `is called like ${file}`);
  return [...unlikely]
    .map(([path, rest]) => ({ path, probability: round(1 - rest), why: whys.get(path)! }))
    .sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1));
}

/** A name that several tests have, such as `index`, says something in the same folder alone. */
function namesakes(changed: ReadonlySet<string>, tests: readonly string[]): [test: string, file: string][] {
  const byStem = Map.groupBy(tests, stemOf);
  return [...changed].flatMap((file) => {
    const alike = byStem.get(stemOf(file)) ?? [];
    const near = alike.filter((test) => dirname(test) === dirname(file));
    return (near.length > 0 ? near : alike.length === 1 ? alike : []).map((test): [string, string] => [test, file]);
  });
}

export async function testFiles(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('files').select('path').where('skip', 'is', null).execute();
  return rows.map(({ path }) => path).filter(isTestPath);
}

/** `src/core.py`, `tests/test_core.py`, `core.test.ts` and `core_spec.rb` are all about `core`. */
function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.[^.]*$/, '')
    .replace(/^test_|[._-](?:tests?|specs?)$/g, '');
}
