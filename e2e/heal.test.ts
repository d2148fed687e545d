import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { snapshotCheckout, type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { checkoutOf, exampleRepository, healBranches, RED_NODE, RED_PYTHON, SETTINGS } from './repositories.ts';
import { cm, dataOf } from './run-cm.ts';

/** A heal takes seconds; a busy machine makes it many. */
const PATIENCE_MS = 180_000;

interface Healed {
  outcome: { result: string; runId: string; branch?: string; commit?: string; summary: string };
  diagnosis: { cause: string; failures: { test: string }[]; suspects: { path: string; symbol?: string }[] };
  attempts: unknown[];
  patch?: { diff: string };
  applied: string[];
}

let made: TemporaryRepository;
afterEach(() => made.remove());

async function healAsData(...args: string[]): Promise<{ exitCode: number | null; healed: Healed }> {
  const run = await cm(made.path, ['heal', '--json', ...args]);
  return { exitCode: run.exitCode, healed: dataOf(run) };
}

async function audit(): Promise<{ event: { id: string; type: string; data: { outcome?: string } }; intentId?: string }[]> {
  const run = await cm(made.path, ['audit', 'log', '--json', '--limit', '1000']);
  expect(run.exitCode).toBe(0);
  return dataOf(run);
}

/** Each intent has one outcome, which comes after it, and the chain is sound. */
async function expectSoundLedger(): Promise<void> {
  const verified = await cm(made.path, ['audit', 'verify', '--json']);
  expect(verified).toMatchObject({ exitCode: 0 });
  expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true });
  const entries = (await audit()).reverse();
  const intents = entries.filter(({ event }) => event.type.endsWith('.intent'));
  expect(intents.length).toBeGreaterThan(0);
  for (const intent of intents) {
    const outcomes = entries.filter(({ intentId }) => intentId === intent.event.id);
    expect(outcomes.map(({ event }) => event.type)).toEqual([intent.event.type.replace(/intent$/, 'outcome')]);
    expect(entries.indexOf(outcomes[0]!)).toBeGreaterThan(entries.indexOf(intent));
  }
}

