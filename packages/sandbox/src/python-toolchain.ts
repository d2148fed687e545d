import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { CmError, readSmallFile } from '@cm/core';
import { ask, isInRepository, isProgram, programsOnPath, show } from './ask-program.ts';
import type { Toolchain, ToolchainOptions } from './toolchain.ts';

interface PythonFacts {
  /** The interpreter itself, not a shim or link. */
  executable: string;
  version: string;
  folders: string[];
  userSite: string;
  /** Where it is the interpreter of a virtual environment: its folder. */
  environment: string | null;
}

const SETTINGS_BYTES = 64 * 1024;
const NAMES = ['python3', 'python'];

/**
 * The repository's virtual environment first, then the one that is active, then the first interpreter on the PATH that answers, with its
 * virtual environment where it is that of one.
 */
export async function findPython(options: ToolchainOptions): Promise<Toolchain | undefined> {
  const { root, env, except = [] } = options;
  for (const place of [join(root, '.venv'), join(root, 'venv'), env.VIRTUAL_ENV]) {
    const found = place === undefined || except.includes(place) ? undefined : await readEnvironment(place, options);
    if (found !== undefined) return found;
  }
  for (const program of programsOnPath(NAMES, options)) {
    const facts = await askPython(program, options);
    if (facts === undefined) continue;
    // The interpreter that a virtual environment stands on has none of its packages.
    const active = facts.environment === null ? undefined : await readEnvironment(facts.environment, options);
    if (active !== undefined) return active;
    const mounts = show([...facts.folders, facts.userSite, folderOfProgram(facts.executable)], options);
    // What a person installed for themselves is found by PYTHONUSERBASE, since HOME is another inside.
    const own = existsSync(facts.userSite) ? { PYTHONUSERBASE: dirname(dirname(dirname(facts.userSite))) } : undefined;
    return { name: 'python', executable: facts.executable, version: facts.version, mounts, env: own ?? {} };
  }
  return undefined;
}

/**
 * A virtual environment, from its settings. A repository can bring any file as its `.venv/bin/python`, and name any folder as the home
 * of its interpreter: so nothing is run here to learn more, and only a folder that holds a Python installation is shown.
 */
async function readEnvironment(place: string, options: ToolchainOptions): Promise<Toolchain | undefined> {
  const settings = (await readSettings(join(place, 'pyvenv.cfg'))) ?? '';
  const home = /^home\s*=\s*(.+)$/m.exec(settings)?.[1]?.trim() ?? '';
  const version = /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(settings)?.[1];
  if (!isAbsolute(home) || !isInstallation(dirname(home)) || isInRepository(home, options.root)) return undefined;
  const own = isInRepository(place, options.root) ? [] : [place];
  return {
    name: 'python',
    executable: join(place, 'bin', 'python'),
    ...(version === undefined ? {} : { version }),
    mounts: show([dirname(home), ...own], options),
    env: { VIRTUAL_ENV: place },
  };
}

/** True for a prefix with an interpreter and the standard library. */
function isInstallation(prefix: string): boolean {
  if (!NAMES.some((name) => isProgram(join(prefix, 'bin', name)))) return false;
  const library = join(prefix, 'lib');
  const names = existsSync(library) ? readdirSync(library) : [];
  return names.some((name) => /^python\d/.test(name) && existsSync(join(library, name, 'os.py')));
}

/** For …/bin/python its prefix. */
function folderOfProgram(path: string): string {
  return dirname(path).endsWith(`${sep}bin`) ? dirname(dirname(path)) : path;
}

async function readSettings(path: string): Promise<string | null> {
  try {
    return await readSmallFile(path, SETTINGS_BYTES);
  } catch (error) {
    if (error instanceof CmError) return null;
    throw error;
  }
}

const QUESTION = [
  'import json, os, site, sys, sysconfig',
  'paths = sysconfig.get_paths()',
  'folders = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]]',
  'print(json.dumps({"executable": os.path.realpath(sys.executable), "version": "%d.%d.%d" % sys.version_info[:3], "folders": folders, "userSite": site.getusersitepackages(), "environment": sys.prefix if sys.prefix != sys.base_prefix else None}))',
].join('\n');

async function askPython(program: string, options: ToolchainOptions): Promise<PythonFacts | undefined> {
  const answer = await ask(program, ['-I', '-c', QUESTION], options);
  if (answer === undefined || !answer.startsWith('{')) return undefined;
  return JSON.parse(answer) as PythonFacts;
}
