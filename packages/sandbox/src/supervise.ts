// Starts a wrapped command, holds it to its limits, and says when nothing of it is left.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type ControlGroup, makeControlGroup } from './control-group.ts';
import { inheritedFiles, nullFile } from './inherited-files.ts';
import { initOf } from './init-process.ts';
import { limitsOf } from './limits.ts';
import type { LimitHit, Limits, SandboxResult, SandboxSpec } from './sandbox.ts';
import { watchTree } from './watch-tree.ts';
import { FILTER_FD, STATUS_FD, STDERR_FD, type Wrapped } from './wrapped.ts';

export interface Supervised {
  stdin: Writable | null;
  stdout: Readable;
  stderr: Readable;
  /** What the sandbox's own program says, where that is apart from the command's stderr. */
  setup: Readable | undefined;
  limits: Limits;
  /** Kills all of it; the first limit named is the one reported. */
  stop(limit?: LimitHit): void;
  /** When every process of it has ended; rejects where the sandbox's program could not be started. */
  ended: Promise<Pick<SandboxResult, 'exitCode' | 'signal' | 'limitHit' | 'durationMs'>>;
}

const WATCH_MS = 100;
/** How long the first process may take to be reported before a kill stops waiting for it. */
const INIT_MS = 2_000;
/** Shells report a signal as an exit code from here on. */
const SIGNAL_BASE = 128;
const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  11: 'SIGSEGV',
  12: 'SIGUSR2',
  13: 'SIGPIPE',
  14: 'SIGALRM',
  15: 'SIGTERM',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** Kills what still runs when this process ends in order; where it is killed, the kernel does it (see `--die-with-parent`). */
const running = new Set<() => void>();
const killAll = () => {
  for (const kill of running) kill();
};

export function supervise(wrapped: Wrapped, spec: SandboxSpec, withInput: boolean): Supervised {
  const limits = limitsOf(spec.limits);
  const started = performance.now();
  const group = makeControlGroup(limits);
  const child = start(wrapped, group, withInput);
  const init = wrapped.isolated ? initOf(child.stdio[STATUS_FD] as Readable, INIT_MS) : Promise.resolve(undefined);
  let limitHit: LimitHit | undefined;
  let stopped = false;
  const killNow = () => killGroup(child);
  const stop = (limit?: LimitHit) => {
    if (stopped) return;
    stopped = true;
    limitHit = limit;
    // The first process takes its whole namespace along. The sandbox's program alone could die before it has tied the two together.
    void init.then((first) => (first === undefined ? killGroup(child) : first.kill()));
  };
  const unwatch = watch(child, group, limits, stop);
  const onAbort = () => stop();
  spec.signal?.addEventListener('abort', onAbort, { once: true });
  if (spec.signal?.aborted) stop();
  if (running.size === 0) process.on('exit', killAll);
  running.add(killNow);

  const settle = async () => {
    unwatch();
    spec.signal?.removeEventListener('abort', onAbort);
    await (await init)?.gone();
    killGroup(child);
    running.delete(killNow);
    if (running.size === 0) process.off('exit', killAll);
    limitHit ??= group?.hit();
    group?.remove();
    wrapped.cleanUp?.();
  };
  const ended = new Promise<Awaited<Supervised['ended']>>((resolve, reject) => {
    child.once('error', (error) => void settle().then(() => reject(error)));
    child.once('exit', (code, signal) => {
      const how = stopped ? { exitCode: null, signal: 'SIGKILL' } : endOf(code, signal);
      void settle().then(
        () => resolve({ ...how, ...(limitHit === undefined ? {} : { limitHit }), durationMs: performance.now() - started }),
        reject,
      );
    });
  });
  const stderr = child.stdio[wrapped.isolated ? STDERR_FD : 2] as Readable;
  const setup = wrapped.isolated ? (child.stderr as Readable) : undefined;
  return { stdin: child.stdin, stdout: child.stdout as Readable, stderr, setup, limits, stop, ended };
}

function start(wrapped: Wrapped, group: ControlGroup | undefined, withInput: boolean): ChildProcess {
  const [file, ...args] =
    group === undefined ? [wrapped.file, ...wrapped.args] : joinFirst(group.joinFiles, [wrapped.file, ...wrapped.args]);
  const ours: 'pipe'[] = [
    ...(wrapped.isolated ? (['pipe', 'pipe'] as const) : []),
    ...(wrapped.filter === undefined ? [] : (['pipe'] as const)),
  ];
  const stdio: ('pipe' | 'ignore' | number)[] = [withInput ? 'pipe' : 'ignore', 'pipe', 'pipe', ...ours];
  for (const fd of inheritedFiles()) if (fd >= stdio.length) stdio[fd] = nullFile();
  const child = spawn(file as string, args, {
    env: wrapped.env,
    cwd: wrapped.cwd,
    detached: true,
    // What is not named here is left as it is, which for our own files means closed.
    stdio: Array.from(stdio, (each) => each ?? 'ignore'),
  });
  if (wrapped.filter !== undefined) {
    const filter = (child.stdio as readonly unknown[])[FILTER_FD] as Writable;
    // Where it could not be started, or ends before it has read this, that is told by its end.
    filter.on('error', () => undefined);
    filter.end(wrapped.filter);
  }
  // A command that ends before it has read its input is no error of ours.
  child.stdin?.on('error', () => undefined);
  return child;
}

/** A shell that enters the control group and then becomes the command, so that not even its first fork is outside. */
function joinFirst(files: readonly string[], command: readonly string[]): string[] {
  const join = files.map((_file, index) => `echo 0 > "$${index + 1}"`).join(' && ');
  return ['/bin/sh', '-c', `${join} && shift ${files.length} && exec "$@"`, 'sh', ...files, ...command];
}

function watch(
  child: ChildProcess,
  group: ControlGroup | undefined,
  limits: Limits,
  stop: (limit: LimitHit) => void,
): () => void {
  const timer = setTimeout(() => stop('time'), limits.wallMs);
  const look = group === undefined ? () => watchTree(child.pid, limits) : () => group.hit();
  const interval = setInterval(() => {
    const hit = look();
    if (hit !== undefined) stop(hit);
  }, WATCH_MS);
  return () => {
    clearTimeout(timer);
    clearInterval(interval);
  };
}

function endOf(code: number | null, signal: string | null): Pick<SandboxResult, 'exitCode' | 'signal'> {
  const named = code === null ? undefined : SIGNALS[code - SIGNAL_BASE];
  return named === undefined ? { exitCode: code, signal } : { exitCode: null, signal: named };
}

/** Kills the sandbox's program and its process group. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in it. macOS says EPERM of a group whose members have all ended and were not waited for yet.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
