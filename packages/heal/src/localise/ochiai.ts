import type { Coverage } from '../suite.ts';

/** Lines by path. */
export type LineScores = Map<string, Map<number, number>>;

/**
 * Ochiai's suspicion of each line that some failing test runs: failing ÷ √(all failing × all that run it), 0 to 1.
 * Lines that no failing test runs are left out.
 */
export function ochiai(coverage: Coverage, failing: ReadonlySet<string>, passing: ReadonlySet<string>): LineScores {
  const failed = countRuns(coverage, failing);
  const passed = countRuns(coverage, passing);
  const total = [...coverage.keys()].filter((test) => failing.has(test)).length;
  const scores: LineScores = new Map();
  for (const [path, lines] of failed) {
    const inFile = new Map<number, number>();
    for (const [line, count] of lines) inFile.set(line, count / Math.sqrt(total * (count + (passed.get(path)?.get(line) ?? 0))));
    scores.set(path, inFile);
  }
  return scores;
}

function countRuns(coverage: Coverage, tests: ReadonlySet<string>): LineScores {
  const counts: LineScores = new Map();
  for (const [test, files] of coverage) {
    if (!tests.has(test)) continue;
    for (const [path, lines] of files) {
      const inFile = counts.get(path) ?? new Map<number, number>();
      counts.set(path, inFile);
      for (const line of lines) inFile.set(line, (inFile.get(line) ?? 0) + 1);
    }
  }
  return counts;
}
