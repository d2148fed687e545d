import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FileChange, type Permit, sha256, takePermitMint } from '@cm/core';
import { temporaryFolder } from '@cm/core/testing';
import { isRecent } from './check-git-version.ts';
import { applyToCheckout, clearStaleWorktrees, commitIdentity, commitPatch, createWorktree, openRepository } from './index.ts';
import { snapshotCheckout, type TemporaryRepository, type TemporaryRepositoryOptions, temporaryRepository } from './testing.ts';

const mint = takePermitMint();
const permit = (action: string, facts: Record<string, unknown> = {}): Permit =>
  mint({ id: '1', action, facts, articles: [], constitutionHash: '', issuedAt: '2026-01-01T00:00:00Z' });
const branchPermit = (branch: string) => permit('repository.branch.write', { branch });
const change = (path: string, before: string | Uint8Array, after: string): FileChange => ({
  path,
  beforeHash: sha256(before),
  after,
});
const author = commitIdentity();

const toRemove: Array<() => void> = [];
afterEach(() => {
  for (const remove of toRemove.splice(0)) remove();
});
const repository = async (options: TemporaryRepositoryOptions): Promise<TemporaryRepository> => {
  const made = await temporaryRepository(options);
  toRemove.push(made.remove);
  return made;
};
const folder = () => {
  const made = temporaryFolder('cm-git');
  toRemove.push(made.remove);
  return made.path;
};
/** Commits one change and returns what differs in the checkout. */
const commitOne = async (path: string, file: string, before: string, branch = 'cm/heal/1') => {
  const opened = await openRepository(path);
  const first = snapshotCheckout(path);
  const patch = { base: opened.head.commit, changes: [change(file, before, 'after\n')], message: 'fix: it', author, branch };
  const result = await commitPatch(branchPermit(branch), opened, patch);
  const second = snapshotCheckout(path);
  return { result, changed: Object.keys({ ...first, ...second }).filter((key) => first[key] !== second[key]) };
};

describe('openRepository', () => {
  it('finds the root from a subfolder and knows HEAD', async () => {
    const made = await repository({ files: { 'a/b/c.txt': 'x' }, name: 'ünï "q" \n -d' });
    const opened = await openRepository(join(made.path, 'a/b'));
    expect(opened).toMatchObject({ root: made.path, gitDir: join(made.path, '.git'), name: 'ünï "q" \n -d' });
    expect(opened.head).toEqual({ commit: await made.git('rev-parse', 'HEAD'), branch: 'main' });
    expect((await commitOne(made.path, 'a/b/c.txt', 'x')).changed).toEqual(['.git/refs/heads/cm/heal/1']);
    await made.git('checkout', '--quiet', '--detach');
    expect((await openRepository(made.path)).head.branch).toBeNull();
  });
  it('says what is wrong with what is no checkout', async () => {
    const plain = folder();
    await expect(openRepository(plain)).rejects.toMatchObject({ code: 'CM_NOT_A_REPOSITORY', exitCode: 2 });
    await expect(openRepository(join(plain, 'absent'))).rejects.toMatchObject({ code: 'CM_NOT_A_REPOSITORY' });
    await expect(openRepository((await repository({})).path)).rejects.toMatchObject({ code: 'CM_EMPTY_REPOSITORY' });
    execFileSync('git', ['init', '--quiet', '--bare', join(plain, 'bare')]);
    await expect(openRepository(join(plain, 'bare'))).rejects.toMatchObject({ code: 'CM_BARE_REPOSITORY' });
    mkdirSync(join(plain, 'broken'));
    writeFileSync(join(plain, 'broken', '.git'), 'gitdir: /nowhere');
    await expect(openRepository(join(plain, 'broken'))).rejects.toMatchObject({ code: 'CM_NOT_A_REPOSITORY' });
  });
  it('tells old gits', () => {
    expect(['git version 2.24.9', 'git version 1.9', 'nonsense'].map(isRecent)).toEqual([false, false, false]);
    expect(['git version 2.25.0', 'git version 2.39.5 (Apple Git-1)', 'git version 3.0'].map(isRecent)).toEqual([
      true,
      true,
      true,
    ]);
  });
  it('lists and reads what is committed, and says what is not', async () => {
    const made = await repository({ files: { '-dash': '1', 'a b\n"c"/ü.txt': 'ü\r\n', '.gitignore': 'ignored\n' } });
    symlinkSync('/etc/passwd', join(made.path, 'link'));
    const commit = await made.commit({ 'x.bin': '' }, 'more');
    const opened = await openRepository(made.path);
    expect(await opened.listFiles(commit)).toEqual(['-dash', '.gitignore', 'a b\n"c"/ü.txt', 'x.bin']);
    expect((await opened.readFile(commit, 'a b\n"c"/ü.txt')).toString()).toBe('ü\r\n');
    await expect(opened.readFile(commit, 'link')).rejects.toMatchObject({ code: 'CM_PATH_REFUSED' });
    await expect(opened.readFile(commit, 'none')).rejects.toMatchObject({ code: 'CM_NO_SUCH_FILE' });
    await expect(opened.listFiles('--output=x')).rejects.toMatchObject({ code: 'CM_NO_SUCH_COMMIT' });
    expect(await opened.status()).toEqual({ changed: [], untracked: [] });
    for (const file of ['-dash', 'ignored', 'new file']) writeFileSync(join(made.path, file), 'edited');
    const before = snapshotCheckout(made.path);
    expect(await opened.status()).toEqual({ changed: ['-dash'], untracked: ['new file'] });
    expect(snapshotCheckout(made.path)).toEqual(before);
  });
});

