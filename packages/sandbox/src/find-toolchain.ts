// Finds the programs that a repository's tests need, wherever they live, and the folders that have to be shown for them to run.
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import { runProcess } from '@cm/core';
import type { Mount } from './sandbox.ts';

export interface Toolchain {
  name: string;
  /** As the sandboxed command calls it. */
  executable: string;
  version?: string;
  mounts: Mount[];
  env: Record<string, string>;
}

export interface ToolchainOptions {
  /** The repository. Programs in it are hostile: they are never run outside the sandbox. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
}

const ASK_MS = 15_000;
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib64', '/opt', '/nix/store'];
const OLDEST_NODE_MAJOR = 22;

/** Returns nothing where the program is not on this machine. */
export async function findToolchain(name: string, options: ToolchainOptions): Promise<Toolchain | undefined> {
  if (name === 'python') return findPython(options);
  if (name === 'node') return findNode(options);
  const executable = findOnPath([name], options);
  if (executable === undefined) return undefined;
  const version = await versionOf(executable);
  return { name, executable, ...(version === undefined ? {} : { version }), mounts: show([realpathSync(executable), executable]), env: {} };
}

/** Only what lies outside the folders that every sandbox shows anyway. */
function show(paths: readonly string[]): Mount[] {
  const outside = [...new Set(paths)].filter((path) => existsSync(path) && !SYSTEM.some((folder) => path === folder || path.startsWith(folder + sep)));
  return outside.map((path) => ({ source: path, target: path, mode: 'ro' as const }));
}

function findOnPath(names: readonly string[], { root, env }: ToolchainOptions): string | undefined {
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      if (folder.startsWith(sep) && !isInside(path, root) && isProgram(path)) return path;
    }
  }
  return undefined;
}

function isInside(path: string, folder: string): boolean {
  return `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}

function isProgram(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & 0o111) !== 0;
}

async function versionOf(executable: string, args: readonly string[] = ['--version']): Promise<string | undefined> {
  const result = await runProcess(executable, args, { cwd: '/', inheritEnvironment: true, timeoutMs: ASK_MS });
  return (result.stdout + result.stderr).match(/\d+\.\d+(\.\d+)?/)?.[0];
}

async function findNode(options: ToolchainOptions): Promise<Toolchain> {
  const onPath = findOnPath(['node'], options);
  const version = onPath === undefined ? undefined : await versionOf(onPath);
  // A shim that picks a version by folder is asked which program it stands for.
  const usable = version !== undefined && Number(version.split('.')[0]) >= OLDEST_NODE_MAJOR;
  const executable = usable ? await askNode(onPath as string) : process.execPath;
  return {
    name: 'node',
    executable,
    version: usable ? version : process.versions.node,
    mounts: show([dirname(dirname(realpathSync(executable)))]),
    env: {},
  };
}

async function askNode(executable: string): Promise<string> {
  const result = await runProcess(executable, ['-p', 'process.execPath'], { cwd: '/', inheritEnvironment: true, timeoutMs: ASK_MS });
  return result.stdout.trim() || executable;
}

interface PythonFacts {
  executable: string;
  version: string;
  folders: string[];
}

/** A virtual environment of the repository's first, then the one that is active, then the first on the PATH. */
async function findPython(options: ToolchainOptions): Promise<Toolchain | undefined> {
  const onPath = findOnPath(['python3', 'python'], options);
  for (const place of [join(options.root, '.venv'), join(options.root, 'venv'), options.env.VIRTUAL_ENV]) {
    const base = place === undefined ? undefined : baseOf(place, options);
    if (place === undefined || base === undefined) continue;
    const facts = await askPython(base);
    const executable = join(place, 'bin', 'python');
    if (facts !== undefined) {
      const own = isInside(place, options.root) ? [] : [place];
      return { name: 'python', executable, version: facts.version, mounts: show([...facts.folders, ...own]), env: { VIRTUAL_ENV: place } };
    }
  }
  const facts = onPath === undefined ? undefined : await askPython(onPath);
  if (facts === undefined) return undefined;
  return { name: 'python', executable: facts.executable, version: facts.version, mounts: show(facts.folders), env: userBase(facts) };
}

/** The interpreter a virtual environment stands on, read from its settings: what it contains itself is not run. */
function baseOf(environment: string, { root }: ToolchainOptions): string | undefined {
  const settings = join(environment, 'pyvenv.cfg');
  if (!existsSync(settings)) return undefined;
  const home = readFileSync(settings, 'utf8').match(/^home\s*=\s*(.+)$/m)?.[1]?.trim();
  if (home === undefined || !home.startsWith(sep) || isInside(home, root)) return undefined;
  return ['python3', 'python'].map((name) => join(home, name)).find(isProgram);
}

/** Packages that a person installed for themselves are found by PYTHONUSERBASE, since HOME is another inside. */
function userBase({ folders }: PythonFacts): Record<string, string> {
  const userSite = folders.find((folder) => folder.includes(`${sep}.local${sep}lib${sep}`));
  return userSite === undefined ? {} : { PYTHONUSERBASE: dirname(dirname(dirname(userSite))) };
}

const QUESTION =
  'import json,sys,site,sysconfig;print(json.dumps({"executable":sys.executable,"version":"%d.%d.%d"%sys.version_info[:3],' +
  '"folders":[sys.prefix,sys.base_prefix,sys.exec_prefix,sysconfig.get_paths()["stdlib"],sysconfig.get_paths()["purelib"],site.getusersitepackages()]}))';

async function askPython(executable: string): Promise<PythonFacts | undefined> {
  const result = await runProcess(executable, ['-I', '-c', QUESTION], { cwd: '/', inheritEnvironment: true, timeoutMs: ASK_MS });
  if (result.exitCode !== 0) return undefined;
  const facts = JSON.parse(result.stdout) as PythonFacts;
  return { ...facts, folders: facts.folders.filter((folder) => folder !== '/usr' && folder !== '/') };
}
