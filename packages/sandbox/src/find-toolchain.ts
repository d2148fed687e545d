// Finds the programs that a repository's tests need, wherever they live, and the folders that have to be shown for them to run.
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import { ask, isInRepository, programsOnPath, show } from './ask-program.ts';
import { findPython } from './python-toolchain.ts';
import type { Toolchain, ToolchainOptions } from './toolchain.ts';
import { wantedNode } from './wanted-node.ts';

/** Prints the folder of its own that it needs besides the one it lies in. */
interface Question {
  args: readonly string[];
  /** Variables that say where it keeps what it needs, from its answer. */
  env: (home: string) => Record<string, string>;
}

const HOMES: Readonly<Record<string, Question>> = {
  go: { args: ['env', 'GOROOT'], env: (home) => ({ GOROOT: home }) },
  rustc: { args: ['--print', 'sysroot'], env: () => ({}) },
};

const VERSION_ARGS: Readonly<Record<string, readonly string[]>> = { go: ['version'], java: ['-version'] };
const OLDEST_NODE = 20;

/**
 * Finds a program by name: `python`, `node`, or any other such as `ruff`, `go`, `cargo`. Programs outside the repository are run on
 * the host, away from it, to say where they live.
 * @returns undefined where it is not on this machine.
 */
export async function findToolchain(name: string, options: ToolchainOptions): Promise<Toolchain | undefined> {
  if (name === 'python') return findPython(options);
  if (name === 'node') return findNode(options);
  if (name === 'cargo') return findCargo(options);
  for (const program of programsOnPath([name], options)) {
    const version = versionIn(await ask(program, VERSION_ARGS[name] ?? ['--version'], options));
    if (version === undefined) continue;
    const question = HOMES[name];
    const home = question === undefined ? undefined : await ask(program, question.args, options);
    const mounts = show([...placesOf(program), ...(home === undefined ? [] : [home])], options);
    return { name, executable: program, version, mounts, env: home === undefined ? {} : (question?.env(home) ?? {}) };
  }
  return undefined;
}

/** The program, what a link leads to, and the prefixes of both, where libraries and modules lie. */
function placesOf(program: string): string[] {
  const real = realpathSync(program);
  const prefix = (path: string) => (basename(dirname(path)) === 'bin' ? dirname(dirname(path)) : path);
  return [program, real, prefix(program), prefix(real)];
}

/** The first node on the PATH that is new enough for the repository; else the one that runs us, where that is; else the first of all. */
async function findNode(options: ToolchainOptions): Promise<Toolchain | undefined> {
  const wanted = wantedNode(options.root);
  const suits = (version: string) => wanted === undefined || satisfies(version, wanted, { includePrerelease: true });
  const found: Toolchain[] = [];
  for (const program of programsOnPath(['node'], options)) {
    // Shims and launchers answer with the program that they stand for.
    const real = await ask(program, ['-p', 'process.execPath + "\\n" + process.versions.node'], options);
    const [executable = '', version = ''] = real?.split('\n') ?? [];
    if (!(Number.parseInt(version, 10) >= OLDEST_NODE) || isInRepository(executable, options.root)) continue;
    if (suits(version)) return nodeAt(executable, version, options);
    found.push(nodeAt(executable, version, options));
  }
  const ours = process.versions.node;
  if (!isInRepository(process.execPath, options.root) && (suits(ours) || found.length === 0))
    return nodeAt(process.execPath, ours, options);
  return found[0];
}

function nodeAt(executable: string, version: string, options: ToolchainOptions): Toolchain {
  return { name: 'node', executable, version, mounts: show(placesOf(executable), options), env: {} };
}

/** With rustup, ~/.cargo/bin has shims: the real toolchain is where rustc says its sysroot is. */
async function findCargo(options: ToolchainOptions): Promise<Toolchain | undefined> {
  for (const program of programsOnPath(['cargo'], options)) {
    const version = versionIn(await ask(program, ['--version'], options));
    const sysroot = await ask(join(dirname(program), 'rustc'), ['--print', 'sysroot'], options);
    if (version === undefined || sysroot === undefined) continue;
    return { name: 'cargo', executable: join(sysroot, 'bin', 'cargo'), version, mounts: show([sysroot], options), env: {} };
  }
  return undefined;
}

function versionIn(answer: string | undefined): string | undefined {
  return answer?.match(/\d+\.\d+(?:\.\d+)?/)?.[0];
}
