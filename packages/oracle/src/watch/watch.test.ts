import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, writeFiles } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';
import type { ScanReport } from '../words.ts';
import { foldersToWatch } from './folders-to-watch.ts';
import { watchRepository } from './watch.ts';

/** Reports one after another, as they come. */
class Reports {
  private readonly come: ScanReport[] = [];
  private wake: (() => void) | null = null;

  readonly take = (report: ScanReport): void => {
    this.come.push(report);
    this.wake?.();
  };

  async next(): Promise<ScanReport> {
    while (this.come.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.come.shift()!;
  }
}

it('scans when files are written, renamed and removed, in folders that came later too, and stops', async () => {
  const root = makeFolder({ 'a.ts': 'export const a = 1;\n', 'node_modules/x/index.js': 'x();\n' });
  execFileSync('git', ['init', '-q'], { cwd: root });
  const oracle = await openOracle({ root });
  const controller = new AbortController();
  const reports = new Reports();
  const ended = oracle.watch({ onScan: reports.take, signal: controller.signal });
  expect(await reports.next()).toMatchObject({ files: 1, parsed: 1 });
  writeFiles(root, { 'a.ts': 'export const b = 1;\n' });
  expect(await reports.next()).toMatchObject({ parsed: 1 });
  mkdirSync(join(root, 'lib/deep'), { recursive: true });
  writeFiles(root, { 'lib/deep/c.py': 'def c(): pass\n' });
  expect(await reports.next()).toMatchObject({ files: 2 });
  writeFiles(root, { 'lib/deep/d.py': 'def d(): pass\n' });
  expect(await reports.next()).toMatchObject({ files: 3 });
  renameSync(join(root, 'lib'), join(root, 'moved'));
  let last = await reports.next();
  if (last.removed === 0 || last.reused === 0) last = await reports.next();
  expect((await oracle.search('c')).map(({ path }) => path)).toContain('moved/deep/c.py');
  rmSync(join(root, 'moved'), { recursive: true });
  while ((await reports.next()).files > 1);
  controller.abort();
  await ended;
  await oracle.close();
});

it('looks at files in intervals, and says so, when the system has no room for watches', async () => {
  const root = makeFolder({ 'a.ts': '' });
  const oracle = await openOracle({ root });
  const controller = new AbortController();
  const reports = new Reports();
  const notices: string[] = [];
  const ended = watchRepository(
    {
      root,
      scan: async (listed) => {
        const report = await oracle.scan();
        listed(['a.ts']);
        return report;
      },
      watchFolder: () => {
        throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      },
    },
    { onScan: reports.take, signal: controller.signal, onNotice: (notice) => notices.push(notice) },
  );
  await reports.next();
  writeFiles(root, { 'b.ts': 'export const b = 1;\n' });
  expect(await reports.next()).toMatchObject({ files: 2 });
  expect(notices).toEqual([expect.stringContaining('no room for more watches')]);
  controller.abort();
  await ended;
  await oracle.close();
});

it('watches folders with files of the repository, and none that is vendored', () => {
  expect([...foldersToWatch(['a.ts', 'lib/deep/b.ts', 'vendor/c.go', 'lib/node_modules/d.js'])].sort()).toEqual([
    '',
    'lib',
    'lib/deep',
  ]);
});
