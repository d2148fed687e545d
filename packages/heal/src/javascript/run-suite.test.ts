import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { fixtureWorkbench } from './fixture-workbench.ts';
import { fixture, frameworks } from './frameworks.fixture.ts';

for (const { adapter, name, extension, modules } of frameworks) {
  describe(`${adapter.framework} runs a suite`, () => {
    const suite: Suite = { framework: adapter.framework, folder: '', command: name };
    const workbenches: Workbench[] = [];
    const open = async (folder: string) => {
      const workbench = await fixtureWorkbench(fixture(`${name}-${folder}`), modules);
      workbenches.push(workbench);
      return workbench;
    };
    afterAll(async () => {
      for (const workbench of workbenches) await workbench.close();
    });

    it('tells every kind of ending, and goes on after a file that hangs', async () => {
      const workbench = await open('endings');
      const report = await adapter.run(workbench, suite, { timeoutMs: 60_000, testTimeoutMs: 2_000 });
      const statuses = Object.fromEntries(
        report.tests.map((test) => [test.id.replace(`.${extension}`, ''), test.failure?.kind ?? test.status]),
      );
      expect(report.incomplete).toBeUndefined();
      expect(statuses).toMatchObject({
        'kinds.test > outer > passes': 'passed',
        'kinds.test > outer > prints a forged end': 'assertion',
        'kinds.test > outer > is skipped': 'skipped',
        'kinds.test > outer > later': 'skipped',
        'kinds.test > outer > inner > throws': 'error',
        'kinds.test > is slow': 'timeout',
        'kinds.test > writes a lot': 'passed',
        'syntax.test': 'collection',
        'unresolved.test': 'collection',
        'loops.test': 'timeout',
      });
      expect(statuses).not.toHaveProperty('exits.test > exits', 'passed');
      const forged = report.tests.find((test) => test.id.includes('forged'))?.failure;
      expect(forged?.frames[0]).toMatchObject({ path: `kinds.test.${extension}` });
      expect(forged?.expected).toContain('2');
      expect(forged?.actual).toContain('1');
    });

    it('gives lines per test, and leaves the sources as they were', async () => {
      const workbench = await open('planted');
      const path = `src/text.${extension}`;
      const before = await readFile(join(workbench.root, path), 'utf8');
      const report = await adapter.run(workbench, suite, { timeoutMs: 60_000, coverage: true });
      const file = `text.test.${extension}`;
      const lines = (id: string) => report.coverage?.get(`${file} > ${id}`)?.get(path) ?? [];
      expect(report.tests.filter((test) => test.status === 'failed').map((test) => test.id)).toEqual([
        `${file} > sumBelow > adds up`,
      ]);
      expect(report.coverage?.size).toBe(5);
      expect(lines('wrap > fills lines')).toEqual(expect.arrayContaining([5, 6, 7, 9, 11]));
      expect(lines('wrap > keeps a short text')).not.toContain(6);
      expect(lines('sumBelow > adds up')).toEqual(expect.arrayContaining([15, 16, 18, 22]));
      expect(lines('sumBelow > adds up')).not.toContain(19);
      expect(lines('sumBelow > adds up')).not.toContain(5);
      expect(lines('doubles')).toContain(25);
      expect(await readFile(join(workbench.root, path), 'utf8')).toBe(before);
    });

    it('runs only the tests that are asked for', async () => {
      const id = `text.test.${extension} > wrap > fills lines`;
      const report = await adapter.run(await open('planted'), suite, { tests: [id], timeoutMs: 60_000 });
      expect(report.tests.map((test) => [test.id, test.status])).toEqual([[id, 'passed']]);
    });

    it('is found by its test script', async () => {
      const files = ['package.json', `text.test.${extension}`, `src/text.${extension}`];
      const found = await Promise.all(frameworks.map((each) => each.adapter.detect(fixture(`${name}-planted`), files)));
      expect(found.flat().map(({ framework, folder }) => [framework, folder])).toEqual([[adapter.framework, '']]);
    });
  });
}

it('vitest gives lines per test in projects, which have settings of their own', async () => {
  const { adapter, modules } = frameworks.find((each) => each.name === 'vitest') ?? frameworks[0];
  const workbench = await fixtureWorkbench(fixture('vitest-planted'), modules);
  const project = `{ test: { name: 'unit', include: ['*.test.ts'] } }`;
  await writeFile(join(workbench.root, 'vitest.config.ts'), `export default { test: { projects: [${project}] } };\n`);
  const report = await adapter.run(
    workbench,
    { framework: 'vitest', folder: '', command: '' },
    { timeoutMs: 60_000, coverage: true },
  );
  expect(report.coverage?.get('text.test.ts > doubles')?.get('src/text.ts')).toContain(25);
  await workbench.close();
});

describe('dependencies that are not installed', () => {
  for (const { adapter, name } of frameworks.filter((each) => each.modules !== undefined)) {
    it(`${name} says so`, async () => {
      const workbench = await fixtureWorkbench(fixture(`${name}-planted`));
      const report = await adapter.run(
        workbench,
        { framework: adapter.framework, folder: '', command: name },
        { timeoutMs: 30_000 },
      );
      expect(report.tests).toEqual([]);
      expect(report.incomplete).toContain('dependencies are not installed');
      await workbench.close();
    });
  }
});
