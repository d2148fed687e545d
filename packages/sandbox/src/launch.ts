// Starts a wrapped command and holds it to its limits, whichever sandbox it is wrapped in.
import { type ChildProcess, spawn } from 'node:child_process';
import { makeControlGroup } from './cgroup.ts';
import { defaultLimits, OUTPUT_KILL_FACTOR } from './limits.ts';
import { readLines } from './read-lines.ts';
import type { LimitHit, Limits, SandboxProcess, SandboxResult, SandboxSpec } from './sandbox.ts';
import { watchTree } from './watch-tree.ts';

/** A command made ready to be started: the sandbox's own program with its arguments, then the command. */
export interface Wrapped {
  file: string;
  args: readonly string[];
  /** The environment of the sandbox's program; the command's own is in its arguments or is this. */
  env: Record<string, string>;
  cwd?: string;
}

const STDERR_KEPT = 64 * 1024;

/** Runs it to its end and keeps what it wrote. */
export async function launch(wrapped: Wrapped, spec: SandboxSpec): Promise<SandboxResult> {
  const running = start(wrapped, spec);
  const { outputBytes } = running.limits;
  const kept = { stdout: keep(running.child.stdout, outputBytes, running.stop), stderr: keep(running.child.stderr, outputBytes, running.stop) };
  running.child.stdin?.end(spec.input ?? '');
  const ended = await running.ended;
  return { ...ended, stdout: kept.stdout.text(), stderr: kept.stderr.text(), truncated: kept.stdout.truncated() || kept.stderr.truncated() };
}

/** Starts it to be talked to line by line. */
export function launchToTalk(wrapped: Wrapped, spec: SandboxSpec): SandboxProcess {
  const running = start(wrapped, spec);
  const stderr = keep(running.child.stderr, STDERR_KEPT, running.stop);
  return {
    write: (line) => void running.child.stdin?.write(`${line}\n`),
    lines: readLines(running.child.stdout as NodeJS.ReadableStream, () => running.stop('output')),
    stderr: () => stderr.text(),
    finished: running.ended.then((ended) => ({ ...ended, stdout: '', stderr: stderr.text(), truncated: stderr.truncated() })),
    kill: () => running.stop(undefined),
  };
}

interface Running {
  child: ChildProcess;
  limits: Limits;
  stop(limit: LimitHit | undefined): void;
  ended: Promise<Pick<SandboxResult, 'exitCode' | 'signal' | 'limitHit' | 'durationMs'>>;
}

function start(wrapped: Wrapped, spec: SandboxSpec): Running {
  const limits: Limits = { ...defaultLimits, ...spec.limits };
  const group = makeControlGroup(limits);
  const { file, args } = group === undefined ? wrapped : joinFirst(wrapped, group.joinFiles);
  const started = performance.now();
  const child = spawn(file, args, { env: wrapped.env, detached: true, stdio: ['pipe', 'pipe', 'pipe'], ...(wrapped.cwd === undefined ? {} : { cwd: wrapped.cwd }) });
  let limitHit: LimitHit | undefined;
  const stop = (limit: LimitHit | undefined) => {
    limitHit ??= limit;
    killGroup(child);
  };
  const timer = setTimeout(() => stop('time'), limits.wallMs);
  const unwatch = group !== undefined || child.pid === undefined ? () => undefined : watchTree(child.pid, limits, stop);
  const onAbort = () => stop(undefined);
  spec.signal?.addEventListener('abort', onAbort, { once: true });
  if (spec.signal?.aborted) onAbort();
  const onExit = () => killGroup(child);
  process.once('exit', onExit);
  // A command that ends before it has read its input is no error of ours.
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<Pick<SandboxResult, 'exitCode' | 'signal' | 'limitHit' | 'durationMs'>>((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      unwatch();
      process.off('exit', onExit);
      spec.signal?.removeEventListener('abort', onAbort);
      killGroup(child);
      limitHit ??= group?.hit();
      group?.remove();
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (exitCode, signal) => {
      settle();
      resolve({ exitCode, signal, ...(limitHit === undefined ? {} : { limitHit }), durationMs: performance.now() - started });
    });
    // What the command left running in the background may hold its pipes open; the sandbox's program is gone, so they go too.
    child.once('exit', () => setTimeout(() => destroyPipes(child), 500).unref());
  });
  return { child, limits, stop, ended };
}

function destroyPipes(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** A shell that enters the control group and then becomes the command, so that not even its first fork is outside. */
function joinFirst(wrapped: Wrapped, files: readonly string[]): { file: string; args: string[] } {
  const join = files.map((_file, index) => `echo 0 > "$${index + 1}"`).join(' && ');
  const script = `${join} && shift ${files.length} && exec "$@"`;
  return { file: '/bin/sh', args: ['-c', script, 'sh', ...files, wrapped.file, ...wrapped.args] };
}

/** Kills the sandbox's program and its process group; a pid namespace dies with its first process. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  for (const target of [-child.pid, child.pid]) {
    if (target === child.pid && (child.exitCode !== null || child.signalCode !== null)) continue;
    try {
      process.kill(target, 'SIGKILL');
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  }
}

/** Keeps the first `limit` bytes; far more than that ends the command. */
function keep(stream: NodeJS.ReadableStream | null, limit: number, stop: (limit: 'output') => void) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  stream?.on('data', (chunk: Uint8Array) => {
    if (size < limit) chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
    if (size > limit * OUTPUT_KILL_FACTOR) stop('output');
  });
  return { text: () => Buffer.concat(chunks).toString('utf8'), truncated: () => size > limit };
}
