import { z } from 'zod';
import type { Coverage } from '../suite.ts';
import { repositoryPath } from './failure-of.ts';
import type { Instrumented } from './instrument-tree.ts';
import { readLines } from './report-events.ts';
import { uniqueNames } from './run-report.ts';

const MAX_RECORDS = 200_000;

const record = z.object({
  file: z.string().max(20_000),
  /** The test's names, or null for what ran outside of tests. */
  test: z.array(z.string().max(20_000)).min(1).max(100).nullable(),
  hits: z.array(z.number().int().nonnegative()).max(1_000_000),
});

/** What hit-recorder.cjs wrote, as lines. What ran outside of tests, as a module's top level does, counts for each test of the file. */
export async function readCoverage(path: string, { points }: Instrumented, inside: string): Promise<Coverage> {
  const records = await readLines(path, record, MAX_RECORDS);
  const outside = new Map<string, number[]>();
  for (const { file, test, hits } of records) if (test === null) outside.set(file, [...(outside.get(file) ?? []), ...hits]);

  const unique = uniqueNames();
  const coverage = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (const { file, test, hits } of records) {
    const relative = repositoryPath(file, inside);
    if (test === null || relative === undefined) continue;
    coverage.set(unique([relative, ...test].join(' > ')), linesOf([...(outside.get(file) ?? []), ...hits], points));
  }
  return coverage;
}

function linesOf(hits: readonly number[], points: Instrumented['points']): Map<string, number[]> {
  const byPath = new Map<string, Set<number>>();
  for (const number of hits) {
    const point = points[number];
    if (point === undefined) continue;
    const lines = byPath.get(point.path) ?? new Set();
    for (const line of point.lines) lines.add(line);
    byPath.set(point.path, lines);
  }
  return new Map([...byPath].map(([path, lines]) => [path, [...lines].sort((a, b) => a - b)]));
}
