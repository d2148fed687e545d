import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverDidNotStart } from './errors.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

/** A running server. */
export interface Service {
  /** With user and password in it. */
  url: string;
  /** Ends the server and removes its folder. The same happens when this process ends, however it ends. */
  stop(): Promise<void>;
}

export interface ServerPlan {
  name: string;
  /** Files to write into the server's folder, readable by it alone. */
  files(port: number): Record<string, string>;
  /** POSIX shell, run in the server's folder with the port as `$1`; its last command starts the server in the background. */
  script: string;
  args: readonly string[];
}

const START_TIMEOUT_MS = 60_000;
/** Another process can take a free port before the server does. */
const TRIES = 3;
const KEPT_OUTPUT = 4000;
/** Both PostgreSQL and Redis say so. */
const READY = /ready to accept connections/i;

/**
 * Runs around every server. The pipe on its standard input ends when we close it or die, by SIGKILL too; then the server is ended and
 * the folder removed.
 */
const guarded = (script: string) => `set -e
folder=$PWD
trap 'cd /; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
${script}
server=$!
exec >/dev/null 2>&1
cat || true
kill -s INT "$server" || true
wait "$server" || true
`;

/**
 * Starts a server on a free loopback port, in a temporary folder, as an ordinary user, and waits until it answers.
 * @throws {CmError} `CM_SERVICE_FAILED` with the server's last words.
 */
export async function startServer(plan: ServerPlan): Promise<{ port: number; stop(): Promise<void> }> {
  for (let left = TRIES; ; left -= 1) {
    const port = await freePort();
    const guard = launch(plan, port);
    const { ready, output } = await watch(guard);
    if (ready) return { port, stop: () => end(guard) };
    await end(guard);
    if (left === 1 || !/address already in use/i.test(output)) throw serverDidNotStart(plan.name, output);
  }
}

function launch(plan: ServerPlan, port: number): ChildProcess {
  const user = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), `cm-${plan.name}-`));
  try {
    for (const [name, text] of Object.entries(plan.files(port))) {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      if (user !== undefined) chownSync(join(folder, name), user.uid, user.gid);
    }
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    return spawn('/bin/sh', ['-c', guarded(plan.script), plan.name, String(port), ...plan.args], {
      ...user,
      cwd: folder,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // In a group of its own, so that Ctrl-C at the terminal reaches only us; the guard then cleans up.
      detached: true,
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Reads what the server says until it is ready, or its output ends. From then on it no longer keeps this process alive. */
async function watch(guard: ChildProcess): Promise<{ ready: boolean; output: string }> {
  let output = '';
  const ready = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), START_TIMEOUT_MS);
    const settle = (ready: boolean) => {
      clearTimeout(timer);
      resolve(ready);
    };
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
      if (READY.test(output)) settle(true);
    };
    guard.stdout?.on('data', read).on('end', () => settle(false));
    guard.stderr?.on('data', read);
    guard.on('error', (error) => {
      output += error.message;
      settle(false);
    });
  });
  guard.unref();
  for (const stream of [guard.stdin, guard.stdout, guard.stderr]) (stream as { unref?(): void } | null)?.unref?.();
  return { ready, output };
}

async function end(guard: ChildProcess): Promise<void> {
  if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
  guard.ref();
  const ended = once(guard, 'exit');
  guard.stdin?.end();
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}
