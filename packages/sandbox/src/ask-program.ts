import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { CmError, runProcess } from '@cm/core';
import { isIn } from './check-mounts.ts';
import type { Mount } from './sandbox.ts';
import { SYSTEM_FOLDERS } from './system-folders.ts';
import type { ToolchainOptions } from './toolchain.ts';

const ASK_MS = 15_000;
const ANSWER_BYTES = 256 * 1024;

/** What version managers and programs need to answer; no token or secret of the person's is in these. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'PYENV_ROOT',
  'PYENV_VERSION',
  'NVM_DIR',
  'ASDF_DIR',
  'CARGO_HOME',
  'RUSTUP_HOME',
  'JAVA_HOME',
  'GOROOT',
  'LANG',
];

/** Every program on the PATH with one of these names, in order; none that lies, or leads, into the repository. */
export function programsOnPath(names: readonly string[], { root, env }: ToolchainOptions): string[] {
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((path) => isProgram(path) && !isInRepository(path, root));
}

/** True for a path in the repository, and for one that a link leads there. */
export function isInRepository(path: string, root: string): boolean {
  const real = (each: string) => (existsSync(each) ? realpathSync(each) : each);
  return isIn(path, root) || isIn(real(path), real(root));
}

export function isProgram(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What the program prints on the host, away from the repository; undefined where it fails. Only for programs that are not in a repository. */
export async function ask(program: string, args: readonly string[], { env }: ToolchainOptions): Promise<string | undefined> {
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  try {
    const options = { cwd: '/', env: Object.fromEntries(passed), timeoutMs: ASK_MS, maxOutputBytes: ANSWER_BYTES };
    const { exitCode, stdout, stderr } = await runProcess(program, args, options);
    return exitCode === 0 ? stdout.trim() || stderr.trim() : undefined;
  } catch (error) {
    if (error instanceof CmError && error.code === 'CM_PROGRAM_NOT_FOUND') return undefined;
    throw error;
  }
}

/**
 * Shows what lies outside the folders that every sandbox shows anyway, each folder once. Of folders that hold more of a person's than
 * programs, such as ~/.local, only `bin` and `lib`; a whole home never.
 */
export function show(paths: readonly string[], { root, env }: ToolchainOptions): Mount[] {
  const homes = ['/', '/root', '/home', '/tmp', '/var', '/etc', '/run', env.HOME ?? '/'];
  const mixed = [join(env.HOME ?? '/', '.local'), '/opt', '/usr/local'];
  const isTooMuch = (path: string) => homes.some((folder) => isIn(folder, path));
  const wanted = [...new Set(paths)]
    .flatMap((path) => (mixed.includes(path) ? [join(path, 'bin'), join(path, 'lib')] : [path]))
    .filter((path) => isAbsolute(path) && existsSync(path) && !isTooMuch(path) && !isTooMuch(realpathSync(path)))
    .filter((path) => !isInRepository(path, root) && !SYSTEM_FOLDERS.some((folder) => isIn(path, folder)));
  return wanted
    .filter((path) => !wanted.some((other) => other !== path && isIn(path, other)))
    .map((path) => ({ source: realpathSync(path), target: path, mode: 'ro' }));
}
