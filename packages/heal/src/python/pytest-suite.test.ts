import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SuiteReport } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { fixtureWorkbench } from './fixture-workbench.ts';
import { pytestAdapter } from './pytest-suite.ts';
import { readReport } from './read-report.ts';
import { COLLECTION } from './run-pytest.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/python');
const suite = { framework: 'pytest', folder: '', command: 'python -m pytest' } as const;

describe('running a suite with every outcome', () => {
  let workbench: Workbench;
  let report: SuiteReport;
  beforeAll(async () => {
    workbench = await fixtureWorkbench(join(fixtures, 'outcomes'));
    report = await pytestAdapter.run(workbench, suite, { timeoutMs: 120_000, testTimeoutMs: 1_000, coverage: true });
  });
  afterAll(() => workbench.close());
  const test = (name: string) => report.tests.find((each) => each.id.endsWith(name))!;
  const failure = (name: string) => test(name).failure!;

  it('runs to its end although a test kills the process, and although addopts name plugins that are not there', () => {
    expect(report.incomplete).toBeUndefined();
    expect(report.suite.command).toBe('python -m pytest');
    expect(test('test_hostile.py::test_after_all').status).toBe('passed');
  });

  it('tells passing, failing and skipped tests', () => {
    const status = (name: string) => test(`test_outcomes.py::${name}`).status;
    const passed = [
      'test_passes',
      'test_parametrised[1]',
      'test_parametrised[a::b[c]]',
      'test_module_state',
      'TestGrouped::test_inner',
      'Old::test_fine',
    ];
    expect(passed.map(status)).toEqual(passed.map(() => 'passed'));
    expect(['test_expected_to_fail', 'test_skipped'].map(status)).toEqual(['skipped', 'skipped']);
    const failed = [
      'test_compares',
      'test_raises',
      'test_setup_error',
      'test_passes_unexpectedly',
      'test_parametrised[2]',
      'test_hangs[0]',
      'Old::test_equal',
    ];
    expect(failed.map(status)).toEqual(failed.map(() => 'failed'));
    expect(test('test_outcomes.py::test_passes').file).toBe('tests/test_outcomes.py');
  });

  it('says what was compared, and where', () => {
    expect(failure('test_compares')).toMatchObject({ kind: 'assertion', actual: '15', expected: '16' });
    expect(failure('test_compares').frames).toEqual([{ path: 'tests/test_outcomes.py', line: 13 }]);
    expect(failure('Old::test_equal')).toMatchObject({ kind: 'assertion', actual: '30', expected: '31' });
    expect(failure('test_raises')).toMatchObject({ kind: 'error', message: "KeyError: 'unheard'" });
    expect(failure('test_raises').frames).toEqual([
      { path: 'shop/prices.py', line: 7 },
      { path: 'tests/test_outcomes.py', line: 17 },
    ]);
  });

  it('ends tests that hang', () => {
    expect(failure('test_hangs[0]').kind).toBe('timeout');
    expect(failure('test_hangs[0]').frames[0]?.path).toBe('shop/prices.py');
    expect(failure('test_hangs[1]').kind).toBe('timeout');
    expect(failure('test_deaf_to_alarms').kind).toBe('timeout');
  });

  it('reports a file that can not be collected', () => {
    expect(failure('tests/test_uncollected.py')).toMatchObject({ kind: 'collection', file: 'tests/test_uncollected.py' });
    expect(failure('tests/test_uncollected.py').message).toContain('undefined_name');
    expect(failure('tests/test_uncollected.py').frames[0]).toEqual({ path: 'shop/broken.py', line: 1 });
  });

  it('survives hostile tests', () => {
    expect(report.tests.some((each) => each.id === 'made::up')).toBe(false);
    expect(failure('test_gigantic_message').message.length).toBeLessThan(20_000);
    expect(failure('test_unprintable').kind).toBe('error');
    expect(['test_exits', 'test_ends_the_process', 'test_is_killed'].map((name) => failure(name).kind)).toEqual([
      'error',
      'crash',
      'crash',
    ]);
    expect(test('test_forks_and_stays').status).toBe('passed');
  });

  it('records the lines that each test runs, apart from those of imports', () => {
    const lines = (id: string) => report.coverage?.get(id)?.get('shop/prices.py');
    expect(lines('tests/test_outcomes.py::test_passes')).toEqual([5, 6]);
    expect(lines('tests/test_outcomes.py::test_compares')).toEqual([5, 7]);
    expect(lines(COLLECTION)).toEqual([1, 4, 10]);
    expect([...(report.coverage?.values() ?? [])].some((files) => [...files.keys()].some(pytestAdapter.isProtected))).toBe(false);
  });

  it('records where exceptions come up in the program', () => {
    expect([...(report.raised?.get('tests/test_outcomes.py::test_raises') ?? [])]).toEqual([['shop/prices.py', [7]]]);
    expect(report.raised?.has('tests/test_outcomes.py::test_compares')).toBe(false);
  });

  it('runs only the tests that it is told', async () => {
    const ids = ['tests/test_outcomes.py::test_parametrised[a::b[c]]', 'tests/test_gone.py::test_gone'];
    const some = await pytestAdapter.run(workbench, suite, { timeoutMs: 60_000, tests: ids });
    expect(some.tests.map((each) => [each.id, each.status])).toEqual([[ids[0], 'passed']]);
  });
});

