import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

const isSource = import.meta.url.endsWith('.ts');
const ENTRY = new URL(`./background-embedding.${isSource ? 'ts' : 'js'}`, import.meta.url);

/**
 * Starts a process that brings the vectors of `root` up to date and outlives this one. It is in no terminal's way: it has no streams, a
 * session of its own, the lowest priority and one thread. Two of them never work on one repository. False where nothing should go on by
 * itself, as in CI: what a job leaves running is killed or disturbs the next one.
 */
export function embedInBackground(root: string): boolean {
  if (process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false') return false;
  // The arguments of this process say how sources are run.
  const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(ENTRY), root], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  child.on('error', () => undefined);
  if (child.pid === undefined) return false;
  try {
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already.
  }
  child.unref();
  return true;
}
