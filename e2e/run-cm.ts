// Runs the real command line in a process of its own, as a person's shell would, with a private temporary folder.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';

const MAIN = join(import.meta.dirname, '..', 'apps', 'cli', 'src', 'main.ts');
const ARGUMENTS = ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', MAIN];
/** What is kept of a stream: a run that prints without end must not fill our memory. */
const MOST_OUTPUT = 64 * 1024 * 1024;

export interface CmRun {
  /** null when a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CmOptions {
  /** Added to the environment; undefined takes a variable out. */
  env?: Record<string, string | undefined>;
  /** A command that starts it, such as `prlimit --fsize=1000`. */
  prefix?: readonly string[];
  /** Is handed the process as soon as it runs. */
  onStart?(child: ChildProcess): void;
  /** The temporary folder that the run is given, when what it leaves there is of interest. */
  temporary?: string;
}

/**
 * Runs `cm` in a folder and waits for its end.
 * @throws {Error} when the run leaves something behind in its temporary folder, unless the caller gave that folder.
 */
export async function cm(cwd: string, args: readonly string[], options: CmOptions = {}): Promise<CmRun> {
  const own = options.temporary === undefined ? temporaryFolder('cm-e2e-tmp') : undefined;
  try {
    const run = await start(cwd, args, { ...options, temporary: options.temporary ?? (own?.path as string) });
    const left = own === undefined ? [] : leftIn(own.path);
    if (left.length > 0) throw new Error(`cm ${args.join(' ')} left ${left.join(', ')} behind`);
    return run;
  } finally {
    own?.remove();
  }
}

/** What a run with --json printed. @throws {Error} with the run's words where that is no JSON. */
export function dataOf<Data>({ exitCode, stdout, stderr }: CmRun): Data {
  try {
    return JSON.parse(stdout) as Data;
  } catch {
    throw new Error(`cm ended with ${exitCode} and no JSON:\n${stdout.slice(-2_000)}${stderr.slice(-4_000)}`);
  }
}

/** What there is of ours in a temporary folder. */
export function leftIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== 'node-compile-cache');
}

function start(cwd: string, args: readonly string[], options: CmOptions & { temporary: string }): Promise<CmRun> {
  const [file, ...rest] = [...(options.prefix ?? []), process.execPath, ...ARGUMENTS, ...args];
  const child = spawn(file as string, rest, {
    cwd,
    env: environment(options),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = keep(child.stdout);
  const stderr = keep(child.stderr);
  options.onStart?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, stdout: stdout(), stderr: stderr() }));
  });
}

function environment({ env = {}, temporary }: CmOptions & { temporary: string }): Record<string, string> {
  // Compiled code is shared between the runs, as it is on a person's machine.
  const cache = join(tmpdir(), 'node-compile-cache');
  mkdirSync(cache, { recursive: true });
  const all = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: 'C.UTF-8',
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: cache,
    ...env,
  };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function keep(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < MOST_OUTPUT) chunks.push(chunk);
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