describe('createWorktree', () => {
  it('copies bytes as committed, shows changes as a diff, and resets', async () => {
    const made = await repository({
      files: {
        'a.txt': 'one\n',
        '.gitattributes': '* text eol=crlf ident\n*.lfs filter=lfs -diff\n',
        'p.lfs': 'version $Id$\n',
        run: '#!\n',
        '.gitignore': 'deps/\n',
      },
    });
    chmodSync(join(made.path, 'run'), 0o755);
    await made.commit({}, 'mode');
    const opened = await openRepository(made.path);
    const before = snapshotCheckout(made.path);
    const parentFolder = folder();
    const tree = await createWorktree(opened, { commit: opened.head.commit, parentFolder });
    expect(statSync(join(tree.root, '..')).mode & 0o777).toBe(0o700);
    expect(tree.readText('p.lfs')).toBe('version $Id$\n');
    expect(tree.readText('a.txt')).toBe('one\n');
    expect(await tree.listFiles()).toEqual(['.gitattributes', '.gitignore', 'a.txt', 'p.lfs', 'run']);
    expect(await tree.diff()).toBe('');
    tree.write('run', '#!new\n');
    tree.write('new/ü.txt', 'made\n');
    tree.write('deps/x', 'kept');
    tree.write('p.lfs', 'two\n');
    mkdirSync(join(tree.root, 'nested'));
    execFileSync('git', ['init', '--quiet', join(tree.root, 'nested')]);
    expect(statSync(join(tree.root, 'run')).mode & 0o111).toBe(0o111);
    expect(await tree.changedPaths()).toEqual(['new/ü.txt', 'p.lfs', 'run']);
    expect(await tree.diff()).toContain('--- /dev/null\n+++ b/new/ü.txt\n@@ -0,0 +1 @@\n+made\n');
    expect(await tree.diff()).toContain('-version $Id$\n+two\n');
    expect(() => tree.write('.git/config', '')).toThrow('.git');
    await tree.reset();
    expect(await tree.changedPaths()).toEqual([]);
    expect(tree.readText('deps/x')).toBe('kept');
    expect(await clearStaleWorktrees(parentFolder)).toBe(0);
    await tree.remove();
    expect(readdirSync(parentFolder)).toEqual([]);
    expect(snapshotCheckout(made.path)).toEqual(before);
  });
  it('keeps a state to go back to, and still tells what differs from the commit', async () => {
    const made = await repository({ files: { a: '1\n', b: '1\n' } });
    const copy = await createWorktree(await openRepository(made.path), { commit: await made.git('rev-parse', 'HEAD') });
    copy.write('a', '2\n');
    await copy.keep(['a']);
    expect(await copy.changedPaths()).toEqual([]);
    copy.write('b', '2\n');
    copy.write('a', '3\n');
    expect(await copy.diff()).toMatch(/-2\n\+3[\s\S]*-1\n\+2/);
    await copy.reset();
    expect([copy.readText('a'), copy.readText('b')]).toEqual(['2\n', '1\n']);
    expect(await copy.diff('commit')).toMatch(/-1\n\+2/);
    await copy.remove();
  });
  it('works on SHA-256 repositories, linked worktrees, shallow clones and submodules', async () => {
    const made = await repository({ files: { f: 'x' }, objectFormat: 'sha256' });
    expect((await commitOne(made.path, 'f', 'x')).result.commit).toHaveLength(64);
    const other = await repository({ files: { f: 'x' } });
    const linked = join(folder(), 'linked');
    await other.git('worktree', 'add', '--quiet', '-b', 'side', linked);
    expect((await commitOne(linked, 'f', 'x')).changed).toHaveLength(1);
    await other.commit({ g: 'y' }, 'second');
    const shallow = join(folder(), 'shallow');
    await other.git('clone', '--quiet', '--depth=1', `file://${other.path}`, shallow);
    expect((await commitOne(shallow, 'g', 'y')).changed).toEqual(['.git/refs/heads/cm/heal/1']);
    await other.git('submodule', '--quiet', 'add', shallow, 'sub');
    await other.commit({}, 'sub');
    const opened = await openRepository(other.path);
    const tree = await createWorktree(opened, { commit: opened.head.commit });
    expect(readdirSync(join(tree.root, 'sub'))).toEqual([]);
    expect(await tree.changedPaths()).toEqual([]);
    await tree.remove();
    const { result } = await commitOne(other.path, 'f', 'x', 'cm/heal/2');
    expect(await other.git('ls-tree', result.commit, 'sub')).toMatch(/^160000 commit/);
    expect((await openRepository(join(other.path, 'sub'))).root).toBe(join(other.path, 'sub'));
  });
  it('says so when a partial clone lacks files, and fetches nothing', async () => {
    const made = await repository({ files: { f: 'x' } });
    await made.git('config', 'uploadpack.allowFilter', 'true');
    const partial = join(folder(), 'partial');
    await made.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${made.path}`, partial);
    const opened = await openRepository(partial);
    await expect(createWorktree(opened, { commit: opened.head.commit })).rejects.toMatchObject({ code: 'CM_MISSING_OBJECTS' });
  });
});

describe('commitPatch', () => {
  it('makes one commit on one new branch and touches nothing else', async () => {
    const made = await repository({ files: { 'a b/ü.sh': 'old\n', keep: 'k' } });
    chmodSync(join(made.path, 'a b/ü.sh'), 0o755);
    await made.commit({}, 'mode');
    writeFileSync(join(made.path, 'keep'), 'dirty');
    const { result, changed } = await commitOne(made.path, 'a b/ü.sh', 'old\n');
    expect(changed).toEqual(['.git/refs/heads/cm/heal/1']);
    expect(await made.git('show', '-s', '--format=%an|%ae|%P|%B', result.branch)).toBe(
      `Code Monkeys|codemonkeys@localhost|${await made.git('rev-parse', 'HEAD')}|fix: it\n`,
    );
    expect(await made.git('show', `${result.commit}:a b/ü.sh`)).toBe('after');
    expect(await made.git('ls-tree', result.commit, 'a b/')).toMatch(/^100755/);
    expect(await made.git('diff', '--name-only', '-z', 'HEAD', result.commit)).toBe('a b/ü.sh\0');
    expect(await made.git('fsck', '--full', '--strict')).toBe('');
    await expect(commitOne(made.path, 'a b/ü.sh', 'old\n')).rejects.toMatchObject({ code: 'CM_BRANCH_EXISTS' });
    await expect(commitOne(made.path, 'a b/ü.sh', 'old\n', 'cm/heal')).rejects.toMatchObject({ code: 'CM_BRANCH_BLOCKED' });
    await expect(commitOne(made.path, 'a b/ü.sh', 'other', 'b')).rejects.toMatchObject({ code: 'CM_PATCH_OUTDATED' });
    for (const bad of ['-x', 'a..b', 'HEAD', 'a b', '', 'x.lock', '../x', '@{1}', 'a\0b']) {
      await expect(commitOne(made.path, 'keep', 'k', bad)).rejects.toMatchObject({ code: 'CM_BRANCH_INVALID' });
    }
    const opened = await openRepository(made.path);
    const patch = { base: opened.head.commit, changes: [change('keep', 'k', 'l')], message: 'm', author, branch: 'b' };
    await expect(commitPatch(branchPermit('c'), opened, patch)).rejects.toMatchObject({ code: 'CM_NO_PERMIT' });
    await expect(commitPatch(branchPermit('b'), opened, { ...patch, changes: [change('keep', 'k', 'k')] })).rejects.toMatchObject(
      { code: 'CM_PATCH_INVALID' },
    );
    await expect(
      commitPatch(branchPermit('b'), opened, { ...patch, author: { name: 'a\nb', email: 'c' } }),
    ).rejects.toMatchObject({ code: 'CM_IDENTITY_INVALID' });
    expect((await commitPatch(branchPermit('b'), opened, { ...patch, changes: [change('new/file', '', 'made')] })).branch).toBe(
      'b',
    );
    expect(await made.git('show', 'b:new/file')).toBe('made');
  });
});

describe('applyToCheckout', () => {
  it('writes all files or none, and never the index', async () => {
    const made = await repository({ files: { a: 'a\n', b: 'b\n', crlf: 'x\r\ny\r\n' } });
    chmodSync(join(made.path, 'a'), 0o755);
    const opened = await openRepository(made.path);
    const before = snapshotCheckout(made.path);
    const apply = (...changes: FileChange[]) => applyToCheckout(permit('checkout.write'), opened, changes);
    await expect(apply(change('a', 'a\n', 'A\n'), change('b', 'other', 'B\n'))).rejects.toThrow(/no longer there: b/);
    await expect(applyToCheckout(permit('other'), opened, [change('a', 'a\n', 'A')])).rejects.toMatchObject({
      code: 'CM_NO_PERMIT',
    });
    symlinkSync('b', join(made.path, 'link'));
    await expect(apply(change('a', 'a\n', 'A\n'), change('link', 'b\n', 'B\n'))).rejects.toMatchObject({
      code: 'CM_PATH_REFUSED',
    });
    expect(snapshotCheckout(made.path)).toEqual({ ...before, link: expect.any(String) });
    await apply(change('a', 'a\n', 'A\n'), change('crlf', 'x\ny\n', 'x\nz\n'), change('new/n', '', 'n'));
    expect(['a', 'crlf', 'new/n'].map((name) => readFileSync(join(made.path, name), 'utf8'))).toEqual(['A\n', 'x\r\nz\r\n', 'n']);
    expect(lstatSync(join(made.path, 'a')).mode & 0o777).toBe(0o755);
    expect(snapshotCheckout(made.path)['.git/index']).toBe(before['.git/index']);
  });
});
