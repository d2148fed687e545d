// Many patches turn the tests green; few are right. Which first, and whether any is sure enough to apply by itself.
import type { Failure } from '@cm/core';
import type { Candidate } from '../candidate.ts';
import { readHints } from './repair-context.ts';

export interface RankedCandidate {
  candidate: Candidate;
  /** False when another patch, as likely, does something else, or when the template is one that often only pleases the tests. */
  sure: boolean;
  /** One sentence for a person. */
  rationale: string;
}

export interface RankPlausibleInput {
  sources: ReadonlyMap<string, string>;
  failures: readonly Failure[];
}

/** How often a plausible patch of a template is right, 0 to 1: small changes of what is there, above deletions, guards and constants. */
const PRECISION: Readonly<Record<string, number>> = {
  'swap-comparison': 1,
  'swap-arithmetic': 1,
  'swap-augmented': 0.9,
  'swap-arguments': 1,
  'swap-operands': 1,
  'swap-elements': 0.9,
  'swap-logical': 1,
  'replace-variable': 0.95,
  'replace-attribute': 0.9,
  'replace-call': 0.95,
  'off-by-one': 0.9,
  'change-integer': 0.8,
  'change-boolean': 0.8,
  'change-string': 0.8,
  'negate-condition': 0.9,
  'add-null-check': 0.8,
  'unwrap-operand': 0.8,
  'unwrap-call': 0.8,
  'insert-update': 0.8,
  'insert-assignment': 0.6,
  'insert-statement': 0.6,
  'move-boundary': 0.7,
  'replace-expression': 0.7,
  'add-clause': 0.55,
  'drop-clause': 0.6,
  'change-return': 0.5,
  'insert-guard': 0.35,
  'remove-statement': 0.3,
  'replace-condition': 0.45,
  'change-branching': 0.5,
  'change-loop-control': 0.6,
  'wrap-extreme': 0.6,
  'extend-arithmetic': 0.6,
  'take-slice': 0.65,
  'wrap-expression': 0.6,
  'add-fallback': 0.5,
  'drop-decorator': 0.4,
  'change-exception': 0.8,
  'change-null': 0.7,
};
const ORDINARY = 0.6;
const SURE_PRECISION = 0.75;
/** How much likelier than the runner-up elsewhere the first must be. */
const SURE_LEAD = 1.5;

/** The likeliest to be right first; the same order for the same input. */
export function rankPlausible(plausible: readonly Candidate[], { sources, failures }: RankPlausibleInput): RankedCandidate[] {
  const scored = plausible.map((candidate) => ({ candidate, score: scoreOf(candidate, sources, failures) }));
  scored.sort((a, b) => b.score - a.score || a.candidate.line - b.candidate.line || (a.candidate.id < b.candidate.id ? -1 : 1));
  return scored.map(({ candidate, score }, index) => {
    const rival = scored.find(
      (other, at) => at !== index && (other.candidate.line !== candidate.line || other.candidate.path !== candidate.path),
    );
    const sure =
      index === 0 && precisionOf(candidate) >= SURE_PRECISION && (rival === undefined || score >= SURE_LEAD * rival.score);
    return { candidate, sure, rationale: explain(candidate, plausible.length) };
  });
}

function scoreOf(candidate: Candidate, sources: ReadonlyMap<string, string>, failures: readonly Failure[]): number {
  const size = candidate.edits.reduce((sum, edit) => sum + Math.max(edit.end - edit.start, edit.text.length), 0);
  const small = 1 / (1 + size / 40);
  const overfit = copiesExpectation(candidate, sources, failures) ? 0.4 : 1;
  const hint = readHints(failures).offByOne && candidate.template === 'off-by-one' ? 1.2 : 1;
  // The weight already says where and how likely; its root keeps it from drowning the rest.
  return precisionOf(candidate) ** 2 * small * overfit * hint * candidate.weight ** 0.35;
}

function precisionOf(candidate: Candidate): number {
  const parts = candidate.template.split(' and ');
  return parts.reduce((product, name) => product * (PRECISION[name] ?? ORDINARY), parts.length > 1 ? 0.7 : 1);
}

/** True when the patch writes a number or string that the test expects and the file does not know: it may fit this test only. */
function copiesExpectation(candidate: Candidate, sources: ReadonlyMap<string, string>, failures: readonly Failure[]): boolean {
  if (candidate.template === 'change-string') return false;
  const added = candidate.edits.flatMap((edit) => edit.text.match(/\b\d{2,}\b|'[^']{2,}'|"[^"]{2,}"/g) ?? []);
  const text = sources.get(candidate.path) ?? '';
  return added.some(
    (literal) =>
      !text.includes(literal) &&
      failures.some((failure) => (failure.expected ?? '').includes(literal.replace(/^['"]|['"]$/g, ''))),
  );
}

function explain(candidate: Candidate, count: number): string {
  const others = count === 1 ? 'the only change found that passes' : `the likeliest of ${count} changes that pass`;
  return `${candidate.template.replaceAll('-', ' ')} at ${candidate.path}:${candidate.line}, ${others}`;
}
