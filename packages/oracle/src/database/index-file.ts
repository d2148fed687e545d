import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSystemError } from '@cm/core';
import { indexNotWritable, stateIsLink } from '../errors.ts';

const STATE_FOLDER = '.codemonkeys';

export function defaultIndexFile(root: string): string {
  return join(root, STATE_FOLDER, 'oracle.db');
}

/** Makes the folder of the index; one called `.codemonkeys` gets a `.gitignore` of its own, so that the repository stays as clean as it was. */
export function prepareFolder(file: string): void {
  const folder = dirname(file);
  refuseLink(folder);
  for (const each of [file, `${file}-wal`, `${file}-shm`]) refuseLink(each);
  try {
    mkdirSync(folder, { recursive: true });
    if (basename(folder) === STATE_FOLDER) ignoreAll(join(folder, '.gitignore'));
  } catch (error) {
    throw indexNotWritable(file, error);
  }
}

function ignoreAll(path: string): void {
  try {
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW);
    writeSync(descriptor, '*\n');
    closeSync(descriptor);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
  }
}

function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw stateIsLink(path);
}

export function removeIndex(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
}
