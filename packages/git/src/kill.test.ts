import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryFolder } from '@cm/core/testing';
import { clearStaleWorktrees } from './index.ts';
import { snapshotCheckout, temporaryRepository } from './testing.ts';

const KILLS = 40;
const LOOP = join(import.meta.dirname, '..', 'fixtures', 'commit-in-a-loop.ts');

describe('SIGKILL at any instant', () => {
  it('leaves the checkout as it was, a sound repository, and nothing that the next run does not clear', async () => {
    const made = await temporaryRepository({ files: { file: 'text\n', other: 'text\n' } });
    const folder = temporaryFolder('cm-kill');
    try {
      writeFileSync(join(made.path, 'other'), 'dirty\n');
      const before = snapshotCheckout(made.path);
      for (let kill = 0; kill < KILLS; kill += 2) {
        await Promise.all([killOne(made.path, folder.path, kill * 1000), killOne(made.path, folder.path, (kill + 1) * 1000)]);
        expect(withoutOurs(snapshotCheckout(made.path))).toEqual(before);
      }
      age(made.path);
      await clearStaleWorktrees(folder.path);
      await clearStaleWorktrees();
      expect(readdirSync(folder.path)).toEqual([]);
      const after = snapshotCheckout(made.path);
      expect(withoutOurs(after)).toEqual(before);
      expect(Object.keys(after).filter((path) => path.endsWith('.lock'))).toEqual([]);
      expect((await made.git('for-each-ref', '--format=x', 'refs/heads/cm/')).length).toBeGreaterThan(0);
      expect(await made.git('fsck', '--full', '--strict', '--no-dangling')).toBe('');
    } finally {
      made.remove();
      folder.remove();
    }
  }, 120_000);
});

/** Kills the process and whatever git it has running after its first round or somewhere in a later one. */
async function killOne(path: string, parent: string, first: number): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: parent };
  const child = spawn(process.execPath, ['--conditions=@cm/source', LOOP, path, parent, String(first)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([
    new Promise((resolve) => child.stdout.once('data', resolve)),
    ended.then(() => Promise.reject(new Error('it ended by itself'))),
  ]);
  await pause(Math.random() * 250);
  const gits = childrenOf(child.pid ?? 0);
  child.kill('SIGKILL');
  for (const pid of gits) killIfThere(pid);
  await ended;
}

function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended.
  }
}

const withoutOurs = (snapshot: Record<string, string>) =>
  Object.fromEntries(Object.entries(snapshot).filter(([path]) => !path.startsWith('.git/refs/heads/cm/')));

/** Makes locks as old as they would be at the next run. */
function age(path: string): void {
  for (const file of Object.keys(snapshotCheckout(path))) {
    if (file.endsWith('.lock')) utimesSync(join(path, file), 1, 1);
  }
}
