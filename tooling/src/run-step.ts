import { spawn } from 'node:child_process';
import { root } from './paths.ts';

/** Runs a command in the checkout with its output shown; the promise holds its exit code. */
export function runStep(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 130));
  });
}
