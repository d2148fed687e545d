// Runs the real command line in a process of its own, off a terminal, with none of the caller's environment.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ProcessResult, runProcess } from '@cm/core';

const MAIN = join(import.meta.dirname, 'main.ts');

export function cm(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<ProcessResult> {
  return runProcess(process.execPath, ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', MAIN, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), LANG: 'C.UTF-8', ...env },
    timeoutMs: 60_000,
  });
}
