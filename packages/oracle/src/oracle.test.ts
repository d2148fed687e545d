import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyFixture, describeIndex, makeFolder, writeFiles } from './fixture-folder.ts';
import { git, opening } from './fixture-oracle.ts';
import { type Oracle, openOracle } from './oracle.ts';

const open = (root: string, more: { file?: string; exclude?: string[] } = {}) => opening({ root, ...more });

describe('scan', () => {
  it('reports what it found, and parses only what changed the next time', async () => {
    const root = copyFixture('python');
    const oracle = await open(root);
    const first = await oracle.scan();
    expect(first).toMatchObject({ files: 7, parsed: 7, unchanged: 0, removed: 0, skipped: [], rebuilt: null });
    expect(first.lines).toBe(80);
    const second = await oracle.scan();
    expect(second).toMatchObject({
      files: 7,
      parsed: 0,
      unchanged: 7,
      nodes: first.nodes,
      edges: first.edges,
      unresolved: first.unresolved,
      lines: 80,
    });
    writeFiles(root, { 'src/shop/extra.py': 'def more():\n    pass\n' });
    rmSync(join(root, 'tests/test_cart.py'));
    expect(await oracle.scan()).toMatchObject({ files: 7, parsed: 1, unchanged: 6, removed: 1 });
  });

  it('sees a change that keeps size and time', async () => {
    const root = makeFolder({ 'a.ts': 'export function one() {}\n' });
    const oracle = await open(root);
    await oracle.scan();
    // In the tick of the scan itself: nothing but the content tells.
    const time = new Date();
    writeFileSync(join(root, 'a.ts'), 'export function two() {}\n');
    utimesSync(join(root, 'a.ts'), time, time);
    await oracle.scan();
    expect((await oracle.outline('a.ts')).map((node) => node.name)).toEqual(['a', 'two']);
  });

  it('follows git: tracked and new files, nothing that is ignored, and leaves the repository clean', async () => {
    const root = makeFolder({
      '.gitignore': 'out/\n',
      'a.ts': 'export const a = 1;\n',
      'out/b.ts': 'export const b = 1;\n',
      'new file.ts': 'export const c = 1;\n',
    });
    git(root, 'init', '-q');
    git(root, 'add', 'a.ts', '.gitignore');
    writeFileSync(join(root, '.git/hooks/evil'), '#!/bin/sh\ntouch hooked\n', { mode: 0o755 });
    git(root, 'config', 'core.fsmonitor', join(root, '.git/hooks/evil'));
    const oracle = await open(root);
    expect((await oracle.scan()).files).toBe(2);
    expect(existsSync(join(root, 'hooked'))).toBe(false);
    expect(readFileSync(join(root, '.codemonkeys/.gitignore'), 'utf8')).toBe('*\n');
    git(root, 'config', '--unset', 'core.fsmonitor');
    const status = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
    expect(status).not.toContain('.codemonkeys');
  });

  it('leaves out what .cmignore and the configuration name, and says so', async () => {
    const root = makeFolder({
      '.cmignore': 'gen/*\n!gen/keep.py\n',
      'gen/a.py': 'a = 1\n',
      'gen/keep.py': 'b = 1\n',
      'old/c.py': 'c = 1\n',
    });
    const oracle = await open(root, { exclude: ['old/**'] });
    const report = await oracle.scan();
    expect(report.files).toBe(1);
    expect(report.skipped).toEqual([
      { path: 'gen/a.py', reason: 'excluded by .cmignore' },
      { path: 'old/c.py', reason: 'excluded by the configuration' },
    ]);
  });

  it('is undone as a whole when it is interrupted', async () => {
    const root = makeFolder({ 'a.ts': 'export const a = 1;\n' });
    const oracle = await open(root);
    await oracle.scan();
    const before = await describeIndex(oracle);
    writeFiles(
      root,
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}.ts`, `export const f${index} = 1;\n`])),
    );
    const abort = new AbortController();
    await expect(oracle.scan({ signal: abort.signal, onProgress: () => abort.abort() })).rejects.toMatchObject({
      code: 'CM_INTERRUPTED',
    });
    expect(await describeIndex(oracle)).toEqual(before);
    expect((await oracle.scan()).files).toBe(41);
  });

  it('waits for another scan, and both end with the same index', async () => {
    const root = copyFixture('typescript');
    const [one, two] = [await open(root), await open(root)];
    const reports = await Promise.all([one.scan(), two.scan(), one.scan()]);
    expect(new Set(reports.map((report) => report.nodes)).size).toBe(1);
    expect(await describeIndex(one)).toEqual(await describeIndex(two));
    expect(reports.reduce((sum, report) => sum + report.parsed, 0)).toBe(reports[0].files);
  });

  it('shows readers the old index until the new one is whole', async () => {
    const root = makeFolder({ 'a.ts': 'export const a = 1;\n' });
    const oracle = await open(root);
    await oracle.scan();
    writeFiles(root, { 'b.ts': 'export const b = 1;\n', 'c.ts': 'export const c = 1;\n' });
    const { default: Database } = await import('better-sqlite3');
    const reader = new Database(join(root, '.codemonkeys/oracle.db'), { readonly: true });
    const count = reader.prepare('select count(*) from nodes').pluck();
    const asked: Promise<number>[] = [];
    const seen: unknown[] = [];
    await oracle.scan({
      onProgress: () => {
        seen.push(count.get());
        asked.push(oracle.graph().then(({ nodes }) => nodes.length));
      },
    });
    reader.close();
    expect(seen).toEqual([2, 2]);
    // An answer may come when the scan is done, but is never of some of it.
    for (const nodes of await Promise.all(asked)) expect([2, 6]).toContain(nodes);
    expect((await oracle.graph()).nodes).toHaveLength(6);
  });
});

describe('the index file', () => {
  it.each([
    ['garbage', () => Buffer.alloc(50_000, 'garbage')],
    ['a cut file', (bytes: Buffer) => bytes.subarray(0, 5_000)],
  ])('is built anew when it is %s', async (_name, damage) => {
    const root = copyFixture('python');
    const file = join(root, '.codemonkeys/oracle.db');
    const first = await openOracle({ root });
    const { nodes } = await first.scan();
    await first.close();
    writeFileSync(file, damage(readFileSync(file)));
    const report = await (await open(root)).scan();
    expect(report.rebuilt).toBe('the index was damaged');
    expect(report.nodes).toBe(nodes);
  });

  it('is built anew when an older version wrote it, and refused when a newer one did', async () => {
    const root = makeFolder({ 'a.py': 'a = 1\n' });
    const file = join(root, '.codemonkeys/oracle.db');
    await (await openOracle({ root })).close();
    const setVersion = async (version: string) => {
      const { default: Database } = await import('better-sqlite3');
      const db = new Database(file);
      db.prepare(`update meta set value = ? where key = 'version'`).run(version);
      db.close();
    };
    await setVersion('0.1');
    expect((await (await open(root)).scan()).rebuilt).toBe('the index was of an older version');
    await setVersion('999.1');
    await expect(openOracle({ root })).rejects.toMatchObject({ code: 'CM_INDEX_TOO_NEW' });
  });

  it.each([
    ['triggers', 'create trigger t after insert on nodes begin delete from nodes; end'],
    ['a view for a table', 'drop table edges; create view edges as select 1 as id'],
    ['text that is no JSON', `update facts set surface = '{'`],
  ])('is built anew when somebody put %s into it', async (_name, sql) => {
    const root = makeFolder({ 'a.py': 'a = 1\n' });
    const first = await openOracle({ root });
    await first.scan();
    await first.close();
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(join(root, '.codemonkeys/oracle.db'));
    db.exec(sql);
    db.close();
    writeFiles(root, { 'b.py': 'import a\n' });
    expect(await (await open(root)).scan()).toMatchObject({ files: 2, nodes: 3, rebuilt: 'the index was damaged' });
  });

  it('is not written through a link', async () => {
    const [root, elsewhere] = [makeFolder(), makeFolder()];
    symlinkSync(elsewhere, join(root, '.codemonkeys'));
    await expect(openOracle({ root })).rejects.toMatchObject({ code: 'CM_STATE_IS_LINK' });
    await expect(openOracle({ root: join(root, 'nowhere') })).rejects.toMatchObject({ code: 'CM_NO_SUCH_FOLDER' });
  });
});

describe('questions', () => {
  let oracle: Oracle;

  beforeEach(async () => {
    oracle = await open(copyFixture('typescript'));
    await oracle.scan();
  });

  it('finds names first, then parts of names, then words', async () => {
    const names = async (query: string) => (await oracle.search(query)).map((each) => `${each.name}: ${each.why}`);
    expect((await names('MemoryStore'))[0]).toBe('MemoryStore: exact name');
    expect((await names('memorystore'))[0]).toBe('MemoryStore: exact name');
    expect((await names('FileStore.get'))[0]).toBe('get: exact name');
    expect((await names('Memo'))[0]).toBe('memory: name begins so');
    expect((await names('store memory'))[0]).toBe('MemoryStore: all words are in the name');
    expect((await names('which class forgets everything'))[0]).toBe('MemoryStore: words in its text');
    expect(await names('')).toEqual([]);
    expect(await names('"; drop table nodes --')).toEqual([]);
    expect(await names('nothing:like* AND (this')).toBeDefined();
    expect(await oracle.search('store', { limit: 2 })).toHaveLength(2);
  });

  it('knows what is at a line and around it', async () => {
    const path = 'packages/app/src/main.ts';
    expect((await oracle.enclosing(path, 15)).map((node) => node.qualified_name)).toEqual(['App.start', 'App', 'main']);
    expect((await oracle.symbolAt(path, 21))?.qualified_name).toBe('App.read');
    expect(await oracle.symbolAt('nowhere.ts', 1)).toBeNull();
  });

  it('knows who calls, what is called and which tests reach it', async () => {
    const [get] = (await oracle.outline('packages/store/src/memory.ts')).filter((node) => node.name === 'get');
    expect((await oracle.callers(get!.id)).map(({ node }) => node.qualified_name)).toEqual(['App.start', 'FileStore.get']);
    expect((await oracle.callees(get!.id)).map(({ node }) => node.qualified_name)).toEqual(['MemoryStore.normal']);
    expect((await oracle.testsOf(get!.id)).map(({ node, distance }) => [node.name, distance])).toEqual([
      ['starts', 2],
      ['runs %s', 3],
    ]);
    expect(await oracle.node(get!.id)).toEqual(get);
  });
});