describe.each([
  {
    example: 'python-inventory',
    suite: ['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
    mended: 'inventory/stock.py',
  },
  { example: 'typescript-invoice', suite: [process.execPath, '--test'], mended: 'src/invoice.ts' },
])('the example $example', ({ example, suite, mended }) => {
  const runSuite = () =>
    spawnSync(suite[0]!, suite.slice(1), {
      cwd: made.path,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1' },
    }).status;

  it(
    'goes from red to green by one commit on one branch, and the checkout stays as it was',
    async () => {
      made = await exampleRepository(example);
      expect(runSuite()).not.toBe(0);
      const before = snapshotCheckout(made.path);
      const run = await cm(made.path, ['heal']);
      expect(run).toMatchObject({ exitCode: 0, stdout: '' });
      const branches = await healBranches(made);
      expect(branches).toHaveLength(1);
      expect(run.stderr).toContain(branches[0]);
      const after = snapshotCheckout(made.path);
      const added = Object.keys(after).filter((path) => !(path in before) && !path.startsWith('.codemonkeys/'));
      expect(added).toEqual([`.git/refs/heads/${branches[0]}`]);
      expect(checkoutOf(made.path)).toEqual(before);
      expect(await made.git('rev-list', '--count', `main..${branches[0]}`)).toBe('1');
      expect(await made.git('diff', '--name-only', 'main', branches[0]!)).toBe(mended);
      await expectSoundLedger();
      await made.git('checkout', '--quiet', branches[0]!);
      expect(runSuite()).toBe(0);
    },
    PATIENCE_MS,
  );
});

describe('cm heal', () => {
  it(
    'with --json prints the result as data, and --dry-run writes no branch',
    async () => {
      made = await temporaryRepository({ files: RED_PYTHON });
      const { exitCode, healed } = await healAsData('--dry-run');
      expect(exitCode).toBe(0);
      expect(healed.outcome).toMatchObject({ result: expect.stringMatching(/^(healed|proposed)$/) });
      expect(healed.outcome.branch).toBeUndefined();
      expect(healed.patch?.diff).toContain('larger.py');
      expect(healed.diagnosis.suspects[0]).toMatchObject({ path: 'larger.py', symbol: 'larger' });
      expect(await healBranches(made)).toEqual([]);
      await expectSoundLedger();
    },
    PATIENCE_MS,
  );

  it(
    'with --apply writes the repair into the file too, and nothing else',
    async () => {
      made = await exampleRepository('python-inventory');
      const before = checkoutOf(made.path);
      const { exitCode, healed } = await healAsData('--apply');
      expect(exitCode).toBe(0);
      expect(healed.applied).toEqual(['inventory/stock.py']);
      const after = checkoutOf(made.path);
      expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual(['inventory/stock.py']);
      expect(readFileSync(join(made.path, 'inventory/stock.py'), 'utf8')).toBe(
        `${await made.git('show', `${healed.outcome.branch}:inventory/stock.py`)}\n`,
      );
    },
    PATIENCE_MS,
  );

  it(
    'has nothing to do where nothing is red',
    async () => {
      made = await temporaryRepository({ files: { ...RED_NODE, 'larger.js': 'export const larger = Math.max;\n' } });
      const { exitCode, healed } = await healAsData();
      expect(exitCode).toBe(0);
      expect(healed.outcome.result).toBe('nothing-to-do');
      expect(await healBranches(made)).toEqual([]);
      await expectSoundLedger();
    },
    PATIENCE_MS,
  );

  it(
    'says where to look when it can not repair',
    async () => {
      made = await temporaryRepository({
        files: {
          'codemonkeys.yaml': SETTINGS,
          'roman.py': 'def roman(number):\n    return str(number)\n',
          'test_roman.py':
            "from roman import roman\n\n\ndef test_roman():\n    assert [roman(n) for n in (1, 4, 9, 40)] == ['I', 'IV', 'IX', 'XL']\n",
        },
      });
      const before = checkoutOf(made.path);
      const run = await cm(made.path, ['heal', '--time-budget', '10']);
      expect(run.exitCode).toBe(5);
      expect(run.stderr).toContain('not healed');
      expect(run.stderr).toMatch(/suspects[\s\S]*roman\.py:1-2/);
      expect(await healBranches(made)).toEqual([]);
      expect(checkoutOf(made.path)).toEqual(before);
      await expectSoundLedger();
    },
    PATIENCE_MS,
  );

  it(
    'leaves a flaky test alone',
    async () => {
      made = await temporaryRepository({
        files: {
          'codemonkeys.yaml': 'version: 1\nheal:\n  repeat: 40\n',
          'dice.py': 'import os\n\n\ndef roll():\n    return os.urandom(1)[0] % 2\n',
          // One in two, in each of many tests: some fail at first, and every one passes at some time.
          'test_dice.py':
            'import pytest\nfrom dice import roll\n\n\n@pytest.mark.parametrize("n", range(12))\ndef test_roll(n):\n    assert roll() == 1\n',
        },
      });
      const before = checkoutOf(made.path);
      const { exitCode, healed } = await healAsData();
      expect({ exitCode, result: healed.outcome.result, cause: healed.diagnosis.cause }).toEqual({
        exitCode: 5,
        result: 'not-healed',
        cause: 'flaky',
      });
      expect(healed.attempts).toEqual([]);
      expect(await healBranches(made)).toEqual([]);
      expect(checkoutOf(made.path)).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    'heals two independent faults in two files together, in one commit',
    async () => {
      made = await temporaryRepository({
        files: {
          ...RED_PYTHON,
          'total.py':
            'def total(numbers):\n    result = 0\n    for number in numbers:\n        result -= number\n    return result\n',
          'test_total.py':
            'from total import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n    assert total([]) == 0\n    assert total([5]) == 5\n',
        },
      });
      const { exitCode, healed } = await healAsData();
      expect({ exitCode, summary: healed.outcome.summary }).toMatchObject({ exitCode: 0 });
      expect(await made.git('diff', '--name-only', 'main', healed.outcome.branch!)).toBe('larger.py\ntotal.py');
      expect(await made.git('rev-list', '--count', `main..${healed.outcome.branch}`)).toBe('1');
    },
    PATIENCE_MS,
  );

  it(
    'works in a path with spaces and letters of every kind',
    async () => {
      made = await temporaryRepository({
        files: { ...RED_PYTHON, 'größe und 大小/notes.txt': 'x\n' },
        name: 'mein Prüf-ordner 試験 $(x) "q"',
      });
      const before = checkoutOf(made.path);
      const { exitCode, healed } = await healAsData();
      expect(exitCode).toBe(0);
      expect(await made.git('diff', '--name-only', 'main', healed.outcome.branch!)).toBe('larger.py');
      expect(checkoutOf(made.path)).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    'works on a detached HEAD',
    async () => {
      made = await temporaryRepository({ files: RED_NODE });
      await made.git('checkout', '--quiet', '--detach');
      const before = checkoutOf(made.path);
      const { exitCode, healed } = await healAsData();
      expect(exitCode).toBe(0);
      expect(await made.git('rev-parse', `${healed.outcome.branch}^`)).toBe(await made.git('rev-parse', 'HEAD'));
      expect(checkoutOf(made.path)).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    'works in a linked worktree, and leaves the main one alone',
    async () => {
      made = await temporaryRepository({ files: { ...RED_NODE, 'larger.js': 'export const larger = Math.max;\n' } });
      const linked = join(made.path, '..', 'linked');
      await made.git('worktree', 'add', '--quiet', '-b', 'red', linked);
      writeFileSync(join(linked, 'larger.js'), RED_NODE['larger.js']!);
      await made.git('-C', linked, 'commit', '--quiet', '-am', 'red');
      const before = [checkoutOf(made.path), checkoutOf(linked)];
      const run = await cm(linked, ['heal', '--json']);
      expect(run.exitCode).toBe(0);
      const [branch] = await healBranches(made);
      expect(await made.git('diff', '--name-only', 'red', branch!)).toBe('larger.js');
      expect([checkoutOf(made.path), checkoutOf(linked)]).toEqual(before);
    },
    PATIENCE_MS,
  );

  it(
    'keeps work in progress byte for byte: staged, unstaged, untracked, ignored',
    async () => {
      made = await temporaryRepository({ files: { ...RED_PYTHON, '.gitignore': 'ignored\n', 'notes.txt': 'one\n' } });
      writeFileSync(join(made.path, 'notes.txt'), 'two\n');
      await made.git('add', 'notes.txt');
      writeFileSync(join(made.path, 'notes.txt'), 'three\r\n\u0000');
      writeFileSync(join(made.path, 'larger.py'), 'raise SystemExit("half written")\n');
      mkdirSync(join(made.path, 'new'));
      writeFileSync(join(made.path, 'new/untracked.txt'), 'u');
      writeFileSync(join(made.path, 'ignored'), 'i');
      const status = await made.git('status', '--porcelain=v2', '--ignored');
      const before = checkoutOf(made.path);
      const { exitCode, healed } = await healAsData();
      expect(exitCode).toBe(0);
      expect(await made.git('diff', '--name-only', 'main', healed.outcome.branch!)).toBe('larger.py');
      expect(checkoutOf(made.path)).toEqual(before);
      expect((await made.git('status', '--porcelain=v2', '--ignored')).replace(/\n?! \.codemonkeys\/$/m, '')).toBe(status);
    },
    PATIENCE_MS,
  );
});
