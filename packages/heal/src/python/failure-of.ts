import type { Failure, FailureKind } from '@cm/core';
import { fingerprint } from '../fingerprint.ts';
import type { ReportedFailure } from './read-report.ts';

export function failureOf(test: string, file: string, reported: ReportedFailure): Failure {
  return {
    framework: 'pytest',
    test,
    kind: reported.kind,
    file,
    message: reported.type === '' ? reported.message : `${reported.type}: ${reported.message}`,
    frames: reported.frames.map(([path, line]) => ({ path, line })),
    ...(reported.expected === undefined ? {} : { expected: reported.expected }),
    ...(reported.actual === undefined ? {} : { actual: reported.actual }),
    fingerprint: fingerprint(`${reported.type}: ${reported.message}`),
  };
}

/** A failure of which only the manner of its end is known. */
export function endedFailure(test: string, file: string, kind: FailureKind & ('crash' | 'timeout'), message: string): Failure {
  return { framework: 'pytest', test, kind, file, message, frames: [], fingerprint: fingerprint(message) };
}
