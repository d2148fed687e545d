import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSystemError } from '@cm/core';
import { branchBlocked, branchExists, branchInvalid } from './errors.ts';
import type { Identity } from './identity.ts';
import type { Store } from './open-store.ts';
import type { Checkout } from './repository.ts';
import { runGit } from './run-git.ts';

const INTENT = 'branch-intent.json';
/** An orphaned `git update-ref` is done within milliseconds; a lock that has stood for this long has no owner. */
const LOCK_ABANDONED_MS = 2000;

/** @throws {CmError} `CM_BRANCH_INVALID`. */
export async function checkBranch(branch: string): Promise<void> {
  const shape =
    !branch.startsWith('-') && branch !== 'HEAD' && !branch.includes('\0') && branch.isWellFormed() && branch.length <= 200;
  if (!shape || (await runGit(['check-ref-format', `refs/heads/${branch}`], { answers: [1] })).exitCode !== 0)
    throw branchInvalid(branch);
}

/**
 * Creates the branch at the commit if it doesn't exist at that instant (compare-and-swap by git). The one place where git runs on the
 * user's git folder with its settings read: hooks are off by path, and by name where git has hooks in its configuration.
 * @throws {CmError} `CM_BRANCH_EXISTS`, `CM_BRANCH_BLOCKED`.
 */
export async function createBranch(
  store: Store,
  branch: string,
  commit: string,
  by: Identity,
  settings: ReadonlyMap<string, string>,
): Promise<void> {
  const { repository } = store;
  const ref = `refs/heads/${branch}`;
  await refuseLinks(repository, ref);
  if (await refExists(repository, ref)) throw branchExists(branch);
  const intent: Intent = { lock: `${join(repository.commonDir, ref)}.lock`, commit };
  await writeFile(join(store.folder, INTENT), JSON.stringify(intent));
  const env = { ...hooksOff(settings), GIT_COMMITTER_NAME: by.name, GIT_COMMITTER_EMAIL: by.email };
  const update = await runGit(['update-ref', '--no-deref', ref, commit, '0'.repeat(commit.length)], {
    ...at(repository),
    env,
    answers: [1, 128],
  });
  if (update.exitCode === 0) return;
  throw (await refExists(repository, ref)) ? branchExists(branch) : branchBlocked(branch, update.stderr);
}

interface Intent {
  lock: string;
  commit: string;
}

/**
 * Removes the lock that a killed `createBranch` may have left, told by the intent in its private folder.
 * @returns false while the lock is so young that an orphaned git may still hold it.
 */
export async function clearAbandonedLock(folder: string): Promise<boolean> {
  const intent = await readIntent(folder);
  if (intent === undefined) return true;
  try {
    const content = await readFile(intent.lock, 'utf8');
    // Git writes the new value into the lock and renames it: any other content is someone else's lock.
    if (content !== '' && content !== `${intent.commit}\n`) return true;
    if (Date.now() - (await lstat(intent.lock)).mtimeMs < LOCK_ABANDONED_MS) return false;
    await rm(intent.lock, { force: true });
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTDIR')) throw error;
  }
  return true;
}

async function readIntent(folder: string): Promise<Intent | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, INTENT), 'utf8')) as Intent;
  } catch (error) {
    // Absent, or torn: then git was not started.
    if (isSystemError(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function at(repository: Checkout) {
  return { gitDir: repository.gitDir, workTree: repository.root };
}

async function refExists(repository: Checkout, ref: string): Promise<boolean> {
  return (await runGit(['rev-parse', '--verify', '-q', ref], { ...at(repository), answers: [1, 128] })).exitCode === 0;
}

/** Git follows links under refs/heads, out of the repository if they lead there. */
async function refuseLinks(repository: Checkout, ref: string): Promise<void> {
  const heads = join(repository.commonDir, 'refs', 'heads');
  for (let path = join(repository.commonDir, ref); path !== heads; path = dirname(path)) {
    try {
      if ((await lstat(path)).isSymbolicLink())
        throw branchBlocked(ref.slice('refs/heads/'.length), 'a symbolic link is in its place');
    } catch (error) {
      if (!isSystemError(error, 'ENOENT') && !isSystemError(error, 'ENOTDIR')) throw error;
    }
  }
}

/** Newer gits also run `hook.<name>.command`, which core.hooksPath doesn't turn off. */
function hooksOff(settings: ReadonlyMap<string, string>): Record<string, string> {
  const names = new Set([...settings.keys()].flatMap((key) => /^(hook\..+)\.[^.]+$/s.exec(key)?.[1] ?? []));
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(names.size) };
  for (const [index, name] of [...names].entries()) {
    env[`GIT_CONFIG_KEY_${index}`] = `${name}.enabled`;
    env[`GIT_CONFIG_VALUE_${index}`] = 'false';
  }
  return env;
}
