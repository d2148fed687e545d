import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Permit, takePermitMint } from '@cm/core';
import { findToolchain, type Mount, openSandbox, type Sandbox, type Toolchain } from './index.ts';

const mint = takePermitMint();
const permitFor = (kind: Sandbox['kind']): Permit =>
  mint({
    id: 'p',
    action: 'process.run',
    facts: { network: false, sandbox: kind },
    articles: [],
    constitutionHash: '',
    issuedAt: '',
  });

const SCRIPT = join(import.meta.dirname, '../fixtures/escape_attempts.py');
const attempts = [...readFileSync(SCRIPT, 'utf8').matchAll(/^@attempt\((.*)\)\ndef (\w+)/gm)].map(([, outside, name]) => ({
  name: (name as string).replaceAll('_', ' '),
  outside: outside !== '',
}));

/** Everything on the host that an attempt goes for. */
interface Targets {
  folder: string;
  mounts: Mount[];
  text: string;
  kept: () => Promise<string[]>;
  close: () => Promise<void>;
}

let python: Toolchain;
beforeAll(async () => {
  python = (await findToolchain('python', { root: '/nowhere', env: process.env })) as Toolchain;
});

async function makeTargets(): Promise<Targets> {
  const folder = await mkdtemp(join(tmpdir(), 'cm-escape-'));
  const path = (name: string) => join(folder, name);
  const secret = `secret-${Math.random().toString(36).slice(2)}`;
  const variable = `CM_SECRET_${secret.slice(7)}`;
  await Promise.all([mkdir(path('rw/inner'), { recursive: true }), mkdir(path('ro')), mkdir(path('private'))]);
  await writeFile(path('private/file'), secret);
  await writeFile(path('ro/kept'), 'kept');
  await writeFile(path('ro/moved'), 'moved');
  await symlink(path('private/file'), path('rw/link-to-file'));
  await symlink('/', path('rw/link-to-root'));
  await writeFile(`/dev/shm/${secret}`, secret);
  const segment = /\d+/.exec(spawnSync('/usr/bin/ipcmk', ['-M', '4096'], { encoding: 'utf8' }).stdout)?.[0] ?? '';
  const seconds = `600.${Date.now()}`;
  const bystander = spawn('sleep', [seconds], { env: { ...process.env, [variable]: secret }, stdio: 'ignore' });
  const servers = await Promise.all([
    listen({ path: path('private/socket') }),
    listen({ path: `\0${secret}` }),
    listen({ port: 0, host: '127.0.0.1' }),
  ]);
  const { port } = servers[2].address() as { port: number };
  const targets = {
    secret,
    variable,
    file: path('private/file'),
    rw: path('rw'),
    ro: path('ro'),
    shared: secret,
    pid: bystander.pid,
    process: seconds,
    socket: path('private/socket'),
    abstract: secret,
    port,
    shown: [...python.mounts.map(({ target }) => target), folder, SCRIPT],
  };
  return {
    folder,
    mounts: [
      { source: path('rw'), target: path('rw'), mode: 'rw' },
      { source: path('ro'), target: path('ro'), mode: 'ro' },
      { source: path('ro'), target: path('rw/inner'), mode: 'ro' },
      { source: SCRIPT, target: SCRIPT, mode: 'ro' },
    ],
    text: JSON.stringify(targets),
    kept: async () => [
      await readFile(path('ro/kept'), 'utf8'),
      ...(await readdir(path('ro'))).sort(),
      `bystander ${bystander.exitCode ?? bystander.signalCode ?? 'lives'}`,
    ],
    close: async () => {
      bystander.kill('SIGKILL');
      spawnSync('/usr/bin/ipcrm', ['-m', segment]);
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await Promise.all([rm(folder, { recursive: true, force: true }), rm(`/dev/shm/${secret}`, { force: true })]);
    },
  };
}

function listen(options: { path: string } | { port: number; host: string }): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy()).listen(options, () => resolve(server));
  });
}

async function tryAll(sandbox: Sandbox, targets: Targets, args: string[]): Promise<Record<string, string>> {
  const spec = {
    mounts: [...python.mounts, ...targets.mounts],
    cwd: '/tmp',
    env: { PATH: '/usr/bin:/bin', CM_TARGETS: targets.text },
    limits: { wallMs: 50_000 },
  };
  const result = await sandbox.run(permitFor(sandbox.kind), [python.executable, SCRIPT, ...args], spec);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(result.stdout) as Record<string, string>;
}

for (const kind of ['bubblewrap', 'namespaces'] as const) {
  describe(`${kind} holds a test that tries to`, () => {
    let targets: Targets;
    let results: Record<string, string>;
    let before: string[];
    beforeAll(async () => {
      targets = await makeTargets();
      before = await targets.kept();
      results = await tryAll(await openSandbox({ only: kind }), targets, []);
    });
    afterAll(() => targets.close());

    it.each(attempts)('$name', ({ name }) => {
      expect(results[name]).toMatch(/^held/);
    });

    it('and nothing outside has changed', async () => {
      expect(await targets.kept()).toEqual(before);
    });
  });
}

describe('without a sandbox', () => {
  it('the harmless ones of these do succeed', async () => {
    const targets = await makeTargets();
    const { wrapTrusted } = await import('./trusted.ts');
    const { launch } = await import('./launch.ts');
    const spec = { mounts: [], cwd: '/tmp', env: { PATH: '/usr/bin:/bin', CM_TARGETS: targets.text } };
    const { stdout } = await launch('trusted', wrapTrusted([python.executable, SCRIPT, 'outside'], spec), spec);
    await targets.close();
    const results = JSON.parse(stdout) as Record<string, string>;
    const out = Object.keys(results).filter((name) => results[name]?.startsWith('out'));
    expect(out).toEqual(attempts.filter(({ outside }) => outside).map(({ name }) => name));
  });
});
