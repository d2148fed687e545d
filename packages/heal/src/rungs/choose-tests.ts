// Which tests a candidate meets, and in which order: as few as tell, the fastest first.
import type { Failure } from '@cm/core';
import type { SuiteBaseline } from '../baseline.ts';
import type { TestResult } from '../suite.ts';
import type { RankedSuspects } from '../suspects.ts';

/** Enough failing tests to tell a repair from luck; the others are met by what survives. */
const MOST_TARGETS = 6;
const MOST_GUARDS = 80;
const GUARD_TIME_MS = 3_000;

/** The failing tests that each candidate must turn green, the fastest first. */
export function chooseTargets(baseline: SuiteBaseline, failures: readonly Failure[]): string[] {
  const time = new Map(baseline.report.tests.map((test) => [test.id, test.durationMs]));
  const hangs = (failure: Failure) => (failure.kind === 'timeout' ? 1 : 0);
  return [...failures]
    .sort((a, b) => hangs(a) - hangs(b) || (time.get(a.test) ?? 0) - (time.get(b.test) ?? 0))
    .slice(0, MOST_TARGETS)
    .map((failure) => failure.test);
}

/** The passing tests that run the suspects most, within a bound of time. */
export function chooseGuards(baseline: SuiteBaseline, suspects: RankedSuspects): string[] {
  const passing = baseline.report.tests.filter((test) => test.status === 'passed');
  const covering = passing
    .map((test) => ({ test, covered: suspects.coveredBy(test.id) }))
    .filter(({ covered }) => covered > 0 || !suspects.hasCoverage)
    .sort((a, b) => b.covered - a.covered || a.test.durationMs - b.test.durationMs);
  return withinTime(covering.map(({ test }) => test)).map((test) => test.id);
}

function withinTime(tests: readonly TestResult[]): TestResult[] {
  let spent = 0;
  return tests.slice(0, MOST_GUARDS).filter((test) => {
    spent += test.durationMs;
    return spent <= GUARD_TIME_MS;
  });
}
