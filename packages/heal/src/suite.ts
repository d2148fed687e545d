// What a test suite is to heal. Each framework is one file in suites/ that implements SuiteAdapter.
import type { Failure, Framework } from '@cm/core';
import type { Candidate } from './candidate.ts';
import type { Workbench } from './workbench.ts';

export interface TestResult {
  /** As in Failure.test. */
  id: string;
  /** The test's file, relative to the repository's root. */
  file: string;
  status: 'passed' | 'failed' | 'skipped';
  durationMs: number;
  failure?: Failure;
}

/** For each test id, for each file of the repository, the lines (from 1, ascending) that ran while it ran. */
export type Coverage = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** What tests ran, and where it went wrong in them. */
export interface Traces {
  coverage: Coverage;
  /** Empty where the runner can't tell. */
  raised: Coverage;
}

export interface SuiteReport {
  suite: Suite;
  /** In the order they ran. A file that could not be collected is one failed result with kind `collection`. */
  tests: TestResult[];
  coverage?: Coverage;
  /** For each test id the lines at which exceptions came up, also those that were caught, where the runner can tell. */
  raised?: Coverage;
  durationMs: number;
  /** Set when the suite did not run to its end, and why, in words for a person. */
  incomplete?: string;
}

/** A suite found in a repository: `packages/a` may have one of its own. */
export interface Suite {
  framework: Framework;
  /** The folder it runs in, relative to the repository's root; '' for the root. */
  folder: string;
  /** How to run it, for a person to read, e.g. `python -m pytest`. */
  command: string;
}

export interface RunOptions {
  /** Only these tests (ids); all when absent. */
  tests?: readonly string[];
  coverage?: boolean;
  /** For the whole run. */
  timeoutMs: number;
  /** For one test, where the runner can stop one; a further case of a test that timed out gets a tenth, at least a second. */
  testTimeoutMs?: number;
  signal?: AbortSignal;
}

/** What became of one candidate. */
export interface Evaluation {
  candidate: Candidate;
  /** `plausible`: every target test passes and no guard test fails. `doubtful`: it failed a quick look that may have missed what it does. */
  outcome: 'plausible' | 'fails' | 'breaks-others' | 'timeout' | 'invalid' | 'doubtful';
  /** How many of the target tests pass with it. */
  targetsPassed: number;
  durationMs: number;
}

/** A warm process that tries candidates one after another, far faster than running the suite anew for each. */
export interface Evaluator {
  /**
   * Tries candidates in the order given and yields each result as it comes. Never throws for a bad candidate.
   * @param thorough Takes the time that leaves nothing doubtful.
   */
  evaluate(candidates: Iterable<Candidate>, signal?: AbortSignal, thorough?: boolean): AsyncIterable<Evaluation>;
  close(): Promise<void>;
}

export interface EvaluatorOptions {
  /** Tests that fail now and must pass. */
  targets: readonly string[];
  /** Tests that pass now and must go on passing, the likeliest to break first; tried after the targets pass. */
  guards: readonly string[];
  /** Per test, from its time when it passed. */
  testTimeoutMs: number;
  signal?: AbortSignal;
}

export interface SuiteAdapter {
  readonly framework: Framework;
  /** The suites of this framework in the tree. Reads files only; runs nothing. */
  detect(root: string, files: readonly string[]): Promise<Suite[]>;
  /** True for files that a repair must never touch: tests, their fixtures and configuration, snapshots. */
  isProtected(path: string): boolean;
  run(workbench: Workbench, suite: Suite, options: RunOptions): Promise<SuiteReport>;
  evaluator?(workbench: Workbench, suite: Suite, options: EvaluatorOptions): Promise<Evaluator>;
}
