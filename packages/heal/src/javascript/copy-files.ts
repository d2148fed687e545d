// Reading and writing files of the copy from outside of the sandbox. Tests can put a link in a file's or folder's place, and must not
// lead us to a file of the host by it.
import { constants } from 'node:fs';
import { open, realpath, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CmError, isSystemError } from '@cm/core';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

/** @throws {CmError} `CM_COPY_CHANGED` when `path` leads out of `root`, or is no file. */
export async function readCopy(root: string, path: string): Promise<Buffer> {
  const target = await placeIn(root, path);
  try {
    const file = await open(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) throw changed(path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (isSystemError(error, 'ELOOP')) throw changed(path);
    throw error;
  }
}

/** Replaces what is at `path`; a link or pipe there is removed, not followed. @throws {CmError} `CM_COPY_CHANGED` when its folder leads out of `root`. */
export async function writeCopy(root: string, path: string, data: string | Uint8Array): Promise<void> {
  const target = await placeIn(root, path);
  try {
    const file = await open(target, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const isFile = (await file.stat()).isFile();
      if (isFile) {
        await file.truncate();
        await file.writeFile(data);
        return;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (!['ELOOP', 'ENXIO', 'ENOENT', 'EISDIR'].some((code) => isSystemError(error, code))) throw error;
  }
  await rm(target, { recursive: true, force: true });
  const file = await open(target, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC, 0o644);
  try {
    await file.writeFile(data);
  } finally {
    await file.close();
  }
}

async function placeIn(root: string, path: string): Promise<string> {
  const real = await realpath(root);
  const target = join(real, path);
  try {
    if ((await realpath(dirname(target))) === dirname(target)) return target;
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ELOOP') && !isSystemError(error, 'ENOTDIR')) throw error;
  }
  throw changed(path);
}

function changed(path: string): CmError {
  return new CmError(`the tests put something else in the place of ${path}`, {
    code: 'CM_COPY_CHANGED',
    hint: 'tests that rewrite the sources they test cannot be repaired; make them write to a temporary folder',
  });
}
