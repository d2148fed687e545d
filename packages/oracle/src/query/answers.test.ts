import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '@cm/core';
import type { Impact } from '../answers.ts';
import { copyFixture, makeFolder, writeFiles } from '../fixture-folder.ts';
import { git, scanned } from '../fixture-oracle.ts';

const names = (list: readonly { node: { qualified_name: string } }[]) => list.map(({ node }) => node.qualified_name);

const SHOP = {
  'shop/base.ts': `export interface Store {
  get(key: string): string;
}
export class Memory implements Store {
  get(key: string): string {
    return normal(key);
  }
}
export function normal(key: string): string {
  return key.trim();
}
`,
  'shop/use.ts': `import { Memory, type Store } from './base';
export function read(store: Store) {
  return store.get('a');
}
export function make() {
  return read(new Memory());
}
export function guess(thing) {
  return thing.get('a');
}
`,
  'shop/barrel.ts': `export * from './base';\n`,
  'test/use.test.ts': `import { make } from '../shop/use';
it('makes', () => {
  make();
});
`,
};

describe('a symbol', () => {
  it('is named in all the ways that people name one', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const ways = [
      'Memory.get',
      'Memory#get',
      'Memory::get',
      'shop/base.ts:6',
      './shop/base.ts:6:3',
      'shop/base.ts#Memory.get',
      'memory.GET',
    ];
    for (const text of [...ways, 'base.Memory.get', 'shop.base.Memory.get'])
      expect({ text, is: (await oracle.symbol(text)).qualified_name }).toEqual({ text, is: 'Memory.get' });
    expect(await oracle.symbol('shop/base.ts')).toMatchObject({ type: 'module', path: 'shop/base.ts' });
    expect((await oracle.symbol('base.normal')).qualified_name).toBe('normal');
    await expect(oracle.symbol('use.normal')).rejects.toMatchObject({ code: 'CM_UNKNOWN_SYMBOL' });
  });

  it('that is not there comes with the nearest names, and one that can be several with all of them', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    await expect(oracle.symbol('norml')).rejects.toMatchObject({
      code: 'CM_UNKNOWN_SYMBOL',
      hint: expect.stringContaining('did you mean normal?'),
    });
    await expect(oracle.symbol('Memori.get')).rejects.toMatchObject({
      code: 'CM_UNKNOWN_SYMBOL',
      hint: expect.stringContaining('Memory.get'),
    });
    await expect(oracle.symbol('get')).rejects.toMatchObject({
      code: 'CM_AMBIGUOUS_SYMBOL',
      message: expect.stringMatching(/2 symbols.*shop\/base\.ts:2 \(method Store\.get\).*shop\/base\.ts:5/),
    });
    await expect(oracle.symbol('')).rejects.toMatchObject({ code: 'CM_UNKNOWN_SYMBOL' });
    await expect(oracle.symbol(`${'x'.repeat(5000)}"'%;--`)).rejects.toMatchObject({ code: 'CM_UNKNOWN_SYMBOL' });
  });

  it('is called from near and far, each once, at its shortest distance', async () => {
    const oracle = await scanned(copyFixture('typescript'));
    const { id } = await oracle.symbol('MemoryStore.normal');
    expect(names(await oracle.callers(id))).toEqual(['MemoryStore.get', 'App.read']);
    const far = await oracle.callers(id, { depth: 9 });
    expect(far.map(({ node, distance }) => `${distance} ${node.qualified_name}`)).toEqual(
      expect.arrayContaining(['2 App.start', '2 FileStore.get', '3 run']),
    );
    expect(new Set(names(far)).size).toBe(far.length);
    expect(names(await oracle.callees(id))).toEqual([]);
  });

  it('is referred to in exact places: none in comments, and what is written inside of the user is its own', async () => {
    const root = makeFolder({
      'a.py': 'def helper():\n    pass\n',
      'b.py':
        'from a import helper\n\ndef outer():\n    # helper\n    helper(); helper()  # helper\n    def inner():\n        helper()\n    return inner\n',
    });
    const oracle = await scanned(root);
    const references = await oracle.references((await oracle.symbol('helper')).id);
    const found = references.map(({ node, edge, places }) => [edge.type, node.qualified_name, places]);
    expect(found).toEqual([
      ['imports', 'b', [{ line: 1, column: 15 }]],
      [
        'calls',
        'outer',
        [
          { line: 5, column: 5 },
          { line: 5, column: 15 },
        ],
      ],
      ['calls', 'outer.inner', [{ line: 7, column: 9 }]],
    ]);
    writeFiles(root, { 'b.py': `\n\n${readFileSync(join(root, 'b.py'), 'utf8')}` });
    const stale = await oracle.references((await oracle.symbol('helper')).id);
    expect(stale.map(({ places }) => places[0]?.column)).toEqual([null, null, null]);
  });
});

