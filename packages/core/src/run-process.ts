import { execa } from 'execa';
import { CmError } from './errors.ts';

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
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** True when output was dropped because it went over `maxOutputBytes`. */
  truncated: boolean;
  durationMs: number;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Runs a program to its end. A program that fails is a result, not an error; on time-out or abort its whole process group is killed.
 * @throws {CmError} `CM_PROGRAM_NOT_FOUND` when there is no such program.
 */
export async function runProcess(file: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES;
  const started = performance.now();
  const child = execa(file, args, {
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
  const killGroup = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const kept = { stdout: collect(child.stdout, limit), stderr: collect(child.stderr, limit) };
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup();
  }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  options.signal?.addEventListener('abort', killGroup, { once: true });
  if (options.signal?.aborted) killGroup();
  try {
    const result = await child;
    if (result.exitCode === undefined && result.signal === undefined) throw notStarted(file, result.cause ?? result);
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
    options.signal?.removeEventListener('abort', killGroup);
  }
}

function notStarted(file: string, cause: unknown): CmError {
  return new CmError(`${file} could not be started`, { code: 'CM_PROGRAM_NOT_FOUND', hint: `install ${file}, or put it on the PATH; cm doctor lists what is missing`, cause });
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
