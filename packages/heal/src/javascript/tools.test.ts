import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite } from '../suite.ts';
import { compileCheck, worsened } from './compile-check.ts';
import { fixtureWorkbench } from './fixture-workbench.ts';
import { compilerModules, fixture } from './frameworks.fixture.ts';
import { typescriptFixes } from './tools.ts';
import { tscAdapter } from './tsc-suite.ts';

const suite: Suite = { framework: 'tsc', folder: '', command: 'tsc --noEmit' };

it('tsc tells which files have errors, and the code fixes make them compile', async () => {
  const workbench = await fixtureWorkbench(fixture('tsc'), compilerModules);
  expect(await tscAdapter.detect(workbench.root, ['package.json', 'tsconfig.json'])).toEqual([suite]);
  const before = await tscAdapter.run(workbench, suite, { timeoutMs: 60_000 });
  expect(before.tests.map((test) => [test.id, test.status]).sort()).toEqual([
    ['src/area.ts', 'passed'],
    ['src/misspelt.ts', 'failed'],
    ['src/unimported.ts', 'failed'],
  ]);
  expect(before.tests.find((test) => test.file === 'src/misspelt.ts')?.failure).toMatchObject({
    kind: 'compile',
    frames: [{ path: 'src/misspelt.ts', line: 3, column: 63 }],
  });

  const fixes = typescriptFixes(workbench.root, '', ['src/misspelt.ts', 'src/unimported.ts']);
  expect(fixes.map((fix) => [fix.name, [...fix.texts.keys()]])).toEqual([
    ['spelling and import', ['src/misspelt.ts', 'src/unimported.ts']],
    ['import', ['src/unimported.ts']],
    ['spelling', ['src/misspelt.ts']],
  ]);
  for (const { texts } of fixes.slice(0, 1)) for (const [path, text] of texts) await writeFile(join(workbench.root, path), text);
  const after = await tscAdapter.run(workbench, suite, { timeoutMs: 60_000 });
  expect(after.tests.map((test) => test.status)).toEqual(['passed', 'passed', 'passed']);
  await workbench.close();
});

it('a compile check notices new syntax errors and new type errors', async () => {
  const workbench = await fixtureWorkbench(fixture('tsc'), compilerModules);
  const paths = ['src/area.ts', 'src/misspelt.ts'];
  const check = () => compileCheck(workbench, paths, [suite], 60_000);
  const before = await check();
  expect(worsened(before, await check())).toEqual([]);
  await writeFile(
    join(workbench.root, 'src/area.ts'),
    'export interface Shape { width: number; height: number }\nexport const area = (shape: Shape): string => shape.width;\n',
  );
  expect(worsened(before, await check())).toEqual(['src/area.ts']);
  await writeFile(
    join(workbench.root, 'src/area.ts'),
    'export interface Shape { width: number; height: number }\nexport const area = => {;\n',
  );
  expect(worsened(before, await check())).toContain('src/area.ts');
  await workbench.close();
});

it('says when the compiler is not installed', async () => {
  const workbench = await fixtureWorkbench(fixture('tsc'));
  const report = await tscAdapter.run(workbench, suite, { timeoutMs: 60_000 });
  expect(report).toMatchObject({ tests: [], incomplete: expect.stringContaining('dependencies are not installed') });
  await workbench.close();
});

it.each([
  ['killed', "process.kill(process.pid, 'SIGKILL');"],
  ['killed with half of it said', "console.log(process.cwd() + '/src/area.ts'); process.kill(process.pid, 'SIGKILL');"],
  ['silent', 'process.exit(0);'],
])('does not take a compiler that was %s for one that found nothing wrong', async (_what, code) => {
  const workbench = await fixtureWorkbench(fixture('tsc'));
  const folder = join(workbench.root, 'node_modules/typescript');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "name": "typescript", "version": "5.9.0", "bin": { "tsc": "tsc.js" } }');
  await writeFile(join(folder, 'tsc.js'), code);
  const report = await tscAdapter.run(workbench, suite, { timeoutMs: 60_000 });
  expect(report.incomplete).toContain('the compiler ended early');
  await workbench.close();
});
