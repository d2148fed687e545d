import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Permit } from '@cm/core';
import { createWorktree, type Repository, type Worktree } from '@cm/git';
import { findToolchain, type Limits, type Mount, type Sandbox, type SandboxSpec, type Toolchain } from '@cm/sandbox';
import {
  committedLinks,
  type Dependencies,
  dependencyMounts,
  installedDependencies,
  linkDependencies,
} from './installed-dependencies.ts';
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
  dependencies?: Dependencies;
}

/**
 * Opens a throwaway copy of `commit`. Inside the sandbox it stands where the user's checkout stands, so that absolute paths in
 * editable installs and virtual environments lead to the copy; installed dependencies are shown read-only from the checkout.
 */
export async function openWorkbench(options: WorkbenchOptions): Promise<OpenWorkbench> {
  const worktree = await createWorktree(options.repository, { commit: options.commit });
  try {
    return await furnish(worktree, options);
  } catch (error) {
    await worktree.remove();
    throw error;
  }
}

/** The workbench around its copy. */
async function furnish(worktree: Worktree, options: WorkbenchOptions): Promise<OpenWorkbench> {
  const { repository, sandbox, permit } = options;
  const exchange = join(worktree.folder, 'exchange');
  await mkdir(exchange);
  const inside = sandbox.remaps ? repository.root : worktree.root;
  const toolchains = await findToolchains(repository.root, await committedLinks(worktree.root));
  const dependencies =
    options.dependencies ?? (await installedDependencies(repository.root, worktree.root, await worktree.listFiles()));
  if (!sandbox.remaps) await linkDependencies(worktree.root, dependencies);

  // Debian's Python has no program `python`, and a folder on the PATH may hold another one beside that which was chosen. Only these two
  // are known by where they really are: others may be launchers, which work on a PATH alone.
  const executables = new Map(
    toolchains.filter(({ name }) => name === 'python' || name === 'node').map(({ name, executable }) => [name, executable]),
  );
  const byPath = ([program = '', ...rest]: readonly string[]) => [executables.get(program) ?? program, ...rest];
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
    run: (command, commandOptions) => sandbox.run(permit, byPath(command), spec(commandOptions, commandOptions.timeoutMs)),
    spawn: (command, commandOptions) => sandbox.spawn(permit, byPath(command), spec(commandOptions, commandOptions.timeoutMs)),
    fork: () => openWorkbench({ ...options, dependencies }),
    close: () => worktree.remove(),
  };
}

async function findToolchains(root: string, links: readonly string[]): Promise<Toolchain[]> {
  const options = { root, env: process.env, except: links.map((place) => join(root, place)) };
  const found = await Promise.all(['node', 'python', 'ruff'].map((name) => findToolchain(name, options)));
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
