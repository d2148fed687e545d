// Opens what commands work on: the repository, its settings, its ledger. What opens them is loaded when it is needed, so that help is quick.
import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Config, loadConfig } from '@cm/config';
import { CmError, isSystemError } from '@cm/core';
import type { Repository } from '@cm/git';
import type { Ledger } from '@cm/ledger';

const READABLE_WITHOUT_GIT = new Set(['CM_NOT_A_REPOSITORY', 'CM_EMPTY_REPOSITORY']);

const STATE = '.codemonkeys';

/**
 * The repository's own folder, which git ignores: it holds the index and the ledger.
 * @throws {CmError} `CM_STATE_FOLDER` where something else is in its place: a repository can bring links that lead out of it.
 */
export async function stateFolder(root: string): Promise<string> {
  const folder = join(root, STATE);
  await mkdir(folder).catch((error: unknown) => {
    if (!isSystemError(error, 'EEXIST')) throw error;
  });
  if (!(await lstat(folder)).isDirectory()) throw inTheWay(STATE);
  const link = (await readdir(folder, { withFileTypes: true })).find((entry) => entry.isSymbolicLink());
  if (link !== undefined) throw inTheWay(`${STATE}/${link.name}`);
  await writeFile(join(folder, '.gitignore'), '*\n');
  return folder;
}

function inTheWay(path: string): CmError {
  return new CmError(`${path} is not what Code Monkeys put there`, {
    code: 'CM_STATE_FOLDER',
    hint: `look at what it is, then remove it and run the command again; ${STATE} is a folder without links`,
  });
}

export async function openRepositoryAt(cwd: string): Promise<{ repository: Repository; config: Config }> {
  const { openRepository } = await import('@cm/git');
  const repository = await openRepository(cwd);
  const { config } = await loadConfig(repository.root);
  return { repository, config };
}

/** A folder to read code in: a git repository's root, or the folder itself where there is none. */
export async function openProject(cwd: string): Promise<{ root: string; config: Config; state: string }> {
  const root = await projectRoot(cwd);
  const { config } = await loadConfig(root);
  return { root, config, state: await stateFolder(root) };
}

async function projectRoot(cwd: string): Promise<string> {
  const { openRepository } = await import('@cm/git');
  try {
    return (await openRepository(cwd)).root;
  } catch (error) {
    if (error instanceof CmError && READABLE_WITHOUT_GIT.has(error.code)) return resolve(cwd);
    throw error;
  }
}

/** Opens the ledger, hands it over, and closes it whatever happens. */
export async function withLedger<T>(root: string, use: (ledger: Ledger, file: string) => Promise<T>): Promise<T> {
  const file = join(await stateFolder(root), 'ledger.db');
  const { openLedger } = await import('@cm/ledger');
  const ledger = await openLedger({ file });
  try {
    return await use(ledger, file);
  } finally {
    await ledger.close();
  }
}
