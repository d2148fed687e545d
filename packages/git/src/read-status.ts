import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyIfThere, withStore } from './open-store.ts';
import { type Checkout, readConfig } from './repository.ts';
import { splitRecords } from './run-git.ts';

export interface Status {
  /** Tracked paths that differ from HEAD, in the index or in the working tree. */
  changed: string[];
  /** Paths that git neither tracks nor ignores. A folder that is a repository of its own ends in `/`. */
  untracked: string[];
}

/** Settings that say how files lie in this working tree, and whose values can do nothing else. */
const LAYOUT = [
  'core.autocrlf',
  'core.eol',
  'core.filemode',
  'core.symlinks',
  'core.ignorecase',
  'core.precomposeunicode',
  'core.trustctime',
];

/**
 * What of the user's checkout is not committed. Looks through a store of our own with a copy of the index: no filter, monitor or
 * hook runs and nothing is written. Files under a filter (LFS) whose time stamps changed count as changed, as the filter would have
 * to run to tell. Submodules are not looked into.
 */
export async function readStatus(repository: Checkout): Promise<Status> {
  const settings = await readConfig(repository);
  const layout = LAYOUT.flatMap((name) => (settings.has(name) ? ['-c', `${name}=${settings.get(name)}`] : []));
  const look = async (folder: string, git: (args: string[]) => Promise<{ stdout: string }>) => {
    await copyIndex(repository.gitDir, join(folder, 'git'));
    await copyIfThere(join(repository.commonDir, 'info', 'exclude'), join(folder, 'git', 'info', 'exclude'));
    await copyIfThere(join(repository.commonDir, 'info', 'attributes'), join(folder, 'git', 'info', 'attributes'));
    return parseStatus((await git([...layout, 'status', ...STATUS_OPTIONS])).stdout);
  };
  return withStore(
    repository,
    repository.head.commit,
    (store) => look(store.folder, (args) => store.git(args, { workTree: repository.root, cwd: repository.root })),
    'own',
  );
}

export const STATUS_OPTIONS = [
  '--porcelain=v1',
  '-z',
  '--no-renames',
  '--untracked-files=all',
  '--ignore-submodules=all',
] as const;

export function parseStatus(output: string): Status {
  const status: Status = { changed: [], untracked: [] };
  for (const record of splitRecords(output)) {
    (record.startsWith('??') ? status.untracked : status.changed).push(record.slice(3));
  }
  return status;
}

/** A split index keeps most entries in a second file beside it. */
async function copyIndex(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (name === 'index' || name.startsWith('sharedindex.')) await copyIfThere(join(from, name), join(to, name));
  }
}
