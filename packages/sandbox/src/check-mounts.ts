import { closeSync, constants, lstatSync, mkdirSync, openSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize, relative, sep } from 'node:path';
import { badMount } from './errors.ts';
import type { Mount } from './sandbox.ts';
import { SYSTEM_FOLDERS } from './system-folders.ts';

const RESERVED = ['/proc', '/dev', '/sys', '/etc'];

/**
 * Returns the mounts with clean paths once each can be made: its source is there, and so is the place in an earlier mount that it
 * covers, which is made on the host where it is missing. That place is never reached through a symbolic link, which a hostile
 * repository could have put there to have folders made elsewhere.
 * @throws {CmError} `CM_BAD_MOUNT`
 */
export function checkMounts(mounts: readonly Mount[]): Mount[] {
  const checked: Mount[] = [];
  for (const mount of mounts) {
    const source = cleanPath(mount.source);
    const target = cleanPath(mount.target);
    const found = statSync(source, { throwIfNoEntry: false });
    if (found === undefined) throw badMount(source, 'it does not exist');
    if (target === sep || RESERVED.some((folder) => isIn(target, folder)))
      throw badMount(source, `${target} belongs to the sandbox`);
    const parent = checked.findLast((earlier) => isIn(target, earlier.target));
    if (parent !== undefined) makePlace(parent, target, found.isDirectory());
    else if (SYSTEM_FOLDERS.some((folder) => isIn(target, folder)) && statSync(target, { throwIfNoEntry: false }) === undefined) {
      throw badMount(source, `${target} is in a read-only folder of the system`);
    }
    checked.push({ source, target, mode: mount.mode });
  }
  return checked;
}

export function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function cleanPath(path: string): string {
  if (!isAbsolute(path) || path.includes('\0')) throw badMount(JSON.stringify(path), 'its path is not absolute');
  const clean = normalize(path);
  return clean.length > 1 && clean.endsWith(sep) ? clean.slice(0, -1) : clean;
}

function makePlace(parent: Mount, target: string, isFolder: boolean): void {
  const names = relative(parent.target, target).split(sep).filter(Boolean);
  let place = parent.source;
  for (const [index, name] of names.entries()) {
    place = join(place, name);
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found?.isSymbolicLink()) throw badMount(target, `${place} is a symbolic link`);
    if (found !== undefined) continue;
    if (parent.mode === 'ro') throw badMount(target, `${place} does not exist, and what it lies in is read-only`);
    if (isFolder || index < names.length - 1) mkdirSync(place);
    else closeSync(openSync(place, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY));
  }
}
