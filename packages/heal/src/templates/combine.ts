// Two changes at once: where logic is missing, one edit seldom does.
import { sha256 } from '@cm/core';
import { applyEdits, type Candidate } from '../candidate.ts';

const MOST_PAIRS = 2_000;

/**
 * Pairs of the candidates that came nearest, given best first: the pairs of the best come first. Each changes two separate places; pairs with
 * equal results are tried once.
 */
export function* combineCandidates(best: readonly Candidate[], sources: ReadonlyMap<string, string>): Iterable<Candidate> {
  const seen = new Set<string>();
  let yielded = 0;
  for (let sum = 1; sum < 2 * best.length - 1; sum += 1) {
    for (let first = Math.max(0, sum - best.length + 1); first < sum - first; first += 1) {
      const pair = combine(best[first]!, best[sum - first]!);
      const result = pair && resultOf(pair, sources);
      if (!pair || result === undefined || seen.has(result)) continue;
      seen.add(result);
      yield pair;
      yielded += 1;
      if (yielded === MOST_PAIRS) return;
    }
  }
}

function combine(a: Candidate, b: Candidate): Candidate | undefined {
  const apart = a.edits.every((one) =>
    b.edits.every((other) => one.path !== other.path || one.end < other.start || other.end < one.start),
  );
  if (!apart) return undefined;
  const edits = [...a.edits, ...b.edits].sort((one, other) =>
    one.path < other.path ? -1 : one.path > other.path ? 1 : one.start - other.start,
  );
  return {
    id: sha256(JSON.stringify(edits)),
    edits,
    template: `${a.template} and ${b.template}`,
    weight: a.weight * b.weight,
    path: a.path,
    line: a.line,
  };
}

function resultOf(candidate: Candidate, sources: ReadonlyMap<string, string>): string | undefined {
  const paths = [...new Set(candidate.edits.map((edit) => edit.path))];
  if (paths.some((path) => !sources.has(path))) return undefined;
  return sha256(
    paths
      .map((path) =>
        applyEdits(
          sources.get(path)!,
          candidate.edits.filter((edit) => edit.path === path),
        ),
      )
      .join('\0'),
  );
}
