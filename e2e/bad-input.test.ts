import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { checkoutOf, healBranches, RED_NODE, RED_PYTHON } from './repositories.ts';
import { type CmOptions, type CmRun, cm } from './run-cm.ts';

/** A heal takes seconds; a busy machine makes it many. */
const PATIENCE_MS = 180_000;

let made: TemporaryRepository | undefined;
let folder: { path: string; remove(): void };
beforeEach(() => {
  folder = temporaryFolder('cm-e2e-bad');
});
afterEach(() => {
  made?.remove();
  made = undefined;
  folder.remove();
});

const GREEN_NODE = { ...RED_NODE, 'larger.js': 'export const larger = Math.max;\n' };

/** Ended with this code, and told people what is wrong and what they can do, without a stack. */
function expectWords(run: CmRun, exitCode: number, ...words: (string | RegExp)[]): void {
  const all = `${run.stdout}${run.stderr}`;
  if (run.exitCode !== exitCode)
    throw new Error(`it ended with ${run.exitCode ?? run.signal}, not ${exitCode}:\n${all.slice(-4_000)}`);
  for (const word of words) expect(all).toMatch(word);
  expect(all).not.toMatch(/^\s+at .*:\d+:\d+|bug in Code Monkeys/m);
}

/** A folder with nothing but links to these programs, to be the whole PATH. */
function pathOf(...programs: string[]): string {
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  for (const program of programs) symlinkSync(whereIs(program), join(bin, program));
  return bin;
}

function whereIs(program: string): string {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((each) => join(each, program))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} is needed for this test`);
  return found;
}

describe('a folder that is no use', () => {
  const heal = (cwd: string) => cm(cwd, ['heal']);

  it('that is no git repository', async () => {
    expectWords(await heal(folder.path), 2, 'CM_NOT_A_REPOSITORY', 'git init');
  });

  it('that does not exist', async () => {
    expectWords(await cm(folder.path, ['heal', '--cwd', join(folder.path, 'absent')]), 2, 'absent');
  });

  it('that is a repository without a commit', async () => {
    made = await temporaryRepository();
    expectWords(await heal(made.path), 2, 'CM_EMPTY_REPOSITORY', 'first commit');
  });

  it('that is a bare repository', async () => {
    made = await temporaryRepository({ files: { file: 'x' } });
    const bare = join(folder.path, 'bare.git');
    await made.git('clone', '--quiet', '--bare', made.path, bare);
    expectWords(await heal(bare), 2, 'CM_BARE_REPOSITORY', 'checkout');
  });

  it('that has no tests, or none of a framework that is known', async () => {
    made = await temporaryRepository({
      files: { 'readme.md': 'x', 'spec/sum_spec.rb': "describe('sum') {}\n", 'sum.rb': 'x = 1\n' },
    });
    expectWords(await heal(made.path), 2, 'CM_NO_SUITE', 'pytest, node:test, jest, vitest');
  });
});

describe('a broken codemonkeys.yaml', () => {
  it('with an unknown key is shown its line and the key that was meant', async () => {
    made = await temporaryRepository({ files: { ...RED_NODE, 'codemonkeys.yaml': 'version: 1\nheal:\n  atempts: 2\n' } });
    expectWords(await cm(made.path, ['heal']), 2, 'CM_BAD_CONFIG', '3:3', 'did you mean "attempts"');
  });

  it.each([
    ['text that is no YAML', 'heal: [\n'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
    ['a list', '- 1\n'],
    ['a number far out of range', 'heal:\n  timeBudgetSeconds: 1e30\n'],
    ['the network turned on', 'sandbox:\n  network: true\n'],
    [
      'aliases that grow without end',
      `a: &a [x,x,x]\n${[...'bcdefghijk'].map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]},`.repeat(9)}x]\n`).join('')}`,
    ],
  ])('with %s', async (_name, text) => {
    made = await temporaryRepository({ files: GREEN_NODE });
    writeFileSync(join(made.path, 'codemonkeys.yaml'), text);
    expectWords(await cm(made.path, ['heal']), 2, 'CM_BAD_CONFIG');
  });

  it('that is a folder', async () => {
    made = await temporaryRepository({ files: { 'x.test.js': '' } });
    mkdirSync(join(made.path, 'codemonkeys.yaml'));
    expectWords(await cm(made.path, ['heal']), 2, 'codemonkeys.yaml');
  });
});

describe('odd files', () => {
  it(
    'binary, 50 MB large, not UTF-8, empty: the fault beside them is repaired all the same',
    async () => {
      made = await temporaryRepository({ files: { ...RED_PYTHON, 'empty.py': '', 'empty_test.py': '' } });
      const random = Buffer.alloc(1024 * 1024, 0);
      for (let at = 0; at < random.length; at++) random[at] = (at * 2654435761) >>> 13;
      writeFileSync(join(made.path, 'binary.py'), random);
      writeFileSync(join(made.path, 'large.py'), `x = 1 # ${'x'.repeat(100)}\n`.repeat(470_000));
      writeFileSync(join(made.path, 'latin.py'), Buffer.from('# caf\xe9\nNAME = "\xff"\n', 'latin1'));
      await made.commit({}, 'odd files');
      const before = checkoutOf(made.path);
      expectWords(await cm(made.path, ['heal']), 0, /healed|repaired/);
      expect(await made.git('diff', '--name-only', 'main', (await healBranches(made))[0] as string)).toBe('larger.py');
      expect(checkoutOf(made.path)).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    'the source under test is not UTF-8: it says that it could not repair',
    async () => {
      made = await temporaryRepository({ files: RED_PYTHON });
      writeFileSync(
        join(made.path, 'larger.py'),
        Buffer.from(
          '# -*- coding: latin-1 -*-\nNAME = "caf\xe9"\n\n\ndef larger(a, b):\n    if a < b:\n        return a\n    return b\n',
          'latin1',
        ),
      );
      await made.commit({}, 'latin');
      const before = checkoutOf(made.path);
      const run = await cm(made.path, ['heal', '--time-budget', '20']);
      expectWords(run, 5, 'not healed');
      expect(checkoutOf(made.path)).toEqual(before);
    },
    PATIENCE_MS,
  );
});

