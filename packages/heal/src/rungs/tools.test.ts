// With a real ruff: `python3 -m pip install ruff` puts one on the machine, as .ci/run does.
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig } from '@cm/config';
import { temporaryFolder } from '@cm/core/testing';
import { openLedger } from '@cm/ledger';
import { heal } from '../heal.ts';
import type { HealResult } from '../heal-options.ts';
import { type Bench, openBench } from '../open-bench.fixture.ts';
import { ruffFixes } from '../python/ruff-fixes.ts';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

/** A text made at run time is equal to the literal, but not the same object: ruff's F632, with a safe fix. */
const WRONG = 'def price(kind, full):\n    if kind is "member":\n        return full // 2\n    return full\n';
const RED_PRICE = {
  'price.py': WRONG,
  'ruff.toml': 'lint.select = ["F"]\n',
  'test_price.py': `from price import price


def test_member():
    assert price("".join(["mem", "ber"]), 10) == 5


def test_guest():
    assert price("guest", 10) == 10
`,
};

async function healBench(opened: Bench): Promise<HealResult> {
  const folder = temporaryFolder('cm-ledger');
  const ledger = await openLedger({ file: join(folder.path, 'ledger.db') });
  try {
    const { repository, constitution, sandbox } = opened;
    const config = defaultConfig();
    const off = { dryRun: true, apply: false, install: false, trusted: sandbox.kind === 'trusted' };
    return await heal({
      repository,
      constitution,
      sandbox,
      ledger,
      config: { ...config, heal: { ...config.heal, repeat: 2 } },
      ...off,
    });
  } finally {
    await ledger.close();
    folder.remove();
  }
}

describe('ruff', () => {
  it('mends what it calls safe, and that goes through the whole gate', async () => {
    bench = await openBench(RED_PRICE);
    const { outcome, attempts, patch } = await healBench(bench);
    expect(outcome).toMatchObject({ result: 'healed', attempts: 1 });
    expect(patch).toMatchObject({ rung: 'tools', origin: 'ruff' });
    expect(patch?.changes).toMatchObject([{ path: 'price.py', after: WRONG.replace(' is ', ' == ') }]);
    const { checks } = attempts[0]!.verdict;
    expect(checks.map(({ passed }) => passed)).toEqual([true, true, true, true, true, true, true]);
    // The repository's own settings count: the fault was a problem before, and is none now.
    expect(checks.find(({ name }) => name === 'lints no worse')?.detail).toBe('price.py: 0');
  });

  it('proposes nothing where what it would change is not safe, the file does not parse, or is no Python', async () => {
    bench = await openBench({
      'unsafe.py': 'def add(item, basket=[]):\n    return basket == None\n',
      'broken.py': 'def (:\n    x is "a"\n',
      'other.js': 'x is "a"\n',
      'test_x.py': 'def test_x():\n    pass\n',
    });
    expect(await ruffFixes(bench.workbench, ['unsafe.py', 'broken.py', 'other.js'])).toEqual([]);
  });

  it('is not told by the repository what to do', async () => {
    bench = await openBench({ ...RED_PRICE, 'ruff.toml': 'fix-only = false\nlint.ignore = ["F632"]\nextend = "/etc/passwd"\n' });
    const [fix, ...others] = await ruffFixes(bench.workbench, ['price.py', 'test_price.py']);
    expect(others).toEqual([]);
    expect([...(fix?.texts ?? [])]).toEqual([['price.py', WRONG.replace(' is ', ' == ')]]);
  });

  it('is never handed what a link leads to', async () => {
    bench = await openBench(RED_PRICE);
    symlinkSync('/etc/hostname', join(bench.workbench.root, 'host.py'));
    await expect(ruffFixes(bench.workbench, ['host.py'])).rejects.toMatchObject({ code: 'CM_PATH_REFUSED' });
  });
});
