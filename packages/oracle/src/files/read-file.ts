import { hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { skippedBySize } from './skip-reason.ts';

export interface ReadFile {
  bytes: Uint8Array;
  sha256: string;
}

export const CRASHED = 'the parser crashed';
export const STUCK = 'it took too long to parse';
/** Reasons for a skip that lie in the content. */
export const PARSER_FAILURES: ReadonlySet<string> = new Set([CRASHED, STUCK]);

/** Reads a regular file, not through a link and not more than is indexed. Returns why not as a sentence. */
export function readSource(path: string): ReadFile | { skip: string } {
  let descriptor: number;
  try {
    // Not blocking: a pipe that took the file's place would otherwise be waited for.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return { skip: whyNot(error) };
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { skip: 'not a regular file' };
    const skip = skippedBySize(stat.size, path);
    if (skip !== null) return { skip };
    const buffer = Buffer.allocUnsafe(stat.size);
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    const bytes = buffer.subarray(0, length);
    return { bytes, sha256: hash('sha256', bytes) };
  } catch (error) {
    return { skip: whyNot(error) };
  } finally {
    closeSync(descriptor);
  }
}

function whyNot(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
  if (code === null) throw error;
  if (code === 'ENOENT') return 'vanished during the scan';
  return code === 'ELOOP' ? 'symbolic link' : `unreadable (${code})`;
}