describe('suites that can not run', () => {
  const run = (files: Record<string, string>) =>
    withFiles(files, async (folder) => {
      const workbench = await fixtureWorkbench(folder);
      try {
        return await pytestAdapter.run(workbench, suite, { timeoutMs: 60_000 });
      } finally {
        await workbench.close();
      }
    });

  it('says that there are no tests', async () => {
    expect((await run({ 'pytest.ini': '' })).incomplete).toBe('pytest found no tests');
  });

  it('makes a conftest.py that can not be imported a failure of its own', async () => {
    const report = await run({ 'conftest.py': 'import lib', 'lib.py': 'x = y', 'test_a.py': 'def test(): pass' });
    expect(report.tests).toMatchObject([
      {
        id: 'conftest.py',
        failure: { kind: 'collection', message: "NameError: name 'y' is not defined", frames: [{ path: 'lib.py', line: 1 }, {}] },
      },
    ]);
  });

  it('leaves addopts out that pytest does not know', async () => {
    const report = await run({ 'pytest.ini': '[pytest]\naddopts = --made-up\n', 'test_a.py': 'def test(): pass' });
    expect(report.tests).toHaveLength(1);
    expect(report.suite.command).toBe('python -m pytest -o addopts=');
  });

  it('says that a conftest.py stopped the run', async () => {
    const report = await run({ 'test_a.py': 'import pytest\ndef test(): pytest.exit("enough")' });
    expect(report.incomplete).toContain('enough');
  });
});

describe('detect', () => {
  const detect = (files: Record<string, string>) =>
    withFiles(files, async (folder) => (await pytestAdapter.detect(folder, Object.keys(files))).map((each) => each.folder));

  it('finds one suite at the root', async () => {
    expect(
      await detect({
        'pyproject.toml': '[tool.pytest.ini_options]',
        'tests/test_a.py': '',
        'pkg/pyproject.toml': '',
        'pkg/test_b.py': '',
      }),
    ).toEqual(['']);
    expect(await detect({ 'a/test_a.py': '' })).toEqual(['']);
  });

  it('finds the projects of a monorepo', async () => {
    expect(await detect({ 'a/setup.py': '', 'a/tests/test_a.py': '', 'b/pyproject.toml': '', 'b/b_test.py': '' })).toEqual([
      'a',
      'b',
    ]);
    expect(await detect({ 'tox.ini': '[pytest]', 'test_x.py': '', 'b/setup.cfg': '[tool:pytest]', 'b/test_b.py': '' })).toEqual([
      '',
      'b',
    ]);
  });

  it('takes fixtures for no suites, and nothing for none', async () => {
    expect(await detect({ 'test_a.py': '', 'tests/data/pytest.ini': '', 'tests/data/test_b.py': '' })).toEqual(['']);
    expect(await detect({ 'pyproject.toml': '[tool.black]', 'a.py': '', '.venv/test_a.py': '' })).toEqual([]);
  });
});

describe('isProtected', () => {
  it.each([
    'tests/x.py',
    'src/a/tests.py',
    'conftest.py',
    'a/test_b.py',
    'b_test.py',
    'tests/data/x.json',
    'pyproject.toml',
    'python_testcases/load.py',
    'uv.lock',
    'a/fixtures/x.json',
  ])('protects %s', (path) => expect(pytestAdapter.isProtected(path)).toBe(true));
  it.each([
    'src/click/testing.py',
    'src/latest/x.py',
    'contest.py',
    'src/attest.py',
    'lib/testing/x.py',
    'a/fixtures/load.py',
    'README.md',
  ])('does not protect %s', (path) => expect(pytestAdapter.isProtected(path)).toBe(false));
});

describe('readReport', () => {
  it('skips what is not a record, and neither follows a link nor waits for a pipe', async () => {
    await withFiles(
      { report: `{"t":"finish","exit":0}\nnot json\n{"t":"made up"}\n${'x'.repeat(5_000_000)}\n{"t":"finish","exit":5}\n{"t":` },
      async (folder) => {
        const records = await Array.fromAsync(readReport(join(folder, 'report')));
        expect(records).toEqual([
          { t: 'finish', exit: 0 },
          { t: 'finish', exit: 5 },
        ]);
        await symlink(join(folder, 'report'), join(folder, 'link'));
        expect(await Array.fromAsync(readReport(join(folder, 'link')))).toEqual([]);
        expect(await Array.fromAsync(readReport(folder))).toEqual([]);
      },
    );
  });
});

async function withFiles<T>(files: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cm-pytest-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