describe('path', () => {
  it('is the shortest chain, with the evidence for each step', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const [from, to] = [await oracle.symbol('makes'), await oracle.symbol('normal')];
    const chain = await oracle.path(from.id, to.id);
    expect(chain?.nodes.map((node) => node.qualified_name)).toEqual(['makes', 'make', 'Memory', 'Memory.get', 'normal']);
    expect(chain?.edges.map(({ type, evidence }) => `${type} ${evidence}`)).toEqual([
      'calls make from ../shop/use',
      'instantiates Memory from ./base',
      'contains written in it',
      'calls normal',
    ]);
    expect(await oracle.path(to.id, from.id)).toBeNull();
    expect((await oracle.path(to.id, to.id))?.edges).toEqual([]);
  });
});

describe('impact', () => {
  const kinds = ({ certain, possible, unknown }: Impact) => ({
    certain: names(certain),
    possible: names(possible),
    unknown: names(unknown),
  });

  it('tells what surely depends on a change from what may, and from what nobody knows', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const impact = await oracle.impact({ ids: [(await oracle.symbol('Memory.get')).id] });
    // Who calls the interface's method may get to this one, and `thing` can be anything.
    expect(kinds(impact)).toEqual({ certain: [], possible: ['Store.get', 'read', 'make'], unknown: ['guess'] });
    expect(impact.possible[0]?.why).toBe('stands for Memory.get in another class');
    const sure = await oracle.impact({ ids: [(await oracle.symbol('read')).id] });
    expect(kinds(sure)).toEqual({ certain: ['make', 'makes'], possible: [], unknown: [] });
    expect(sure.certain[0]).toMatchObject({ distance: 1, why: 'calls read in line 6' });
    expect(sure.tests.map(({ node, distance }) => [node.name, distance])).toEqual([['makes', 2]]);
    expect(sure.cut).toBeNull();
    const near = await oracle.impact({ ids: [(await oracle.symbol('read')).id] }, { depth: 1 });
    expect([names(near.certain), near.cut]).toEqual([['make'], expect.stringContaining('1 edges away')]);
  });

  it('of a file has who imports it, and says which paths it does not know', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const impact = await oracle.impact({ paths: ['shop/base.ts', 'gone.ts'] });
    expect(names(impact.certain)).toEqual(expect.arrayContaining(['make', 'read']));
    expect(names(impact.possible)).toContain('barrel');
    expect(impact.missing).toEqual(['gone.ts']);
  });

  it('of a diff is the same before and after it is applied', async () => {
    const root = makeFolder(SHOP);
    execFileSync('git', ['init', '-q'], { cwd: root });
    execFileSync('git', ['add', '.'], { cwd: root });
    const changed = SHOP['shop/base.ts']
      .replace('key.trim()', 'key.trim().toLowerCase()')
      .replace('export interface', '// new\n// lines\nexport interface');
    const oracle = await scanned(root);
    writeFiles(root, { 'shop/base.ts': changed });
    const diff = execFileSync('git', ['diff'], { cwd: root, encoding: 'utf8' });
    writeFiles(root, { 'shop/base.ts': SHOP['shop/base.ts'] });
    const before = await oracle.impact({ diff });
    writeFiles(root, { 'shop/base.ts': changed });
    await oracle.scan();
    const after = await oracle.impact({ diff });
    expect(before.changed.map((node) => node.qualified_name)).toEqual(['base', 'normal']);
    expect(after.changed.map((node) => node.qualified_name)).toEqual(['base', 'normal']);
    expect(names(after.certain)).toContain('Memory.get');
    await expect(oracle.impact({ diff: 'hello' })).rejects.toMatchObject({ code: 'CM_WRONG_DIFF' });
  });
});

describe('with git history', () => {
  it('says what usually changes together, from the commits of HEAD as it is now', async () => {
    const root = makeFolder(SHOP);
    git(root, 'init', '-q');
    const commit = (files: Record<string, string>) => {
      writeFiles(root, files);
      git(root, 'add', '.');
      git(root, 'commit', '-qm', 'change');
    };
    commit({});
    for (const number of [1, 2, 3])
      commit({ 'shop/base.ts': `${SHOP['shop/base.ts']}// ${number}\n`, 'docs/base.md': `${number}\n` });
    commit({ 'shop/base.ts': SHOP['shop/base.ts'] });
    const oracle = await scanned(root);
    const { usually } = await oracle.impact({ paths: ['shop/base.ts'] });
    expect(usually).toEqual([{ path: 'docs/base.md', with: 'shop/base.ts', together: 3, commits: 5, probability: 0.4286 }]);
    expect(await oracle.hotSpots()).toMatchObject([
      { path: 'shop/base.ts', commits: 5, score: 1 },
      { path: 'shop/use.ts', commits: 1 },
    ]);
    commit({ 'shop/base.ts': '// gone\n', 'docs/base.md': '5\n' });
    expect((await oracle.coChanges('shop/base.ts'))[0]).toMatchObject({ together: 4, commits: 6 });
    // A folder of the repository sees its own files, under its own paths.
    const part = await scanned(join(root, 'shop'));
    expect(await part.coChanges('base.ts')).toEqual([]);
    expect((await part.hotSpots()).map(({ path }) => path)).toEqual(['use.ts']);
    expect((await part.state()).commit).toBe(git(root, 'rev-parse', 'HEAD').trim());
  });

  it('answers without it where there is none', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    expect((await oracle.impact({ paths: ['shop/base.ts'] })).usually).toEqual([]);
    expect(await oracle.hotSpots()).toEqual([]);
    expect((await oracle.state()).commit).toBeNull();
  });
});