describe('a machine that lacks something', () => {
  it(
    'pytest',
    async () => {
      made = await temporaryRepository({ files: RED_PYTHON });
      const python = join(folder.path, 'python');
      expect(spawnSync('python3', ['-m', 'venv', '--without-pip', python]).status).toBe(0);
      const run = await cm(made.path, ['heal'], {
        env: { PATH: `${join(python, 'bin')}${delimiter}${pathOf('git')}`, VIRTUAL_ENV: python },
      });
      expectWords(run, 2, 'CM_SUITE_NOT_RUNNABLE', 'pytest is not installed', 'cm doctor');
    },
    PATIENCE_MS,
  );

  it(
    'node_modules',
    async () => {
      const jestRepository = {
        'package.json': '{ "name": "x", "scripts": { "test": "jest" }, "devDependencies": { "jest": "^30.0.0" } }\n',
        'x.test.js': "test('x', () => {});\n",
      };
      made = await temporaryRepository({ files: jestRepository });
      expectWords(await cm(made.path, ['heal']), 2, 'CM_SUITE_NOT_RUNNABLE', 'jest is missing in node_modules', '--install');
    },
    PATIENCE_MS,
  );

  it('git', async () => {
    made = await temporaryRepository({ files: RED_NODE });
    expectWords(await cm(made.path, ['heal'], { env: { PATH: pathOf() } }), 2, 'git', 'PATH');
  });

  it(
    'a sandbox: it refuses, and runs with --trust',
    async () => {
      made = await temporaryRepository({ files: RED_NODE });
      const hidden = withoutSandbox();
      expectWords(await cm(made.path, ['heal'], hidden), 2, 'CM_NO_SANDBOX', 'bubblewrap', '--trust');
      expect(await healBranches(made)).toEqual([]);
      expectWords(await cm(made.path, ['heal', '--trust'], hidden), 0, /healed|repaired/);
    },
    PATIENCE_MS,
  );
});

/** Covers the sandbox programs of this machine, in a mount namespace of the run's own. */
function withoutSandbox(): CmOptions {
  const nothing = join(folder.path, 'nothing');
  writeFileSync(nothing, '');
  chmodSync(nothing, 0o644);
  const programs = ['bwrap', 'unshare'].flatMap((name) =>
    ['/usr/bin', '/bin', '/usr/local/bin'].map((bin) => join(bin, name)).filter((path) => existsSync(path)),
  );
  const cover = programs.map((path) => `mount --bind '${nothing}' '${path}'`).join(' && ');
  return { prefix: ['unshare', '--mount', '--user', '--map-root-user', 'sh', '-c', `${cover} && exec "$@"`, 'sh'] };
}

