// From the events of a run to the tests of a report.
import type { Framework } from '@cm/core';
import type { TestResult } from '../suite.ts';
import { failureOf, repositoryPath } from './failure-of.ts';
import type { ReportEvent } from './report-events.ts';

export interface ReadRun {
  framework: Framework;
  inside: string;
  events: readonly ReportEvent[];
  /** The watchdog killed a process of this run. */
  stalled: boolean;
}

/** How jest and vitest put it that a worker was killed. */
const KILLED = /signal=SIGKILL|worker exited unexpectedly|worker forks emitted error/i;

/** Names that a test has had before in its file get ` #2`, ` #3`: ids are unique. */
export function uniqueNames(): (id: string) => string {
  const seen = new Map<string, number>();
  return (id) => {
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return count === 1 ? id : `${id} #${count}`;
  };
}

export function testsOf({ framework, inside, events, stalled }: ReadRun): TestResult[] {
  const unique = uniqueNames();
  const tests: TestResult[] = [];
  const open = new Set<string>();
  for (const event of events) {
    const file = 'file' in event ? repositoryPath(event.file, inside) : undefined;
    if (file === undefined) continue;
    if (event.type === 'file-start') open.add(file);
    if (event.type === 'file-end') open.delete(file);
    if (event.type === 'file-error') {
      open.delete(file);
      const killed = stalled && (event.error.signal === 'SIGKILL' || KILLED.test(event.error.message));
      tests.push(
        broken(file, failureOf({ framework, id: file, file, error: event.error, collection: true, stalled: killed }, inside)),
      );
    }
    if (event.type === 'test') {
      const id = unique([file, ...event.path].join(' > '));
      const failure =
        event.status === 'failed'
          ? failureOf({ framework, id, file, error: event.error ?? { message: 'failed' } }, inside)
          : undefined;
      tests.push({ id, file, status: event.status, durationMs: event.ms, ...(failure === undefined ? {} : { failure }) });
    }
  }
  // A file that was begun and not ended died with its process.
  for (const file of open) {
    const error = { message: 'the process that ran it ended before it was done', signal: 'SIGKILL' };
    tests.push(broken(file, failureOf({ framework, id: file, file, error, stalled }, inside)));
  }
  return tests;
}

function broken(file: string, failure: NonNullable<TestResult['failure']>): TestResult {
  return { id: file, file, status: 'failed', durationMs: 0, failure };
}

/** The test files of ids, each once. */
export function filesOf(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.split(' > ')[0] ?? id))];
}

/** What was asked for, and files that broke as a whole and hold something asked for. */
export function onlyAsked(tests: readonly TestResult[], ids: readonly string[] | undefined): TestResult[] {
  if (ids === undefined) return [...tests];
  const asked = new Set(ids);
  const files = new Set(filesOf(ids));
  return tests.filter(
    (test) => asked.has(test.id) || (test.id === test.file && test.status === 'failed' && files.has(test.file)),
  );
}
