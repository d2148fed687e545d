// A workbench for tests: a copy of a folder, and plain child processes without a sandbox.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Permit, runProcess } from '@cm/core';
import type { Sandbox, SandboxProcess, SandboxResult } from '@cm/sandbox';
import type { CommandOptions, Workbench } from '../workbench.ts';

/** Copies `folder` into a new temporary one. `close` removes it. */
export async function fixtureWorkbench(folder: string): Promise<Workbench> {
  const root = await mkdtemp(join(tmpdir(), 'cm-fixture-'));
  const exchange = await mkdtemp(join(tmpdir(), 'cm-exchange-'));
  await cp(folder, root, { recursive: true, verbatimSymlinks: true });
  const unused = (): never => {
    throw new Error('a fixture workbench has no sandbox');
  };
  const place = (options: Omit<CommandOptions, 'timeoutMs'>) => ({
    cwd: join(root, options.folder ?? ''),
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), LANG: 'C.UTF-8', ...options.env },
  });
  return {
    root,
    inside: root,
    exchange,
    sandbox: { kind: 'trusted', remaps: false, run: unused, spawn: unused } satisfies Sandbox,
    permit: {} as Permit,
    run: async ([name = '', ...args], options) => {
      const program = programOf(name);
      const { timeoutMs, signal, input } = options;
      const more = { timeoutMs, ...(signal === undefined ? {} : { signal }), ...(input === undefined ? {} : { input }) };
      const { timedOut, ...result } = await runProcess(program, args, { ...place(options), ...more });
      return { ...result, ...(timedOut ? { limitHit: 'time' as const } : {}) };
    },
    spawn: (command, options) => spawnPlain(command, place(options)),
    fork: () => fixtureWorkbench(root),
    close: async () => {
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
      await rm(exchange, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Debian's Python has no program `python`. */
const programOf = (name: string): string => (name === 'python' ? 'python3' : name);

function spawnPlain(
  [program = '', ...args]: readonly string[],
  place: { cwd: string; env: Record<string, string> },
): SandboxProcess {
  const started = performance.now();
  const child = spawn(programOf(program), args, { ...place, detached: true, stdio: 'pipe' });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString('utf8')).slice(-65_536);
  });
  child.stdin.on('error', () => undefined);
  const finished = new Promise<SandboxResult>((resolve) => {
    child.on('exit', (exitCode, signal) =>
      resolve({ exitCode, signal, stdout: '', stderr, truncated: false, durationMs: performance.now() - started }),
    );
  });
  return {
    write: (line) => void child.stdin.write(`${line}\n`),
    lines: createInterface({ input: child.stdout }),
    stderr: () => stderr,
    finished,
    kill: () => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    },
  };
}
