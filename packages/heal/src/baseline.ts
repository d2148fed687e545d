// Runs every suite as the commit has it, and tells broken from flaky by repetition.
import type { Failure } from '@cm/core';
import { adapterOf } from './adapters.ts';
import { suiteNotRunnable } from './errors.ts';
import type { OnProgress } from './progress.ts';
import type { Suite, SuiteReport } from './suite.ts';
import type { Workbench } from './workbench.ts';

/** One suite that ran, with what fails in it always and what fails in it sometimes. */
export interface SuiteBaseline {
  suite: Suite;
  report: SuiteReport;
  broken: Failure[];
  flaky: Failure[];
  /** Where tests hang: how long one may take from now on, in milliseconds, so that waiting does not eat the time to repair. */
  testTimeoutMs?: number;
}

const LEAST_TEST_MS = 1_000;
/** How much longer than the slowest test that passes another one may take. */
const PATIENCE = 5;

export interface BaselineOptions {
  /** How often failing tests are run again, each in a process of its own. */
  repeat: number;
  timeoutMs: number;
  signal?: AbortSignal;
  onProgress: OnProgress;
}

/** @throws {CmError} `CM_SUITE_NOT_RUNNABLE` when not one suite could run. */
export async function runBaseline(
  workbench: Workbench,
  suites: readonly Suite[],
  options: BaselineOptions,
): Promise<SuiteBaseline[]> {
  const baselines: SuiteBaseline[] = [];
  const reasons: string[] = [];
  for (const suite of suites) {
    const report = await runSuite(workbench, suite, options, 'whole suite');
    if (report.tests.length === 0 && report.incomplete !== undefined) reasons.push(`${suite.command}: ${report.incomplete}`);
    else baselines.push(await splitFlaky(workbench, report, options));
  }
  if (baselines.length === 0) throw suiteNotRunnable(reasons);
  return baselines;
}

async function runSuite(
  workbench: Workbench,
  suite: Suite,
  options: BaselineOptions,
  why: string,
  tests?: string[],
): Promise<SuiteReport> {
  options.onProgress({ step: 'testing', suite, why });
  const { timeoutMs, signal } = options;
  const report = await adapterOf(suite).run(workbench, suite, {
    timeoutMs,
    ...(tests === undefined ? {} : { tests }),
    ...(signal === undefined ? {} : { signal }),
  });
  options.onProgress({
    step: 'tested',
    suite,
    passed: report.tests.filter((test) => test.status === 'passed').length,
    failed: report.tests.filter((test) => test.status === 'failed').length,
    durationMs: report.durationMs,
    ...(report.incomplete === undefined ? {} : { incomplete: report.incomplete }),
  });
  return report;
}

/** Runs what failed again, alone: what passes once is flaky and is left alone. */
async function splitFlaky(workbench: Workbench, report: SuiteReport, options: BaselineOptions): Promise<SuiteBaseline> {
  const failures = report.tests.flatMap((test) => (test.failure === undefined ? [] : [test.failure]));
  const passedOnce = new Set<string>();
  const hangs = new Set(failures.filter((failure) => failure.kind === 'timeout').map((failure) => failure.test));
  const slowest = Math.max(0, ...report.tests.filter((test) => test.status === 'passed').map((test) => test.durationMs));
  const limit = hangs.size === 0 ? {} : { testTimeoutMs: Math.max(LEAST_TEST_MS, PATIENCE * slowest) };
  const rounds = report.suite.framework === 'tsc' ? 0 : options.repeat;
  for (let round = 1; round <= rounds && failures.length > 0; round++) {
    // Hanging again takes as long as hanging once; one more time tells enough.
    const again = failures
      .map((failure) => failure.test)
      .filter((test) => !passedOnce.has(test) && (round === 1 || !hangs.has(test)));
    if (again.length === 0) break;
    options.onProgress({ step: 'repeating', failures: again.length, round, rounds });
    const repeated = await adapterOf(report.suite).run(workbench, report.suite, {
      tests: again,
      timeoutMs: options.timeoutMs,
      ...limit,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    for (const test of repeated.tests) if (test.status === 'passed') passedOnce.add(test.id);
  }
  return {
    suite: report.suite,
    report,
    ...limit,
    broken: failures.filter((failure) => !passedOnce.has(failure.test)),
    flaky: failures.filter((failure) => passedOnce.has(failure.test)),
  };
}
