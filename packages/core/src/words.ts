// The words of the field, one type each. See docs/glossary.md. Paths are relative to the repository's root with
// forward slashes; lines and columns count from 1; times are ISO 8601 in UTC; durations are milliseconds.

/** A place in a file of the repository. */
export interface SourceLocation {
  path: string;
  line: number;
  column?: number;
}

/** The test runners and checkers whose failures are read. */
export type Framework = 'pytest' | 'node:test' | 'jest' | 'vitest' | 'tsc';

/** How a failing check failed. `collection` and `compile` mean that no test of the file could run. */
export type FailureKind = 'assertion' | 'error' | 'timeout' | 'crash' | 'collection' | 'compile';

/** One failing test or diagnostic, as its runner reported it. */
export interface Failure {
  framework: Framework;
  /** What the framework calls it, unique in its suite: a pytest node id, or `file > describe > test`. */
  test: string;
  kind: FailureKind;
  /** The test's file, or for `compile` the file that the diagnostic is in. */
  file: string;
  message: string;
  /** Frames inside the repository, innermost first. */
  frames: SourceLocation[];
  expected?: string;
  actual?: string;
  /** SHA-256 over what the failure says with numbers, paths and addresses taken out: the same cause, the same fingerprint. */
  fingerprint: string;
}

/** A place that may hold the fault. `score` is 0 to 1, the surest first in a list. */
export interface Suspect {
  path: string;
  startLine: number;
  endLine: number;
  /** The function or class around it, where there is one. */
  symbol?: string;
  score: number;
  why: string;
}

/** Whose fault a red build is. Only `ours` is repaired. */
export type Cause = 'ours' | 'flaky' | 'infrastructure' | 'external' | 'inconclusive';

/** What is wrong, whose fault it is and where it may be. */
export interface Diagnosis {
  cause: Cause;
  explanation: string;
  failures: Failure[];
  suspects: Suspect[];
}

/** The rungs of heal's ladder, cheapest and surest first. */
export type Rung = 'recall' | 'tools' | 'search' | 'model' | 'hand-over';

/** One file's new content. `beforeHash` is the SHA-256 of the bytes it replaces. */
export interface FileChange {
  path: string;
  beforeHash: string;
  after: string;
}

/** A proposed change, before anything has been done with it. */
export interface Patch {
  /** SHA-256 over the changes. */
  hash: string;
  changes: FileChange[];
  rung: Rung;
  /** The fix template, tool or model it came from. */
  origin: string;
  /** One sentence for a person. */
  rationale: string;
  /** Unified diff with `a/` and `b/` prefixes. */
  diff: string;
}

/** One check of the verification gate. */
export interface GateCheck {
  name: string;
  passed: boolean;
  detail: string;
}

/** What the gate says of a patch. `apply`: surely right enough to act on; `propose`: a person chooses. */
export interface Verdict {
  passed: boolean;
  confidence: 'apply' | 'propose' | 'reject';
  checks: GateCheck[];
  durationMs: number;
}

/** A patch that was put before the gate, and what came of it. */
export interface Attempt {
  runId: string;
  number: number;
  patch: Patch;
  verdict: Verdict;
}

/** How a run ended. */
export interface Outcome {
  runId: string;
  result: 'healed' | 'proposed' | 'not-healed' | 'nothing-to-do' | 'refused';
  branch?: string;
  commit?: string;
  attempts: number;
  durationMs: number;
  summary: string;
}
