import type { Failure } from '@cm/core';
import type { LineScores } from './ochiai.ts';

const FARTHER = 0.75;

/** How strongly stack traces point at lines, 0 to 1: the innermost frame of the program 1, each one farther out less. */
export function stackEvidence(failures: readonly Failure[], isProtected: (path: string) => boolean): LineScores {
  const scores: LineScores = new Map();
  for (const failure of failures) {
    let strength = 1;
    for (const { path, line } of failure.frames) {
      if (isProtected(path)) continue;
      const inFile = scores.get(path) ?? new Map<number, number>();
      scores.set(path, inFile);
      inFile.set(line, Math.max(strength, inFile.get(line) ?? 0));
      strength *= FARTHER;
    }
  }
  return scores;
}
