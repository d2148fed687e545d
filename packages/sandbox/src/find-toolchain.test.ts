import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProcess } from '@cm/core';
import { doctor, findToolchain, type ToolchainOptions } from './index.ts';

let folder: string;
let root: string;
const options = (more: Record<string, string> = {}): ToolchainOptions => ({
  root,
  env: { PATH: '/usr/bin:/bin', HOME: join(folder, 'home'), ...more },
});

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'cm-toolchain-')));
  root = join(folder, 'repository');
  await mkdir(root);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program that leaves a mark where it is run. */
async function plant(path: string): Promise<string> {
  const mark = join(folder, 'was-run');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\ntouch '${mark}'\necho 9.9.9\n`);
  await chmod(path, 0o755);
  return mark;
}

/** A folder that looks like an installed Python. */
async function install(prefix: string): Promise<void> {
  await plant(join(prefix, 'bin/python3'));
  await mkdir(join(prefix, 'lib/python3.11'), { recursive: true });
  await writeFile(join(prefix, 'lib/python3.11/os.py'), '');
}

async function makeEnvironment(place: string, home: string): Promise<void> {
  await mkdir(join(place, 'bin'), { recursive: true });
  await writeFile(join(place, 'pyvenv.cfg'), `home = ${home}\nversion = 3.11.7\n`);
}

describe('python', () => {
  it('is the one on the PATH, which says what it needs', async () => {
    const found = await findToolchain('python', { root, env: process.env });
    expect(found?.version).toMatch(/^3\.\d+\.\d+$/);
    expect(existsSync(found?.executable ?? '')).toBe(true);
  });

  it('is the virtual environment of the repository, of which nothing is run', async () => {
    const mark = await plant(join(root, '.venv/bin/python'));
    await install(join(folder, 'python'));
    await makeEnvironment(join(root, '.venv'), join(folder, 'python/bin'));
    const found = await findToolchain('python', options());
    expect(found).toEqual({
      name: 'python',
      executable: join(root, '.venv/bin/python'),
      version: '3.11.7',
      mounts: [{ source: join(folder, 'python'), target: join(folder, 'python'), mode: 'ro' }],
      env: { VIRTUAL_ENV: join(root, '.venv') },
    });
    expect(existsSync(mark)).toBe(false);
  });

  it('is not the virtual environment of the repository where the caller says that it is none', async () => {
    await install(join(folder, 'python'));
    await makeEnvironment(join(root, '.venv'), join(folder, 'python/bin'));
    const active = options({ VIRTUAL_ENV: join(root, '.venv') });
    expect((await findToolchain('python', active))?.executable).toBe(join(root, '.venv/bin/python'));
    const except = [join(root, '.venv')];
    expect((await findToolchain('python', { ...active, except }))?.executable.startsWith(root)).not.toBe(true);
  });

  it('is the active virtual environment where the repository has none, and that is shown', async () => {
    await install(join(folder, 'python'));
    await makeEnvironment(join(folder, 'active'), join(folder, 'python/bin'));
    const found = await findToolchain('python', options({ VIRTUAL_ENV: join(folder, 'active') }));
    expect(found?.mounts.map(({ target }) => target)).toEqual([join(folder, 'python'), join(folder, 'active')]);
  });

  it('is the virtual environment that only the PATH leads to, packages and all', async () => {
    const place = join(folder, 'elsewhere');
    const { exitCode } = await runProcess('python3', ['-m', 'venv', '--without-pip', place], {
      timeoutMs: 60_000,
      env: { PATH: process.env.PATH ?? '' },
    });
    expect(exitCode).toBe(0);
    const found = await findToolchain('python', options({ PATH: `${place}/bin:${process.env.PATH}` }));
    expect(found).toMatchObject({ executable: join(place, 'bin/python'), env: { VIRTUAL_ENV: place } });
    expect(found?.mounts.map(({ target }) => target)).toContain(place);
    // The same by a shim, as version managers make.
    await mkdir(join(folder, 'shims'));
    await writeFile(join(folder, 'shims/python3'), `#!/bin/sh\nexec '${place}/bin/python3' "$@"\n`, { mode: 0o755 });
    expect(await findToolchain('python', options({ PATH: `${folder}/shims:${process.env.PATH}` }))).toEqual(found);
  });

  it.each([
    ['a folder without a Python', 'secrets/bin', undefined],
    ['a folder of the repository', 'repository/python/bin', 'repository/python'],
  ])('ignores a virtual environment that stands on %s', async (_name, home, installed) => {
    await mkdir(join(folder, 'secrets/bin'), { recursive: true });
    if (installed !== undefined) await install(join(folder, installed));
    await makeEnvironment(join(root, '.venv'), join(folder, home));
    const found = await findToolchain('python', options());
    expect(found?.executable.startsWith(folder)).not.toBe(true);
    expect(found?.mounts ?? []).toEqual([]);
    expect(existsSync(join(folder, 'was-run'))).toBe(false);
  });

  it('ignores settings of a virtual environment that are a link', async () => {
    await install(join(folder, 'python'));
    await makeEnvironment(join(folder, 'other'), join(folder, 'python/bin'));
    await mkdir(join(root, '.venv'));
    await symlink(join(folder, 'other/pyvenv.cfg'), join(root, '.venv/pyvenv.cfg'));
    expect((await findToolchain('python', options()))?.executable.startsWith(root)).not.toBe(true);
  });
});

