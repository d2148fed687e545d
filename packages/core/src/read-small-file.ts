import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { CmError, isSystemError } from './errors.ts';

/**
 * The text of a file that people write, or null where there is none. Links, pipes, folders, files over `maxBytes` and
 * bytes that are not UTF-8 are refused: the file belongs to a repository that nobody vouches for.
 * @throws {CmError} `CM_BAD_FILE`, exit code 2.
 */
export async function readSmallFile(path: string, maxBytes: number): Promise<string | null> {
  const refuse = (why: string, hint: string, cause?: unknown) =>
    new CmError(`${path} ${why}`, { code: 'CM_BAD_FILE', hint, cause });
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return null;
    if (isSystemError(error, 'ELOOP')) throw refuse('is a symbolic link', 'put the file itself in its place', error);
    throw refuse('cannot be read', 'check its permissions and the folders above it', error);
  });
  if (file === null) return null;
  try {
    const about = await file.stat();
    if (!about.isFile()) throw refuse('is not a file', 'put a regular file in its place, or remove it');
    const bytes = new Uint8Array(maxBytes + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, size, bytes.length - size, size);
      size += bytesRead;
      if (size > maxBytes) throw refuse(`is larger than ${maxBytes} bytes`, 'make it smaller; it holds settings, not data');
      if (bytesRead === 0) break;
    }
    return decode(bytes.subarray(0, size), (cause) => refuse('is not valid UTF-8', 'save it as UTF-8', cause));
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array, invalid: (cause: unknown) => CmError): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid(cause);
  }
}
