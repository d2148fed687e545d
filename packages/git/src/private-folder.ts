import { readFileSync, readlinkSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSystemError, runProcess } from '@cm/core';

// The owner is in the folder's name, because a name comes into being at once with the folder: there is no instant at which
// a killed process leaves a folder that nobody can tell the owner of.
const NAME = /^cm-worktree-(\d+)-(\d+)-(\d+)-[A-Za-z0-9]{6}$/;

/** Makes a folder that only this user can enter (0700), whose name says which process owns it. Returns its real path. */
export async function createPrivateFolder(parent: string = tmpdir()): Promise<string> {
  const started = await startTime(process.pid);
  return mkdtemp(join(await realpath(parent), `cm-worktree-${process.pid}-${started ?? 0}-${pidNamespace()}-`));
}

/** The private folders of this user under `parent` whose process is gone. Never one of a process that lives. */
export async function findStaleFolders(parent: string = tmpdir()): Promise<string[]> {
  const stale: string[] = [];
  for (const name of await readdir(parent)) {
    const owner = NAME.exec(name);
    if (owner === null) continue;
    const folder = join(await realpath(parent), name);
    if ((await isOurs(folder)) && owner[3] === pidNamespace() && !(await lives(Number(owner[1]), owner[2]!))) stale.push(folder);
  }
  return stale;
}

/** Removes a folder and all in it, also what untrusted code has made unreadable. */
export async function removeFolder(folder: string): Promise<void> {
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    await remove();
  } catch (error) {
    if (!isSystemError(error, 'EACCES') && !isSystemError(error, 'EPERM')) throw error;
    await makeEnterable(folder);
    await remove();
  }
}

async function makeEnterable(folder: string): Promise<void> {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeEnterable(join(folder, entry.name));
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const entry = await lstat(folder).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  });
  return entry?.isDirectory() === true && entry.uid === process.getuid?.();
}

async function lives(pid: number, started: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) return false;
    if (!isSystemError(error, 'EPERM')) throw error;
  }
  const now = await startTime(pid);
  return now !== undefined && (started === '0' || String(now) === started);
}

/** When a process began: ticks since boot on Linux, seconds since the epoch elsewhere; undefined when it is gone or a zombie. */
async function startTime(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') {
    const { exitCode, stdout } = await runProcess('ps', ['-o', 'lstart=', '-p', String(pid)], {
      env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' },
    });
    return exitCode === 0 ? Math.round(Date.parse(stdout.trim()) / 1000) || 0 : undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : Number(fields[19]);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/** Which set of process ids ours belongs to: containers that share /tmp don't share those. */
function pidNamespace(): string {
  if (process.platform !== 'linux') return '0';
  return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
}
