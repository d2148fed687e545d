// What is installed in the person's checkout: git ignores it, so the copy lacks it, and tests need it.
import { lstat, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { isError } from '@cm/core';
import type { Mount } from '@cm/sandbox';

/** Folders to show, by their place in the repository. */
export type Dependencies = ReadonlyMap<string, string>;

export const PYTHON_ENVIRONMENTS: readonly string[] = ['.venv', 'venv'];
const MODULES = 'node_modules';

/** The checkout's node_modules folders, virtual environments and egg-info. `files` are those of the copy of its commit. */
export async function installedDependencies(checkout: string, copy: string, files: readonly string[]): Promise<Dependencies> {
  const places = new Set<string>(PYTHON_ENVIRONMENTS);
  for (const file of files) if (basename(file) === 'package.json') places.add(join(dirname(file), MODULES));
  for (const folder of ['', 'src'])
    for (const name of await namesIn(join(checkout, folder))) if (name.endsWith('.egg-info')) places.add(join(folder, name));
  const found = new Map<string, string>();
  for (const place of [...places].sort()) {
    if (files.some((file) => file.startsWith(`${place}/`)) || !(await canHold(copy, place))) continue;
    const source = await installedAt(checkout, place);
    if (source !== undefined) found.set(place, source);
  }
  return found;
}

/** The places of virtual environments that are links in the commit: what they lead to is the repository's choice, and not shown. */
export async function committedLinks(copy: string): Promise<string[]> {
  const linked = await Promise.all(PYTHON_ENVIRONMENTS.map(async (place) => ((await canHold(copy, place)) ? [] : [place])));
  return linked.flat();
}

/** True where the copy has nothing in the way: no link that leads elsewhere, and no file. */
async function canHold(copy: string, place: string): Promise<boolean> {
  let path = copy;
  for (const name of place.split(sep)) {
    path = join(path, name);
    const kind = await unlessAbsent(lstat(path));
    if (kind === undefined) return true;
    if (!kind.isDirectory()) return false;
  }
  return true;
}

/**
 * Where the folder really is, when something is in it. A link that a person made in their checkout is followed to what it says it
 * is (another node_modules, a virtual environment), and to nothing else: not to a home.
 */
async function installedAt(checkout: string, place: string): Promise<string | undefined> {
  const real = await unlessAbsent(realpath(join(checkout, place)));
  if (real === undefined) return undefined;
  const names = await namesIn(real);
  const isOwn = real === join(await realpath(checkout), place);
  const isSame =
    basename(place) === MODULES
      ? basename(real) === MODULES
      : PYTHON_ENVIRONMENTS.includes(place) && names.includes('pyvenv.cfg') && names.includes('bin');
  return names.length > 0 && (isOwn || isSame) ? real : undefined;
}

/** What can't be looked at is not installed. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES']);

async function unlessAbsent<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (isError(error) && 'code' in error && ABSENT.has(String(error.code))) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return (await unlessAbsent(readdir(folder))) ?? [];
}

export function dependencyMounts(dependencies: Dependencies, inside: string, remaps: boolean): Mount[] {
  return [...dependencies].map(([place, source]) => ({ source, target: remaps ? join(inside, place) : source, mode: 'ro' }));
}

/** Where the sandbox can't show a folder elsewhere, a link in the copy leads to it. */
export async function linkDependencies(copy: string, dependencies: Dependencies): Promise<void> {
  for (const [place, source] of dependencies) {
    await mkdir(dirname(join(copy, place)), { recursive: true });
    await symlink(source, join(copy, place), 'dir');
  }
}
