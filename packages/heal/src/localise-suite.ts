// Runs the failing tests and their neighbours once with coverage, and ranks the places that may hold the fault.
import type { Failure } from '@cm/core';
import { adapterOf } from './adapters.ts';
import type { SuiteBaseline } from './baseline.ts';
import { type RankedSuspects, rankSuspects } from './localise/rank-suspects.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import type { TestResult, Traces } from './suite.ts';

/** A suite longer than this is run with coverage only for a sample of it. */
const WHOLE_SUITE_MS = 15_000;
const SAMPLE = 400;
const SLOWED_BY_COVERAGE = 2;

export interface TraceOptions {
  timeoutMs: number;
  signal: AbortSignal;
}

/** Which lines each test runs, and where exceptions come up; of a sample of the tests where the suite is long. */
export async function traceTests(
  workbench: OpenWorkbench,
  baseline: SuiteBaseline,
  failures: readonly Failure[],
  options: TraceOptions,
): Promise<Traces> {
  const tests = chooseForCoverage(baseline, failures);
  const report = await adapterOf(baseline.suite).run(workbench, baseline.suite, {
    ...(tests === undefined ? {} : { tests }),
    coverage: true,
    timeoutMs: options.timeoutMs,
    ...(baseline.testTimeoutMs === undefined ? {} : { testTimeoutMs: SLOWED_BY_COVERAGE * baseline.testTimeoutMs }),
    signal: options.signal,
  });
  // The tests may have put anything in a source's place.
  await workbench.worktree.reset();
  return { coverage: report.coverage ?? new Map(), raised: report.raised ?? new Map() };
}

/** The places that may hold the fault behind these failures, the likeliest first. */
export function localise(
  workbench: OpenWorkbench,
  baseline: SuiteBaseline,
  failures: readonly Failure[],
  traces: Traces,
  isProtected: (path: string) => boolean,
): Promise<RankedSuspects> {
  const sources = new Map<string, string>();
  const read = (path: string) => {
    const text = sources.get(path) ?? workbench.worktree.readText(path);
    sources.set(path, text);
    return text;
  };
  return rankSuspects({
    results: baseline.report.tests,
    ...traces,
    failures,
    sources: read,
    isProtected,
  });
}

/** Nothing means all: a sample is the failing tests, their files' other tests, and others spread evenly. */
function chooseForCoverage(baseline: SuiteBaseline, failures: readonly Failure[]): string[] | undefined {
  if (baseline.report.durationMs <= WHOLE_SUITE_MS) return undefined;
  const files = new Set(failures.map((failure) => failure.file));
  const broken = new Set(failures.map((failure) => failure.test));
  const runnable = baseline.report.tests.filter((test) => test.status !== 'skipped');
  const near = runnable.filter((test) => broken.has(test.id) || files.has(test.file));
  return [...new Set([...near, ...spread(runnable, SAMPLE)].map((test) => test.id))];
}

function spread(tests: readonly TestResult[], count: number): TestResult[] {
  const step = Math.max(1, Math.floor(tests.length / count));
  return tests.filter((_test, index) => index % step === 0);
}
