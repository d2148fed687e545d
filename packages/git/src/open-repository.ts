import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isSystemError } from '@cm/core';
import { checkGitVersion } from './check-git-version.ts';
import { bareRepository, emptyRepository, notARepository } from './errors.ts';
import { readHistory } from './read-history.ts';
import { readStatus } from './read-status.ts';
import { listFiles, readCommittedFile } from './read-tree.ts';
import { type Checkout, type Repository, readConfig } from './repository.ts';
import { runGit } from './run-git.ts';

/**
 * Finds the checkout that `path` is in, from any folder of it. Reads only.
 * The root is the folder that holds `.git`, whatever `core.worktree` says, so that a repository can't name another folder as its own.
 * @throws {CmError} `CM_NOT_A_REPOSITORY`, `CM_EMPTY_REPOSITORY`, `CM_BARE_REPOSITORY`, `CM_GIT_MISSING`, `CM_GIT_TOO_OLD`, all with exit code 2.
 */
export async function openRepository(path: string): Promise<Repository> {
  await checkGitVersion();
  const { root, gitDir } = await findCheckout(path);
  const git = (...args: string[]) => runGit(args, { gitDir, workTree: root, answers: [1, 128] });
  const common = await git('rev-parse', '--git-common-dir');
  if (common.exitCode !== 0) throw notARepository(root);
  const commonDir = await realpath(resolve(gitDir, common.stdout.replace(/\n$/, '')));
  const branch = (await git('symbolic-ref', '-q', 'HEAD')).stdout.replace(/\n$/, '');
  const commit = (await git('rev-parse', '--verify', '-q', 'HEAD')).stdout.trim();
  const place = { root, gitDir, commonDir, name: basename(root) || 'repository' };
  if (commonDir === gitDir && (await readConfig(place)).get('core.bare') === 'true') throw bareRepository(root);
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw emptyRepository(root);
  const checkout: Checkout = {
    ...place,
    head: { commit, branch: branch.startsWith('refs/heads/') ? branch.slice('refs/heads/'.length) : null },
  };
  return {
    ...checkout,
    listFiles: (of) => listFiles(checkout, of),
    readFile: (of, file) => readCommittedFile(checkout, of, file),
    history: (options) => readHistory(checkout, options),
    status: () => readStatus(checkout),
  };
}

async function findCheckout(path: string): Promise<{ root: string; gitDir: string }> {
  let folder = await realFolder(path);
  for (;;) {
    const gitDir = await readGitLink(join(folder, '.git'));
    if (gitDir !== undefined) return { root: folder, gitDir };
    if (await isGitDir(folder)) throw bareRepository(folder);
    if (dirname(folder) === folder) throw notARepository(path);
    folder = dirname(folder);
  }
}

async function realFolder(path: string): Promise<string> {
  if (path.includes('\0')) throw notARepository(path);
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch (error) {
    if (isAbsence(error)) throw notARepository(path);
    throw error;
  }
}

/** The git folder that `.git` is or, in linked worktrees and submodules, names. */
async function readGitLink(link: string): Promise<string | undefined> {
  try {
    if ((await stat(link)).isDirectory()) return (await isGitDir(link)) ? await realpath(link) : undefined;
    const target = /^gitdir: (.+?)[\r\n]*$/s.exec(await readFile(link, 'utf8'))?.[1];
    return target === undefined ? undefined : await realpath(resolve(dirname(link), target));
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

async function isGitDir(folder: string): Promise<boolean> {
  const kinds = await Promise.all(['HEAD', 'objects', 'refs'].map((name) => exists(join(folder, name))));
  return kinds.every(Boolean);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG'].some((code) => isSystemError(error, code));
}
