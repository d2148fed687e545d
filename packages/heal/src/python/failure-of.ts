import { type Failure, type FailureKind, sha256 } from '@cm/core';
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

/** The same cause gives the same fingerprint: numbers, paths and addresses are taken out. */
function fingerprint(message: string): string {
  const shape = message
    .slice(0, 10_000)
    .replace(/(?:[\w.@-]*\/)+[\w.@-]+/g, '<path>')
    .replace(/0x[\da-f]+|\d+(?:\.\d+)?/gi, '<n>')
    .replace(/\s+/g, ' ')
    .slice(0, 1_000);
  return sha256(shape);
}
