import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSystemError, type Permit } from '@cm/core';
import { createWorktree, type Repository, type Worktree } from '@cm/git';
import { findToolchain, type Limits, type Mount, type Sandbox, type SandboxSpec, type Toolchain } from '@cm/sandbox';
import type { CommandOptions, Workbench } from './workbench.ts';

/** A workbench whose copy we made ourselves, and may change. */
export interface OpenWorkbench extends Workbench {
  readonly worktree: Worktree;
  fork(): Promise<OpenWorkbench>;
}

export interface WorkbenchOptions {
  repository: Repository;
  commit: string;
  sandbox: Sandbox;
  permit: Permit;
  limits: Partial<Limits>;
  /** Folders with installed dependencies to show instead of the checkout's own, by their place in the repository. */
  dependencies?: ReadonlyMap<string, string>;
}

/** Folders of a checkout that hold installed dependencies: git ignores them, so the copy lacks them, and tests need them. */
const PYTHON_ENVIRONMENTS = ['.venv', 'venv'];

/**
 * Opens a throwaway copy of `commit`. Inside the sandbox it stands where the user's checkout stands, so that absolute paths in
 * editable installs and virtual environments lead to the copy; installed dependencies are shown read-only from the checkout.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<OpenWorkbench> {
  const { repository, sandbox, permit } = options;
  const worktree = await createWorktree(repository, { commit: options.commit });
  const exchange = join(worktree.folder, 'exchange');
  await mkdir(exchange);
  const inside = sandbox.remaps ? repository.root : worktree.root;
  const toolchains = await findToolchains(repository.root);
  const dependencies = options.dependencies ?? (await installedDependencies(repository.root, await worktree.listFiles()));
  if (!sandbox.remaps) await linkDependencies(worktree.root, dependencies);

  const spec = (command: Omit<CommandOptions, 'timeoutMs'>, timeoutMs: number | undefined): SandboxSpec => ({
    mounts: [
      ...toolchains.flatMap((toolchain) => toolchain.mounts),
      ...(command.show ?? []).map((path): Mount => ({ source: path, target: path, mode: 'ro' })),
      { source: worktree.root, target: inside, mode: 'rw' },
      ...dependencyMounts(dependencies, inside, sandbox.remaps),
      { source: exchange, target: exchange, mode: 'rw' },
    ],
    cwd: join(inside, command.folder ?? ''),
    env: { ...environment(toolchains), ...command.env },
    limits: { ...options.limits, ...(timeoutMs === undefined ? {} : { wallMs: timeoutMs }) },
    ...(command.input === undefined ? {} : { input: command.input }),
    ...(command.signal === undefined ? {} : { signal: command.signal }),
  });
  return {
    root: worktree.root,
    inside,
    exchange,
    sandbox,
    permit,
    worktree,
    run: (command, commandOptions) => sandbox.run(permit, command, spec(commandOptions, commandOptions.timeoutMs)),
    spawn: (command, commandOptions) => sandbox.spawn(permit, command, spec(commandOptions, commandOptions.timeoutMs)),
    fork: () => openWorkbench({ ...options, dependencies }),
    close: () => worktree.remove(),
  };
}

async function findToolchains(root: string): Promise<Toolchain[]> {
  const found = await Promise.all([
    findToolchain('node', { root, env: process.env }),
    findToolchain('python', { root, env: process.env }),
    findToolchain('ruff', { root, env: process.env }),
  ]);
  return found.filter((toolchain) => toolchain !== undefined);
}

const SYSTEM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin'];

/**
 * What every command sees: the toolchains' folders first on the PATH, nothing of the person's. The system's come last: they hold
 * another node beside the python that was found there.
 */
function environment(toolchains: readonly Toolchain[]): Record<string, string> {
  const own = toolchains.map((toolchain) => dirname(toolchain.executable)).filter((folder) => !SYSTEM_FOLDERS.includes(folder));
  const path = [...new Set(own), ...SYSTEM_FOLDERS];
  return {
    ...Object.assign({}, ...toolchains.map((toolchain) => toolchain.env)),
    PATH: path.join(':'),
    HOME: '/tmp',
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    CI: '1',
    NO_COLOR: '1',
  };
}

/** The checkout's node_modules folders, virtual environments and egg-info, by their place in the repository. */
async function installedDependencies(root: string, files: readonly string[]): Promise<Map<string, string>> {
  const places = new Set<string>(PYTHON_ENVIRONMENTS);
  for (const file of files)
    if (file === 'package.json' || file.endsWith('/package.json')) places.add(join(dirname(file), 'node_modules'));
  for (const folder of ['', 'src']) {
    for (const name of await namesIn(join(root, folder))) if (name.endsWith('.egg-info')) places.add(join(folder, name));
  }
  const tracked = (place: string) => files.some((file) => file.startsWith(`${place}/`));
  const found = new Map<string, string>();
  for (const place of [...places].sort()) {
    if (!tracked(place) && (await namesIn(join(root, place))).length > 0) found.set(place, join(root, place));
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return [];
    throw error;
  }
}

function dependencyMounts(dependencies: ReadonlyMap<string, string>, inside: string, remaps: boolean): Mount[] {
  return [...dependencies].map(([place, source]) => ({ source, target: remaps ? join(inside, place) : source, mode: 'ro' }));
}

/** Where the sandbox can't show a folder elsewhere, a link in the copy leads to it. */
async function linkDependencies(copy: string, dependencies: ReadonlyMap<string, string>): Promise<void> {
  for (const [place, source] of dependencies) {
    await mkdir(dirname(join(copy, place)), { recursive: true });
    await symlink(source, join(copy, place), 'dir');
  }
}
