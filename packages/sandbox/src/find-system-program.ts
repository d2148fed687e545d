import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { notInstalled } from './errors.ts';

const SYSTEM_PATH = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/run/wrappers/bin',
  '/run/current-system/sw/bin',
];

/** The program of the system's with this name; the PATH comes last. @throws {CmError} `CM_SANDBOX_FAILED` where there is none. */
export function findSystemProgram(name: string): string {
  const folders = [...SYSTEM_PATH, ...(process.env.PATH ?? '').split(delimiter).filter(isAbsolute)];
  const found = folders.map((folder) => join(folder, name)).find(mayRun);
  if (found === undefined) throw notInstalled(name);
  return found;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
