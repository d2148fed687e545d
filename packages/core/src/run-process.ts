import { statSync } from 'node:fs';
import { CmError, isSystemError } from './errors.ts';

type Execa = typeof import('execa').execa;

export interface ProcessOptions {
  cwd?: string;
  /** The whole environment: nothing is inherited unless `inheritEnvironment` is set. */
  env?: Record<string, string>;
  inheritEnvironment?: boolean;
  input?: string | Uint8Array;
  timeoutMs?: number;
  /** Bytes kept of each stream; the rest is read and dropped. */
  maxOutputBytes?: number;
  signal?: AbortSignal;
}

export interface ProcessResult {
  /** null when a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  /** Decoded as UTF-8; what is not becomes U+FFFD. */
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** True when output was dropped because it went over `maxOutputBytes`. */
  truncated: boolean;
  durationMs: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** What a timer can hold; a longer one would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
/** How long output is still read after a kill, before a process that left the group and holds the pipe is given up on. */
const DRAIN_MS = 500;

/** Kills the groups that still run when this process ends. */
const running = new Set<() => void>();

/**
 * Runs a program to its end, which is when it has ended and nobody holds its output open. A program that fails is a result, not an
 * error; on time-out or abort its whole process group is killed.
 * @throws {CmError} `CM_PROGRAM_NOT_FOUND` (also when it may not be executed), `CM_NO_SUCH_FOLDER` or `CM_BAD_ARGUMENT`.
 */
export async function runProcess(file: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const started = performance.now();
  // Loaded with the first program: most who share the core run none.
  const { execa } = await import('execa');
  const child = start(execa, file, args, options);
  const kept = { stdout: collect(child.stdout, limit), stderr: collect(child.stderr, limit) };
  let drain: NodeJS.Timeout | undefined;
  const killGroup = () => {
    if (child.pid === undefined) return;
    killProcessGroup(child.pid);
    drain ??= setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, DRAIN_MS);
  };
  let timedOut = false;
  const onTimeout = () => {
    timedOut = true;
    killGroup();
  };
  const timer = setTimeout(onTimeout, Math.min(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS));
  options.signal?.addEventListener('abort', killGroup, { once: true });
  if (options.signal?.aborted) killGroup();
  watch(killGroup);
  try {
    const result = await child;
    if (child.pid === undefined) throw notStarted(file, options.cwd, result.cause ?? result);
    return {
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      stdout: kept.stdout.text(),
      stderr: kept.stderr.text(),
      timedOut,
      truncated: kept.stdout.truncated() || kept.stderr.truncated(),
      durationMs: performance.now() - started,
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(drain);
    unwatch(killGroup);
    options.signal?.removeEventListener('abort', killGroup);
  }
}

function start(execa: Execa, file: string, args: readonly string[], options: ProcessOptions) {
  const texts = [file, ...args, options.cwd ?? '', ...Object.entries(options.env ?? {}).flat()];
  if (texts.some((text) => text.includes('\0'))) {
    throw new CmError(`${JSON.stringify(file)} can't be given an argument that holds a NUL character`, {
      code: 'CM_BAD_ARGUMENT',
      hint: 'look for a file name or a setting with a character of code 0, and rename it',
    });
  }
  return execa(file, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: options.env ?? {},
    extendEnv: options.inheritEnvironment ?? false,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    detached: true,
    reject: false,
    buffer: false,
    encoding: 'buffer',
    stripFinalNewline: false,
  });
}

function killProcessGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in it. macOS says EPERM of a group whose members have all ended and were not waited for yet.
    if (!isSystemError(error, 'ESRCH') && !isSystemError(error, 'EPERM')) throw error;
  }
}

function killAll(): void {
  for (const kill of running) kill();
}

function watch(kill: () => void): void {
  if (running.size === 0) process.on('exit', killAll);
  running.add(kill);
}

function unwatch(kill: () => void): void {
  running.delete(kill);
  if (running.size === 0) process.off('exit', killAll);
}

function notStarted(file: string, cwd: string | undefined, cause: unknown): CmError {
  if (cwd !== undefined && !statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    return new CmError(`${cwd} is not a folder`, {
      code: 'CM_NO_SUCH_FOLDER',
      hint: 'check the path, and that nothing removed the folder meanwhile',
      cause,
    });
  }
  if (isSystemError(cause, 'E2BIG')) {
    return new CmError(`${file} was given more arguments than the system takes`, {
      code: 'CM_BAD_ARGUMENT',
      hint: 'name fewer files at a time',
      cause,
    });
  }
  const hint = isSystemError(cause, 'EACCES')
    ? `make ${file} executable for you, or put another one first on the PATH`
    : `install ${file}, or put it on the PATH; cm doctor lists what is missing`;
  return new CmError(`${file} could not be started`, { code: 'CM_PROGRAM_NOT_FOUND', hint, cause });
}

/** Keeps the first `limit` bytes of a stream and drains the rest. */
function collect(stream: NodeJS.ReadableStream, limit: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let dropped = false;
  stream.on('data', (chunk: Uint8Array) => {
    if (size < limit) chunks.push(size + chunk.length > limit ? chunk.subarray(0, limit - size) : chunk);
    size += chunk.length;
    dropped = size > limit;
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), truncated: () => dropped };
}