describe('no room', () => {
  it.each(['16k', '128k'])(
    'on the disk but %s: says so, and nothing is lost',
    async (size) => {
      made = await temporaryRepository({ files: RED_NODE });
      const before = checkoutOf(made.path);
      // A folder for temporary files that holds next to nothing.
      const small = join(folder.path, 'small');
      mkdirSync(small);
      const prefix = [
        'unshare',
        '--mount',
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        `mount -t tmpfs -o size=${size} tmpfs '${small}' && exec "$@"`,
        'sh',
      ];
      const run = await cm(made.path, ['heal'], { prefix, temporary: small });
      expectWords(run, 2, /no space left|disk ?space|disk is full/i);
      expect(checkoutOf(made.path)).toEqual(before);
      expect(await healBranches(made)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'for the ledger: says so, and nothing is done without it',
    async () => {
      made = await temporaryRepository({ files: { ...RED_NODE, '.gitignore': '.codemonkeys\n' } });
      const before = checkoutOf(made.path);
      const state = join(made.path, '.codemonkeys');
      mkdirSync(state);
      const prefix = [
        'unshare',
        '--mount',
        '--user',
        '--map-root-user',
        'sh',
        '-c',
        `mount -t tmpfs -o size=16k tmpfs '${state}' && exec "$@"`,
        'sh',
      ];
      const run = await cm(made.path, ['heal'], { prefix });
      expectWords(run, 2, /no space left|ENOSPC|full/i);
      expect(checkoutOf(made.path)).toEqual(before);
      expect(await healBranches(made)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('to write in the checkout: says so', async () => {
    made = await temporaryRepository({ files: RED_NODE });
    writeFileSync(join(made.path, '.codemonkeys'), 'a file where our folder goes');
    expectWords(await cm(made.path, ['heal']), 2, '.codemonkeys');
  });
});

describe('a person', () => {
  it(
    'who interrupts: 130, nothing changed, and the ledger says so',
    async () => {
      made = await temporaryRepository({ files: RED_PYTHON });
      const before = checkoutOf(made.path);
      const run = await cm(made.path, ['heal'], {
        onStart: (child) => {
          child.stderr?.once('data', () => child.kill('SIGINT'));
        },
      });
      expectWords(run, 130, 'interrupted', 'nothing in your checkout was changed');
      expect(checkoutOf(made.path)).toEqual(before);
      expect(await healBranches(made)).toEqual([]);
      const log = await cm(made.path, ['audit', 'log', '--json']);
      expect(JSON.parse(log.stdout)[0].event).toMatchObject({
        type: expect.stringMatching(/\.outcome$/),
        data: { outcome: 'abandoned' },
      });
    },
    PATIENCE_MS,
  );

  it('who mistypes a command or an option is told the one that was meant', async () => {
    expectWords(await cm(folder.path, ['heel']), 2, 'CM_USAGE', /did you mean heal/i);
    expectWords(await cm(folder.path, ['heal', '--dry-rum']), 2, 'CM_USAGE', 'dry-rum', /did you mean.*dry-run/i);
    expectWords(await cm(folder.path, ['heal', '--dry-run', '--apply']), 2, 'CM_USAGE');
    expectWords(await cm(folder.path, ['heal', '--time-budget', 'soon']), 2, 'CM_USAGE', 'time-budget');
    expectWords(await cm(folder.path, ['audit', 'log', '--limit', 'all']), 2, 'CM_USAGE', 'limit');
    expectWords(await cm(folder.path, ['audit']), 2, /log, show or verify|cm --help/);
  });

  it('who says nothing is shown what there is', async () => {
    const run = await cm(folder.path, []);
    expectWords(run, 2, 'cm --help');
    expectWords(await cm(folder.path, ['--help']), 0, 'cm heal');
  });

  it('who wants data gets errors as data too', async () => {
    const run = await cm(folder.path, ['heal', '--json']);
    expect(run).toMatchObject({ exitCode: 2, stderr: '' });
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: { code: 'CM_NOT_A_REPOSITORY', exitCode: 2, hint: expect.any(String) },
    });
  });
});
