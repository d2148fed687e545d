import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '@cm/core';
import { noSuchCommit } from './errors.ts';
import { createPrivateFolder, removeFolder } from './private-folder.ts';
import type { Checkout } from './repository.ts';
import { type GitOptions, type GitResult, runGit } from './run-git.ts';

/** A git folder of our own that sees the repository's objects and none of its settings, hooks, refs or index. */
export interface Store {
  /** The private folder that it lies in. */
  readonly folder: string;
  readonly gitDir: string;
  readonly repository: Checkout;
  readonly commit: string;
  git(args: readonly string[], options?: Omit<GitOptions, 'gitDir'>): Promise<GitResult>;
}

/** Files are taken as they are committed: no line ends converted, no filter run, no `$Id$` filled in, and diffs shown. */
const RAW = '* -text !eol -crlf -ident -filter -working-tree-encoding !diff !merge\n';

/**
 * Makes a store in `folder` with its HEAD at `commit`.
 * @throws {CmError} `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`.
 */
export async function openStore(
  folder: string,
  repository: Checkout,
  commit: string,
  attributes: 'raw' | 'own' = 'raw',
): Promise<Store> {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) || commit.length !== repository.head.commit.length)
    throw noSuchCommit(commit);
  const gitDir = join(folder, 'git');
  await mkdir(join(gitDir, 'objects', 'info'), { recursive: true });
  await mkdir(join(gitDir, 'info'));
  await mkdir(join(gitDir, 'refs'));
  await writeFile(join(gitDir, 'config'), configuration(commit.length === 64 ? 'sha256' : 'sha1'));
  await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${quote(join(repository.commonDir, 'objects'))}\n`);
  if (attributes === 'raw') await writeFile(join(gitDir, 'info', 'attributes'), RAW);
  await copyIfThere(join(repository.commonDir, 'shallow'), join(gitDir, 'shallow'));
  await writeFile(join(gitDir, 'HEAD'), `${commit}\n`);
  const store: Store = { folder, gitDir, repository, commit, git: (args, options) => runGit(args, { ...options, gitDir }) };
  const type = await store.git(['cat-file', '-t', commit], { answers: [128] });
  if (type.stdout.trim() !== 'commit') throw noSuchCommit(commit);
  return store;
}

/** Opens a store in a private folder for as long as `use` runs. */
export async function withStore<T>(
  repository: Checkout,
  commit: string,
  use: (store: Store) => Promise<T>,
  attributes?: 'own',
): Promise<T> {
  const folder = await createPrivateFolder();
  try {
    return await use(await openStore(folder, repository, commit, attributes));
  } finally {
    await removeFolder(folder);
  }
}

/** Copies a file, if there is one. */
export async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error;
  }
}

function configuration(objectFormat: 'sha1' | 'sha256'): string {
  const mac = process.platform === 'darwin';
  const core = `[core]\n\tbare = false\n\tfilemode = true\n\tignorecase = ${mac}\n\tprecomposeunicode = ${mac}\n`;
  if (objectFormat === 'sha1') return `${core}\trepositoryformatversion = 0\n`;
  return `${core}\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n`;
}

/** A path as git's alternates file takes it, whatever characters it has. */
function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
