import { mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadConstitution } from '@cm/constitution';
import { temporaryFolder } from '@cm/core/testing';
import { openRepository } from '@cm/git';
import { type TemporaryRepository, temporaryRepository } from '@cm/git/testing';
import { openSandbox, type Sandbox } from '@cm/sandbox';
import { type OpenWorkbench, openWorkbench } from './open-workbench.ts';

let made: TemporaryRepository;
let outside: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  made = await temporaryRepository({
    files: { 'package.json': '{}\n', 'packages/a/package.json': '{}\n', '.gitignore': 'ignored\n' },
  });
  outside = temporaryFolder('cm-outside');
});
afterEach(() => {
  made.remove();
  outside.remove();
});

function write(root: string, path: string, text = 'here\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function open(sandbox?: Sandbox): Promise<OpenWorkbench> {
  const repository = await openRepository(made.path);
  const constitution = await loadConstitution();
  const used = sandbox ?? (await openSandbox({ trust: true }));
  const facts = { network: false, sandbox: used.kind, trusted: used.kind === 'trusted', purpose: 'test' };
  const permit = constitution.authorize('process.run', facts);
  return openWorkbench({ repository, commit: repository.head.commit, sandbox: used, permit, limits: {} });
}

/** What a command in the workbench finds at a path; nothing where it can't be read. */
async function sees(path: string): Promise<string> {
  const workbench = await open();
  try {
    const { stdout } = await workbench.run(['sh', '-c', 'cat "$1" 2>/dev/null || :', 'sh', path], { timeoutMs: 20_000 });
    return stdout.trim();
  } finally {
    await workbench.close();
  }
}

describe('installed dependencies', () => {
  it.each([
    'node_modules/x/a.txt',
    'packages/a/node_modules/x/a.txt',
    '.venv/a.txt',
    'venv/a.txt',
    'a.egg-info/a.txt',
    'src/b.egg-info/a.txt',
  ])('are shown from the checkout: %s', async (path) => {
    write(made.path, path);
    expect(await sees(path)).toBe('here');
  });

  it('are those of the commit where it has some', async () => {
    await made.commit({ 'node_modules/x/a.txt': 'committed\n' }, 'with modules');
    write(made.path, 'node_modules/x/a.txt', 'changed\n');
    expect(await sees('node_modules/x/a.txt')).toBe('committed');
  });

  it('are found behind a link that a person made, when they are what the link says', async () => {
    write(outside.path, 'node_modules/x/a.txt');
    symlinkSync(join(outside.path, 'node_modules'), join(made.path, 'node_modules'));
    expect(await sees('node_modules/x/a.txt')).toBe('here');
    write(outside.path, 'environment/bin/python');
    write(outside.path, 'environment/pyvenv.cfg', 'home = /nowhere\n');
    symlinkSync(join(outside.path, 'environment'), join(made.path, '.venv'));
    expect(await sees('.venv/pyvenv.cfg')).toBe('home = /nowhere');
  });

  it.each(['node_modules', 'packages/a/node_modules', '.venv', 'venv', 'a.egg-info', 'src/b.egg-info'])(
    'are not what a link at %s leads to, when that is a home or the whole disk',
    async (place) => {
      write(outside.path, 'secret.txt', 'secret\n');
      mkdirSync(dirname(join(made.path, place)), { recursive: true });
      symlinkSync(outside.path, join(made.path, place));
      expect(await sees(`${place}/secret.txt`)).toBe('');
      await made.git('add', '--force', place);
      await made.commit({}, 'the link is committed');
      expect(await sees(`${place}/secret.txt`)).toBe('');
    },
  );

  it('are not what a committed link leads to, not even to real ones', async () => {
    write(outside.path, 'node_modules/x/a.txt');
    write(outside.path, 'environment/bin/python');
    write(outside.path, 'environment/pyvenv.cfg', 'home = /usr/bin\nversion = 3.11.2\n');
    symlinkSync(join(outside.path, 'node_modules'), join(made.path, 'node_modules'));
    symlinkSync(join(outside.path, 'environment'), join(made.path, '.venv'));
    symlinkSync('/', join(made.path, 'venv'));
    await made.commit({}, 'links');
    expect(await sees('node_modules/x/a.txt')).toBe('');
    expect(await sees('.venv/pyvenv.cfg')).toBe('');
    expect(await sees(join('venv', outside.path, 'environment/pyvenv.cfg'))).toBe('');
    const workbench = await open();
    const { stdout } = await workbench.run(['sh', '-c', 'echo "$PATH $VIRTUAL_ENV"'], { timeoutMs: 20_000 });
    await workbench.close();
    expect(stdout).not.toContain('.venv');
  });

  it('are those of the repository that a committed link of a workspace leads to', async () => {
    write(made.path, 'node_modules/x/a.txt');
    symlinkSync('../../node_modules', join(made.path, 'packages/a/node_modules'));
    await made.git('add', '--force', 'packages/a/node_modules');
    await made.commit({}, 'link');
    expect(await sees('packages/a/node_modules/x/a.txt')).toBe('here');
  });

  it.each([
    ['leads to itself', (path: string) => symlinkSync('.venv', path)],
    ['leads nowhere', (path: string) => symlinkSync('/nowhere', path)],
    ['is a file', (path: string) => writeFileSync(path, 'x')],
  ])('are none where their place %s', async (_what, make) => {
    make(join(made.path, '.venv'));
    expect(await sees('package.json')).toBe('{}');
    await made.git('add', '--force', '.venv');
    await made.commit({}, 'it is committed');
    expect(await sees('package.json')).toBe('{}');
  });
});

it('leaves no copy behind where it can not be opened', async () => {
  const temporary = temporaryFolder('cm-tmp');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temporary.path;
  try {
    // The copy has a file where a folder should be made, so the step after the copy throws.
    const repository = await openRepository(made.path);
    const sandbox: Sandbox = { ...(await openSandbox({ trust: true })), remaps: false };
    const permit = (await loadConstitution()).authorize('process.run', {
      network: false,
      sandbox: sandbox.kind,
      trusted: sandbox.kind === 'trusted',
      purpose: 'test',
    });
    const dependencies = new Map([['package.json/node_modules', made.path]]);
    const opening = openWorkbench({ repository, commit: repository.head.commit, sandbox, permit, limits: {}, dependencies });
    await expect(opening).rejects.toMatchObject({ code: expect.stringMatching(/ENOTDIR|EEXIST/) });
    expect(readdirSync(realpathSync(temporary.path))).toEqual([]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    temporary.remove();
  }
});
