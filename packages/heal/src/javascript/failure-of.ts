// From what a JavaScript runner reported of a failing test to heal's Failure.
import { posix } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Failure, FailureKind, Framework, SourceLocation } from '@cm/core';
import { fingerprint } from '../fingerprint.ts';
import type { ReportedError } from './report-events.ts';

const MAX_FRAMES = 30;
const LONGEST_MESSAGE = 4_000;

/** `path` of a report relative to the repository's root, or undefined when it is outside of it or in node_modules. */
export function repositoryPath(path: string, inside: string): string | undefined {
  const plain = path.startsWith('file://') ? decodeURI(path.slice('file://'.length)) : path;
  const absolute = posix.normalize(plain.replaceAll('\\', '/').replace(/\?.*$/, ''));
  if (!absolute.startsWith(`${inside}/`)) return undefined;
  const relative = absolute.slice(inside.length + 1);
  return relative === '' || relative.split('/').includes('node_modules') ? undefined : relative;
}

// `at name (file:line:column)`, `at file:line:column` and, in syntax errors, a first line of `file:line`.
const STACK_PLACE = /(?:\(|\bat (?:async )?|^)((?:file:\/\/|\/)[^\n()]*?):(\d+)(?::(\d+))?\)?\s*$/;

/** The places in the repository that a stack trace names, innermost first. */
export function framesOf(stack: string, inside: string): SourceLocation[] {
  const frames: SourceLocation[] = [];
  for (const line of stripVTControlCharacters(stack).split('\n')) {
    const found = STACK_PLACE.exec(line);
    const path = found?.[1] === undefined ? undefined : repositoryPath(found[1], inside);
    if (found === null || path === undefined || frames.length >= MAX_FRAMES) continue;
    frames.push({ path, line: Number(found[2]), ...(found[3] === undefined ? {} : { column: Number(found[3]) }) });
  }
  return frames;
}

export interface FailingTest {
  framework: Framework;
  id: string;
  file: string;
  error: ReportedError;
  /** Where no test of the file could run. */
  collection?: boolean;
  /** The watchdog had to kill it. */
  stalled?: boolean;
}

export function failureOf(test: FailingTest, inside: string): Failure {
  const { error } = test;
  const reported = error.frames
    ?.map(({ file, line, column }) => ({ path: repositoryPath(file, inside), line, ...(column === undefined ? {} : { column }) }))
    .filter((frame): frame is SourceLocation => frame.path !== undefined);
  const said = stripVTControlCharacters(test.collection ? collectionMessage(error) : error.message);
  const message = said.replace(/\n\s+at [\s\S]*$/, '').slice(0, LONGEST_MESSAGE);
  const compared =
    error.expected === undefined && error.actual === undefined
      ? {}
      : { expected: error.expected ?? '', actual: error.actual ?? '' };
  return {
    framework: test.framework,
    test: test.id,
    kind: kindOf(test),
    file: test.file,
    message: test.stalled ? 'it was stuck in a loop and was killed' : message,
    frames: reported?.length ? reported : framesOf(error.stack ?? '', inside),
    ...compared,
    fingerprint: fingerprint(`${error.name ?? ''}: ${message}`.replaceAll(inside, '')),
  };
}

function kindOf({ error, collection, stalled }: FailingTest): FailureKind {
  if (stalled) return 'timeout';
  if (
    error.failureType === 'testTimeoutFailure' ||
    /^(?:Error: )?(?:thrown: ")?(?:Test|Hook|Exceeded).*(?:timed out|timeout)/.test(error.message)
  )
    return 'timeout';
  if (error.signal !== undefined || /worker (?:process|exited)|was terminated by another process/i.test(error.message))
    return 'crash';
  if (collection) return 'collection';
  if (/^assert(?:\.\w+)?\(/.test(error.message)) return 'assertion';
  return error.matcher === true ||
    error.code === 'ERR_ASSERTION' ||
    error.name === 'AssertionError' ||
    error.name === 'JestAssertionError'
    ? 'assertion'
    : 'error';
}

/** node:test says no more than "test failed" of a file; the reason is the first error on its stderr. */
function collectionMessage(error: ReportedError): string {
  const said = /^(?:\w*Error|Error)\b.*(?:\n(?!\s+at ).*){0,3}/m.exec(stripVTControlCharacters(error.stack ?? ''));
  return error.message === '' || error.message === 'test failed' ? (said?.[0] ?? error.message) : error.message;
}