describe('any program', () => {
  it('is never one of the repository, on the PATH or behind a link', async () => {
    const mark = await plant(join(root, 'bin/tool'));
    await mkdir(join(folder, 'bin'));
    await symlink(join(root, 'bin/tool'), join(folder, 'bin/tool'));
    expect(await findToolchain('tool', options({ PATH: `${root}/bin:bin:.:${folder}/bin` }))).toBeUndefined();
    expect(existsSync(mark)).toBe(false);
  });

  it('is shown with its prefix, but never with a whole home or ~/.local', async () => {
    await plant(join(folder, 'tools/bin/tool'));
    await plant(join(folder, 'home/.local/bin/other'));
    await plant(join(folder, 'home/bin/third'));
    await mkdir(join(folder, 'home/.local/lib'));
    const env = { PATH: [`${folder}/tools/bin`, `${folder}/home/.local/bin`, `${folder}/home/bin`, '/usr/bin'].join(':') };
    const shown = async (name: string) => (await findToolchain(name, options(env)))?.mounts.map(({ target }) => target);
    expect(await shown('tool')).toEqual([join(folder, 'tools')]);
    expect(await shown('other')).toEqual([join(folder, 'home/.local/bin'), join(folder, 'home/.local/lib')]);
    expect(await shown('third')).toEqual([join(folder, 'home/bin/third')]);
  });

  it('needs no mount where every sandbox shows it', async () => {
    expect(await findToolchain('git', options())).toMatchObject({ executable: '/usr/bin/git', mounts: [] });
  });

  it('gets no secret of the environment', async () => {
    await plant(join(folder, 'tools/bin/tool'));
    await writeFile(join(folder, 'tools/bin/tool'), '#!/bin/sh\necho "1.2.3$TOKEN"\n');
    const found = await findToolchain('tool', options({ PATH: `${folder}/tools/bin:/usr/bin`, TOKEN: '4' }));
    expect(found?.version).toBe('1.2.3');
  });
});

it('node is found', async () => {
  const found = await findToolchain('node', { root, env: process.env });
  expect(Number.parseInt(found?.version ?? '', 10)).toBeGreaterThanOrEqual(20);
});

it('the doctor says which sandboxes work, why others do not, and which programs there are', async () => {
  const { sandboxes, toolchains } = await doctor({ root });
  expect(sandboxes).toEqual([
    { kind: 'bubblewrap', works: true, detail: 'works' },
    { kind: 'namespaces', works: true, detail: 'works' },
    { kind: 'seatbelt', works: false, detail: 'only on darwin' },
  ]);
  expect(toolchains.find(({ name }) => name === 'git')).toMatchObject({
    executable: expect.stringContaining('git'),
    shows: expect.any(Array),
  });
});
