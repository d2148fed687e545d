// A workbench for tests: a copy of a folder and plain child processes, no sandbox.
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Permit, type ProcessResult, runProcess } from '@cm/core';
import type { Sandbox, SandboxResult } from '@cm/sandbox';
import type { Workbench } from '../workbench.ts';

/** Copies `folder` into a new temporary one, with `modules` as its node_modules. `close` removes it. */
export async function fixtureWorkbench(folder: string, modules?: string): Promise<Workbench> {
  const root = await mkdtemp(join(tmpdir(), 'cm-fixture-'));
  const exchange = await mkdtemp(join(tmpdir(), 'cm-exchange-'));
  await cp(folder, root, { recursive: true, verbatimSymlinks: true });
  if (modules !== undefined) await symlink(modules, join(root, 'node_modules'), 'dir');
  const unused = (): never => {
    throw new Error('a fixture workbench has no sandbox');
  };
  return {
    root,
    inside: root,
    exchange,
    sandbox: { kind: 'trusted', remaps: false, run: unused, spawn: unused } satisfies Sandbox,
    permit: {} as Permit,
    run: async (command, options) => {
      const [program = '', ...args] = command;
      const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: tmpdir(), ...options.env };
      const { folder: within = '', timeoutMs, signal } = options;
      return asSandboxResult(
        await runProcess(program, args, { cwd: join(root, within), env, timeoutMs, ...(signal === undefined ? {} : { signal }) }),
      );
    },
    spawn: unused,
    fork: () => fixtureWorkbench(root),
    close: async () => {
      await rm(root, { recursive: true, force: true, maxRetries: 3 });
      await rm(exchange, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function asSandboxResult({ timedOut, ...result }: ProcessResult): SandboxResult {
  return { ...result, ...(timedOut ? { limitHit: 'time' as const } : {}) };
}
