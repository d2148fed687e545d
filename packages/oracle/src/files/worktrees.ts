import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isError } from '@cm/core';

const LONGEST = 4096;
const MOST = 64;

/**
 * The folders of a repository's other worktrees. A link is believed only where both of its ends name each other, so that a repository can't point
 * at somebody else's.
 */
export function otherWorktrees(root: string): string[] {
  try {
    const git = join(root, '.git');
    const stat = lstatSync(git, { throwIfNoEntry: false });
    if (stat === undefined || stat.isSymbolicLink()) return [];
    if (stat.isDirectory()) return linkedFrom(git).filter((folder) => folder !== root);
    const own = resolve(root, /^gitdir: (.+)$/m.exec(readSmall(git))?.[1] ?? '');
    if (worktreeOf(own) !== root) return [];
    const common = resolve(own, readSmall(join(own, 'commondir')).trim());
    return [dirname(common), ...linkedFrom(common)].filter((folder) => folder !== root);
  } catch (error) {
    if (isError(error) && 'code' in error) return [];
    throw error;
  }
}

function linkedFrom(common: string): string[] {
  const folder = join(common, 'worktrees');
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const found: string[] = [];
  for (const name of readdirSync(folder).slice(0, MOST)) {
    const worktree = worktreeOf(join(folder, name));
    if (worktree !== null) found.push(worktree);
  }
  return found;
}

/** The worktree that a folder of git's own belongs to; null unless the worktree says the same. */
function worktreeOf(own: string): string | null {
  const pointer = readSmall(join(own, 'gitdir')).trim();
  const back = lstatSync(pointer, { throwIfNoEntry: false })?.isFile()
    ? /^gitdir: (.+)$/m.exec(readSmall(pointer))?.[1]
    : undefined;
  const folder = dirname(pointer);
  return back !== undefined && realpathSync(resolve(folder, back)) === realpathSync(own) ? realpathSync(folder) : null;
}

function readSmall(path: string): string {
  const stat = lstatSync(path);
  if (!stat.isFile() || stat.size > LONGEST) return '';
  return readFileSync(path, 'utf8');
}
