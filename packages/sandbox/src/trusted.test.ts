import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { takePermitMint } from '@cm/core';
import { openSandbox, type SandboxSpec } from './index.ts';

const mint = takePermitMint();
const permit = mint({
  id: 'p',
  action: 'process.run',
  facts: { network: false, sandbox: 'trusted' },
  articles: [],
  constitutionHash: '',
  issuedAt: '',
});

describe('trusted', () => {
  const run = async (script: string, more: Partial<SandboxSpec> = {}) => {
    const sandbox = await openSandbox({ only: 'trusted', trust: true });
    return sandbox.run(permit, ['/bin/bash', '-c', script], {
      mounts: [],
      cwd: tmpdir(),
      env: { PATH: '/usr/bin:/bin', HOME: '/tmp' },
      ...more,
    });
  };

  it('has to be asked for', async () => {
    await expect(openSandbox({ only: 'trusted' })).rejects.toMatchObject({ code: 'CM_NO_SANDBOX', exitCode: 2 });
  });

  it('cleans the environment, gives a private folder for temporary files, and removes it', async () => {
    const { stdout } = await run(
      'echo "$TMPDIR"; [ "$HOME" = "$TMPDIR" ] && echo home; touch "$TMPDIR/x"; env | cut -d= -f1 | sort | tr "\\n" " "',
    );
    const [temporary = '', home, names] = stdout.split('\n');
    expect([home, names]).toEqual(['home', 'HOME PATH PWD SHLVL TMPDIR _ ']);
    expect(existsSync(temporary)).toBe(false);
  });

  it('holds to the limits', async () => {
    expect(await run('sleep 20 & wait', { limits: { wallMs: 300 } })).toMatchObject({ limitHit: 'time' });
    expect(await run(':(){ :|:& };:; sleep 15', { limits: { processes: 64 } })).toMatchObject({ limitHit: 'processes' });
    expect(await run('yes', { limits: { outputBytes: 1000 } })).toMatchObject({ limitHit: 'output' });
  });

  it('cannot remap', async () => {
    await expect(run('true', { mounts: [{ source: '/usr', target: '/x', mode: 'ro' }] })).rejects.toMatchObject({
      code: 'CM_CANNOT_REMAP',
    });
  });
});
