import type { Failure } from '@cm/core';

const MOST_GROUPS = 4;

/**
 * Failures that probably share a fault: those whose innermost frame outside their own test file is in the same file,
 * or else those of the same test file. The largest group first, at most four.
 */
export function groupFailures(failures: readonly Failure[]): Failure[][] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const place = failure.frames.find((frame) => frame.path !== failure.file)?.path ?? failure.file;
    groups.set(place, [...(groups.get(place) ?? []), failure]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length).slice(0, MOST_GROUPS);
}
