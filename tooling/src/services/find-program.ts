import { accessSync, constants, globSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { programMissing } from './errors.ts';

/**
 * The path of a program: on the PATH, or in a folder that the glob `besides` names, the newest version first.
 * @throws {CmError} `CM_SERVICE_MISSING`, with the Debian package to install.
 */
export function findProgram(program: string, { debianPackage, besides }: { debianPackage: string; besides?: string }): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const versions = besides === undefined ? [] : globSync(besides).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const found = [...folders, ...versions].map((folder) => join(folder, program)).find(isExecutable);
  if (found === undefined) throw programMissing(program, debianPackage);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
