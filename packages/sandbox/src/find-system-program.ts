import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const SYSTEM_PATH = [
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
  '/usr/local/bin',
  '/run/wrappers/bin',
  '/run/current-system/sw/bin',
];

/** The program of the system's with this name; the PATH comes last. Returns the bare name where there is none, so that starting it says so. */
export function findSystemProgram(name: string): string {
  const folders = [...SYSTEM_PATH, ...(process.env.PATH ?? '').split(delimiter).filter(isAbsolute)];
  return folders.map((folder) => join(folder, name)).find(mayRun) ?? name;
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
