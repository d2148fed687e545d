import { spawn } from 'node:child_process';
import { root } from './paths.ts';

/** Nothing that a tool of ours starts phones home. */
const QUIET = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** Runs a command in the checkout with its output shown; the promise holds its exit code. */
export function runStep(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...QUIET } });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 130));
  });
}
