import { existsSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig } from '@cm/config';
import { loadConstitution } from '@cm/constitution';
import { openRepository } from '@cm/git';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { openSandbox } from '@cm/sandbox';
import type { HealOptions } from './heal-options.ts';
import { installDependencies } from './install-dependencies.ts';
import type { HealProgress } from './progress.ts';

let made: TemporaryRepository | undefined;
afterEach(() => {
  made?.remove();
  made = undefined;
});

const lock = (packages: Record<string, unknown>) =>
  JSON.stringify({ name: 'x', version: '1.0.0', lockfileVersion: 3, requires: true, packages });
const ROOT = { name: 'x', version: '1.0.0' };
/** Nothing is fetched: the one dependency lies in the repository, and its install script would leave a mark. */
const WITH_LOCAL = {
  'package.json': JSON.stringify({ ...ROOT, dependencies: { near: 'file:near' } }),
  'package-lock.json': lock({
    '': { ...ROOT, dependencies: { near: 'file:near' } },
    near: { version: '1.0.0', hasInstallScript: true },
    'node_modules/near': { resolved: 'near', link: true },
  }),
  'near/package.json': JSON.stringify({ name: 'near', version: '1.0.0', scripts: { install: 'touch ../script-was-run' } }),
};

async function install(files: Record<string, string>, approved = true) {
  made ??= await temporaryRepository({ files });
  const steps: HealProgress[] = [];
  const options = {
    repository: await openRepository(made.path),
    constitution: await loadConstitution(),
    sandbox: await openSandbox({ trust: true }),
    config: defaultConfig(),
    install: approved,
    onProgress: (progress: HealProgress) => steps.push(progress),
  } as unknown as HealOptions;
  return { found: await installDependencies(options), steps };
}

const keptIn = (path: string) => {
  const folder = join(path, '.codemonkeys/dependencies');
  return existsSync(folder) ? readdirSync(folder) : [];
};

it('installs what the lockfile says, keeps it, and does not install it again', async () => {
  const { found, steps } = await install(WITH_LOCAL);
  const kept = found?.get('node_modules') as string;
  expect(readlinkSync(join(kept, 'near'))).toBe('../near');
  expect(steps).toEqual([{ step: 'installing', folder: '', command: expect.stringMatching(/^npm ci --ignore-scripts/) }]);
  const again = await install(WITH_LOCAL);
  expect(again.found).toEqual(found);
  expect(again.steps).toEqual([]);
  // The checkout has no more than that, and no script was run.
  expect(readdirSync(made?.path as string).sort()).toEqual(['.codemonkeys', '.git', 'near', 'package-lock.json', 'package.json']);
  expect(keptIn(made?.path as string)).toHaveLength(1);
});

it('is content with a repository that declares nothing', async () => {
  const { found } = await install({ 'package.json': JSON.stringify(ROOT), 'package-lock.json': lock({ '': ROOT }) });
  expect(readdirSync(found?.get('node_modules') as string)).toEqual([]);
});

it('does nothing where the checkout has it installed, or nothing says what to install', async () => {
  made = await temporaryRepository({ files: WITH_LOCAL });
  mkdirSync(join(made.path, 'node_modules'));
  expect(await install(WITH_LOCAL)).toEqual({ found: undefined, steps: [] });
  made.remove();
  made = await temporaryRepository({ files: { 'a.txt': '' } });
  expect(await install({})).toEqual({ found: undefined, steps: [] });
});

it('says why it could not be done, and keeps nothing', async () => {
  const files = { ...WITH_LOCAL, 'package-lock.json': lock({ '': ROOT }) };
  await expect(install(files)).rejects.toMatchObject({
    code: 'CM_INSTALL_FAILED',
    exitCode: 2,
    message: expect.stringContaining('npm'),
    hint: expect.stringContaining('npm ci'),
  });
  expect(keptIn(made?.path as string)).toEqual([]);
});

it('asks the constitution, which wants that a person said yes', async () => {
  await expect(install(WITH_LOCAL, false)).rejects.toMatchObject({ exitCode: 4 });
  expect(keptIn(made?.path as string)).toEqual([]);
});