describe('source', () => {
  it('is never of a stale span: a file that changed is parsed again', async () => {
    const root = makeFolder(SHOP);
    const oracle = await scanned(root);
    const { id } = await oracle.symbol('normal');
    const text = 'export function normal(key: string): string {\n  return key.trim();\n}';
    expect(await oracle.source(id)).toMatchObject({ start_line: 9, end_line: 11, text, from: 'indexed' });
    writeFiles(root, { 'shop/base.ts': `// a\n// b\n${SHOP['shop/base.ts']}` });
    expect(await oracle.source(id)).toMatchObject({ start_line: 11, end_line: 13, text, from: 'reparsed' });
    writeFiles(root, { 'shop/base.ts': 'export const other = 1;\n' });
    expect(await oracle.source(id)).toBeNull();
    expect((await oracle.state()).freshness).toEqual({ current: false, changed: 1, added: 0, removed: 0 });
    await oracle.scan();
    expect((await oracle.state()).freshness.current).toBe(true);
    expect(await oracle.source(id)).toBeNull();
  });
});

describe('context', () => {
  it('of a failure begins where it failed, and never exceeds the budget', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const failure: Failure = {
      framework: 'jest',
      test: 'makes',
      kind: 'error',
      file: 'test/use.test.ts',
      message: "TypeError: key.trim is not a function in 'normal'",
      frames: [
        { path: 'shop/base.ts', line: 10 },
        { path: 'shop/use.ts', line: 6 },
        { path: 'test/use.test.ts', line: 3 },
        { path: 'node_modules/x.js', line: 1 },
      ],
      fingerprint: 'x',
    };
    const { parts, text, tokens } = await oracle.context({ failure }, { tokens: 500 });
    expect(parts.slice(0, 3).map(({ node, form }) => `${form} ${node.qualified_name}`)).toEqual([
      'source normal',
      'source make',
      'source makes',
    ]);
    expect(text).toContain('return key.trim();');
    expect(tokens).toBeLessThanOrEqual(500);
    for (const budget of [0, 20, 60, 120])
      expect((await oracle.context({ failure }, { tokens: budget })).tokens).toBeLessThanOrEqual(budget);
  });

  it('of a task is what its words and names mean', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    const { parts } = await oracle.context({ task: 'make `Memory.get` faster' });
    expect(parts[0]).toMatchObject({
      form: 'source',
      why: 'named in the task: Memory.get',
      node: { qualified_name: 'Memory.get' },
    });
    expect((await oracle.context({ paths: ['shop/use.ts'] })).parts.map(({ node }) => node.qualified_name)).toEqual(
      expect.arrayContaining(['read', 'make', 'guess']),
    );
  });
});

describe('map', () => {
  it('fits any budget, shows signatures, and puts what is mentioned first', async () => {
    const oracle = await scanned(makeFolder(SHOP));
    for (const budget of [0, 10, 40, 100, 5000]) {
      const map = await oracle.map({ tokens: budget });
      expect(map.tokens).toBeLessThanOrEqual(budget);
    }
    const { text } = await oracle.map();
    expect(text).toContain('shop/base.ts:\n  1: interface Store\n');
    expect(text).toContain('    5: get(key: string): string\n');
    expect(text).not.toContain('key.trim');
    expect(text).not.toContain('test/');
    expect((await oracle.map({ mentions: ['guess'], tokens: 20 })).text).toContain('guess');
  });
});

describe('at a place', () => {
  it('says what is there, what it means and what to do next', async () => {
    const oracle = await scanned(
      makeFolder({
        ...SHOP,
        'shop/more.ts': `import { normal } from './base';
/**
 * Normalises twice.
 * @param word the word
 * @param times how often
 */
export function normalTwice(word: string) {
  return normal(normal(word));
}
`,
      }),
    );
    const finding = { path: 'shop/more.ts', line: 8, message: 'normal is not idempotent' };
    const cursor = await oracle.at('shop/more.ts', 8, 13, { findings: [finding, { ...finding, line: 1 }] });
    expect(cursor.around.map((node) => node.qualified_name)).toEqual(['normalTwice', 'more']);
    expect(names(cursor.means)).toEqual(['normal']);
    expect(names(cursor.callees)).toEqual(['normal']);
    expect(cursor.similar.map((node) => node.name)).toEqual(['normal']);
    expect(cursor.next.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'finding: normal is not idempotent',
      'drifted doc: the docstring of normalTwice describes times, which its signature does not have',
      'missing test: no test that is indexed reaches normalTwice',
    ]);
    expect((await oracle.at('shop/use.ts', 9)).next).toMatchObject([
      { kind: 'missing test' },
      { kind: 'unresolved use', line: 9 },
    ]);
    expect(await oracle.at('nowhere.ts', 1)).toMatchObject({ around: [], next: [] });
  });
});
