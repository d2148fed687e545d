// Files below a root that someone else may be rearranging while we look: no symlink is followed, not even one that is put in
// place between a check and its use. Node has no openat(2); on Linux /proc/self/fd/N/name does the same.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CmError, isSystemError } from '@cm/core';
import { checkPath } from './check-path.ts';
import { fileTooLarge, noSuchFile, notText, pathRefused } from './errors.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const LEFTOVER = /^\.cm-write-(\d+)-[0-9a-f]{12}$/;

/**
 * The bytes of a regular file, or undefined when there is none.
 * @throws {CmError} `CM_PATH_REFUSED` for anything but a regular file or where a symlink is on the way; `CM_FILE_TOO_LARGE`.
 */
export function readConfined(root: string, path: string): { bytes: Buffer; mode: number; uid: number; gid: number } | undefined {
  const names = checkPath(path);
  try {
    return inFolderOf(root, path, names, false, (folder, name) => {
      // Without O_NONBLOCK, opening a FIFO would wait for a writer.
      const file = openSync(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const stat = fstatSync(file);
        checkRegular(path, stat);
        return { bytes: readFileSync(file), mode: stat.mode & 0o777, uid: stat.uid, gid: stat.gid };
      } finally {
        closeSync(file);
      }
    });
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw asRefusal(path, error);
  }
}

/** The text of a file, its byte order mark included. @throws {CmError} `CM_NO_SUCH_FILE`, `CM_NOT_TEXT` and those of `readConfined`. */
export function readConfinedText(root: string, path: string): string {
  const file = readConfined(root, path);
  if (file === undefined) throw noSuchFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file.bytes);
  } catch (error) {
    if (isSystemError(error, 'ERR_ENCODING_INVALID_ENCODED_DATA')) throw notText(path);
    throw error;
  }
}

/**
 * Replaces a file, or makes it and the folders above it, in one step: a reader sees the old content or the new. Mode and owner stay.
 * `confirm` is called with what is there just before the step; what it throws stops the write.
 */
export function writeConfined(root: string, path: string, content: string | Uint8Array, confirm?: () => void): void {
  const names = checkPath(path);
  const before = readConfined(root, path);
  try {
    inFolderOf(root, path, names, true, (folder, name) => {
      removeLeftovers(folder);
      const temporary = join(folder, `.cm-write-${process.pid}-${randomBytes(6).toString('hex')}`);
      const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
      try {
        writeFileSync(file, content);
        fchmodSync(file, before?.mode ?? 0o644);
        if (before !== undefined && process.getuid?.() === 0) fchownSync(file, before.uid, before.gid);
        fsyncSync(file);
        confirm?.();
        renameSync(temporary, join(folder, name));
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error;
      } finally {
        closeSync(file);
      }
    });
  } catch (error) {
    throw asRefusal(path, error);
  }
}

/** Removes a file; one that is gone is fine. */
export function removeConfined(root: string, path: string): void {
  inFolderOf(root, path, checkPath(path), false, (folder, name) => rmSync(join(folder, name), { force: true }));
}

/** Runs `use` on the folder that holds the path, reached name by name from the root without following a symlink. */
function inFolderOf<T>(
  root: string,
  path: string,
  names: string[],
  create: boolean,
  use: (folder: string, name: string) => T,
): T {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  let handle = openSync(root, constants.O_RDONLY | constants.O_DIRECTORY);
  let plain = root;
  try {
    for (const name of names.slice(0, -1)) {
      const next = join(reach(handle, plain), name);
      if (create) makeFolder(next);
      if (lstatSync(next).isSymbolicLink()) throw pathRefused(path, `${name} is a symbolic link`);
      const inner = openSync(next, flags);
      closeSync(handle);
      handle = inner;
      plain = join(plain, name);
    }
    return use(reach(handle, plain), names.at(-1)!);
  } finally {
    closeSync(handle);
  }
}

function reach(handle: number, plain: string): string {
  return process.platform === 'linux' ? `/proc/self/fd/${handle}` : plain;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
}

/** Removes what a process that was killed in the middle of a write has left in the folder. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = LEFTOVER.exec(name)?.[1];
    if (owner !== undefined && !runs(Number(owner))) rmSync(join(folder, name), { force: true });
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isSystemError(error, 'ESRCH');
  }
}

function checkRegular(path: string, stat: Stats): void {
  if (!stat.isFile()) throw pathRefused(path, 'it is not a regular file');
  if (stat.size > MAX_BYTES) throw fileTooLarge(path, stat.size);
}

const REFUSALS: Record<string, string> = {
  ELOOP: 'a symbolic link is on the way',
  ENOTDIR: 'a part of it is not a folder',
  EISDIR: 'it is a folder',
  ENXIO: 'it is not a regular file',
  ENAMETOOLONG: 'it is too long',
  EACCES: 'the system does not allow it',
  EPERM: 'the system does not allow it',
};

function asRefusal(path: string, error: unknown): unknown {
  if (error instanceof CmError) return error;
  const why = Object.entries(REFUSALS).find(([code]) => isSystemError(error, code))?.[1];
  return why === undefined ? error : pathRefused(path, why);
}
