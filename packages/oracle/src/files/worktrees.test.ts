import { execFileSync } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeIndex, makeFolder, writeFiles } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';
import { otherWorktrees } from './worktrees.ts';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false', ...args], {
    cwd,
    stdio: 'ignore',
  });

function makeRepository(files: Record<string, string>): string {
  const root = realpathSync(makeFolder(files));
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'one');
  return root;
}

const FILES = { 'a.ts': 'export const a = () => 1;\n', 'b.py': 'def b():\n    pass\n' };

it('a switch to another branch and back parses nothing that was seen', async () => {
  const root = makeRepository(FILES);
  const oracle = await openOracle({ root });
  await oracle.scan();
  git(root, 'switch', '-qc', 'other');
  writeFiles(root, { 'a.ts': 'export const c = () => 2;\n', 'c.ts': 'export const d = 3;\n' });
  git(root, 'add', '.');
  git(root, 'commit', '-qm', 'two');
  expect(await oracle.scan()).toMatchObject({ parsed: 2, reused: 0 });
  const there = await describeIndex(oracle);
  git(root, 'switch', '-q', 'main');
  expect(await oracle.scan()).toMatchObject({ parsed: 0, reused: 1, removed: 1 });
  git(root, 'switch', '-q', 'other');
  expect(await oracle.scan()).toMatchObject({ parsed: 0, reused: 2 });
  expect(await describeIndex(oracle)).toEqual(there);
  await oracle.close();
});

it('another worktree parses nothing that the first one has', async () => {
  const root = makeRepository(FILES);
  const oracle = await openOracle({ root });
  await oracle.scan();
  const linked = join(realpathSync(makeFolder()), 'linked');
  git(root, 'worktree', 'add', '-q', linked);
  expect(otherWorktrees(linked)).toEqual([root]);
  expect(otherWorktrees(root)).toEqual([linked]);
  const second = await openOracle({ root: linked });
  expect(await second.scan()).toMatchObject({ files: 2, parsed: 0, reused: 2 });
  expect(await describeIndex(second)).toEqual(await describeIndex(oracle));
  await second.close();
  await oracle.close();
});

it('a repository can not point at the index of another', () => {
  const root = makeRepository(FILES);
  const linked = join(realpathSync(makeFolder()), 'linked');
  git(root, 'worktree', 'add', '-q', linked);
  const hostile = realpathSync(makeFolder());
  writeFileSync(join(hostile, '.git'), `gitdir: ${root}/.git/worktrees/linked\n`);
  expect(otherWorktrees(hostile)).toEqual([]);
  writeFileSync(join(hostile, '.git'), 'gitdir: /nowhere\n');
  expect(otherWorktrees(hostile)).toEqual([]);
});
