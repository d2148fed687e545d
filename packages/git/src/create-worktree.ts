import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '@cm/core';
import { readConfinedText, writeConfined } from './confined-file.ts';
import { openStore, type Store } from './open-store.ts';
import { createPrivateFolder, removeFolder } from './private-folder.ts';
import { parseStatus, STATUS_OPTIONS } from './read-status.ts';
import type { Checkout } from './repository.ts';
import { splitRecords } from './run-git.ts';

/** A throwaway copy of one commit. Its git folder lies outside `root`, so that what runs in the copy can't reach it. */
export interface Worktree {
  readonly root: string;
  /** The private folder (0700) that holds `root`: what else is put there goes with it, also when this process is killed. */
  readonly folder: string;
  readonly commit: string;
  /** The regular files there now, new ones that aren't ignored included. */
  listFiles(): Promise<string[]>;
  /** @throws {CmError} `CM_NO_SUCH_FILE`, `CM_NOT_TEXT`, `CM_FILE_TOO_LARGE`, `CM_PATH_REFUSED`. */
  readText(path: string): string;
  /** Replaces or makes a file, keeping its mode. @throws {CmError} `CM_PATH_REFUSED` also where a symbolic link is on the way. */
  write(path: string, text: string): void;
  /** What changed since the commit (or since what was kept last), new files included, as a unified diff with `a/` and `b/`. */
  diff(since?: 'kept' | 'commit'): Promise<string>;
  /** What changed since what was kept last; the commit, when nothing was. */
  changedPaths(): Promise<string[]>;
  /** Makes these files, as they are now, part of the state that `reset` goes back to. */
  keep(paths: readonly string[]): Promise<void>;
  /** Puts the kept state's files back and removes new ones; ignored files (installed dependencies) stay. */
  reset(): Promise<void>;
  remove(): Promise<void>;
}

export interface WorktreeOptions {
  commit: string;
  /** Where the copy's private folder is made; the system's temporary folder when absent. */
  parentFolder?: string;
}

/**
 * Checks a commit out into a private folder, bytes as committed: LFS pointers stay pointers, submodules empty folders, links links.
 * @throws {CmError} `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`, `CM_GIT_FAILED`; nothing is left behind.
 */
export async function createWorktree(repository: Checkout, options: WorktreeOptions): Promise<Worktree> {
  const folder = await createPrivateFolder(options.parentFolder);
  try {
    const root = join(folder, 'tree');
    await mkdir(root);
    const store = await openStore(folder, repository, options.commit);
    const git: TreeGit = async (args, extra) => (await store.git(args, { ...extra, workTree: root, cwd: root })).stdout;
    await git(['read-tree', options.commit]);
    await git(['checkout-index', '--all', '--force', '--quiet', '-u']);
    let kept = options.commit;
    return {
      root,
      folder,
      commit: options.commit,
      listFiles: () => listPresentFiles(git, root),
      readText: (path) => readConfinedText(root, path),
      write: (path, text) => writeConfined(root, path, text),
      diff: (since = 'kept') => diffAgainst(since === 'kept' ? kept : options.commit, kept, git, store),
      changedPaths: () => findChanges(git),
      keep: async (paths) => {
        await git(['update-index', '--add', '-z', '--stdin'], { input: paths.map((path) => `${path}\0`).join('') });
        const tree = (await git(['write-tree'])).trim();
        kept = (await git(['commit-tree', tree, '-p', kept, '-m', 'kept'], { env: KEEPER })).trim();
        await git(['update-ref', '--no-deref', 'HEAD', kept]);
      },
      reset: async () => {
        await git(['reset', '--hard', '--quiet', kept]);
        await git(['clean', '-ffdq']);
      },
      remove: () => removeFolder(folder),
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

/** Who commits what is kept, in the throwaway repository that nobody sees. */
const KEEPER = {
  GIT_AUTHOR_NAME: 'cm',
  GIT_AUTHOR_EMAIL: 'cm@localhost',
  GIT_COMMITTER_NAME: 'cm',
  GIT_COMMITTER_EMAIL: 'cm@localhost',
};

type TreeGit = (args: readonly string[], extra?: { input?: string; env?: Record<string, string> }) => Promise<string>;

async function findChanges(git: TreeGit): Promise<string[]> {
  const status = parseStatus(await git(['status', ...STATUS_OPTIONS]));
  // A repository that a test made inside the copy is no change of ours.
  return [...status.changed, ...status.untracked].filter((path) => !path.endsWith('/')).sort();
}

/** Puts the changes into a second index and compares that with a commit, so that new files show and the copy's index stays. */
async function diffAgainst(commit: string, kept: string, git: TreeGit, store: Store): Promise<string> {
  const env = { GIT_INDEX_FILE: join(store.folder, 'diff-index') };
  const changes = await findChanges(git);
  await git(['read-tree', kept], { env });
  await git(['update-index', '--add', '--remove', '--replace', '-z', '--stdin'], {
    env,
    input: changes.map((path) => `${path}\0`).join(''),
  });
  const plain = [
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-color',
    '--ignore-submodules=all',
    '--src-prefix=a/',
    '--dst-prefix=b/',
  ];
  return git(['diff-index', '--cached', '-p', ...plain, commit], { env });
}

async function listPresentFiles(git: TreeGit, root: string): Promise<string[]> {
  const paths = new Set(splitRecords(await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard'])));
  const present = await Promise.all([...paths].map(async (path) => ((await isRegularFile(join(root, path))) ? [path] : [])));
  return present.flat().sort();
}

async function isRegularFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return false;
    throw error;
  }
}
