import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { makeFolder, writeFiles } from '../fixture-folder.ts';
import { git, opening, scanned } from '../fixture-oracle.ts';
import type { Oracle } from '../oracle.ts';
import { wordEmbedder } from '../vectors/fixture-embedder.ts';
import { bm25, rarities } from './bm25.ts';
import { countWords, wordsAskedFor } from './count-words.ts';
import { namedPaths } from './named-paths.ts';
import { combine } from './rank-files.ts';
import { stemOf } from './stems.ts';

const pathsOf = async (oracle: Oracle, text: string) => (await oracle.files(text)).map(({ path }) => path);

function commit(root: string, message: string, files: Record<string, string>): string {
  writeFiles(root, files);
  git(root, 'add', '.');
  git(root, 'commit', '-qm', message);
  return git(root, 'rev-parse', 'HEAD').trim();
}

describe('the files that a text is about', () => {
  it('are those that have its words most often, in whatever form', async () => {
    const oracle = await scanned(
      makeFolder({
        'src/a.ts': '// an entry\nexport const a = 1;\nexport const b = 2;\n',
        'src/b.ts': '// skip an entry, skip an entry\nexport const skip = (entry) => entry; // skip\n',
      }),
    );
    expect(await oracle.files('skipped entries get lost')).toMatchObject([
      { path: 'src/b.ts', why: expect.arrayContaining(['it speaks of skipped, entries']) },
      { path: 'src/a.ts', why: ['it speaks of entries', 'search finds symbols in it'] },
    ]);
    expect(await oracle.files('')).toEqual([]);
    expect(await oracle.files('`"\'* OR NEAR(\u0000')).toEqual([]);
  });

  it('are told without a model', async () => {
    const embedder = wordEmbedder();
    const oracle = await opening({ root: makeFolder({ 'src/a.ts': 'export function readCookie() {}\n' }), embedder });
    await oracle.scan();
    await oracle.embed();
    const before = embedder.texts;
    expect(await pathsOf(oracle, 'where is a cookie read')).toEqual(['src/a.ts']);
    expect(embedder.texts).toBe(before);
    await oracle.search('where is a cookie read');
    expect(embedder.texts).toBe(before + 1);
  });

  it('are code before its tests, examples, and documents', async () => {
    const text = 'export function readCookie() {}\n';
    const files = {
      'examples/cookie.ts': `${text}// reads a cookie: cookie, cookie\n`,
      'src/cookie.ts': text,
      'test/cookie.test.ts': text,
      'cookie.md': '# readCookie cookie\n',
    };
    const paths = await pathsOf(await scanned(makeFolder(files)), 'a cookie is not read');
    expect(paths[0]).toBe('src/cookie.ts');
    expect(paths.indexOf('examples/cookie.ts')).toBeLessThan(paths.indexOf('test/cookie.test.ts'));
    expect(paths).toHaveLength(4);
  });

  it('are read where the index has too many with such words: code before its tests', async () => {
    const tests = Array.from({ length: 310 }, (_, index) => [
      `test/${index}.test.ts`,
      'export function readCookie() {}\nexport function setCookie() {}\n',
    ]);
    const oracle = await scanned(makeFolder({ ...Object.fromEntries(tests), 'src/z.ts': '// a cookie\n\n\n' }));
    expect((await oracle.files('a cookie'))[0]).toMatchObject({
      path: 'src/z.ts',
      why: expect.arrayContaining(['it speaks of cookie']),
    });
  });

  it('are those that it names, in traces too', async () => {
    const files = {
      'src/deep/a.ts': 'export const x = 1;\n',
      'src/b.ts': 'export const undefinedValue = 1; // cannot read properties\n',
    };
    const trace = 'Cannot read properties of undefined\n    at run (/srv/app/src/deep/a.ts:10:3)';
    expect(await (await scanned(makeFolder(files))).files(trace)).toMatchObject([
      { path: 'src/deep/a.ts', why: expect.arrayContaining(['the text names it']) },
      { path: 'src/b.ts' },
    ]);
  });
});

describe('with git history', () => {
  const FILES = { 'src/a.ts': 'export const a = 1;\n', 'src/b.ts': 'export const b = 1;\n' };

  it('are those that were changed when the like was said before, up to HEAD and no further', async () => {
    const root = makeFolder();
    git(root, 'init', '-q');
    commit(root, 'start', FILES);
    commit(root, 'the preflight request is refused', { 'src/a.ts': 'export const a = 2;\n' });
    const before = commit(root, 'other things', { 'src/b.ts': 'export const b = 2;\n' });
    commit(root, 'preflight requests of browsers', { 'src/b.ts': 'export const b = 3;\n' });
    git(root, 'checkout', '-q', before);
    const oracle = await scanned(root);
    const question = 'browsers send preflight requests';
    expect(await oracle.files(question)).toEqual([
      { path: 'src/a.ts', score: expect.any(Number), why: ['an earlier commit changed it: the preflight request is refused'] },
    ]);
    git(root, 'checkout', '-q', '-');
    await oracle.scan();
    expect((await oracle.files(question))[0]).toMatchObject({
      path: 'src/b.ts',
      why: ['an earlier commit changed it: preflight requests of browsers'],
    });
    commit(root, 'browsers: requests of preflight', { 'src/b.ts': 'export const b = 4;\n' });
    expect((await oracle.files(question))[0]!.why[0]).toBe('an earlier commit changed it: browsers: requests of preflight');
  });

  it('nothing is learnt from a commit that touches everything, nor from who signed it', async () => {
    const root = makeFolder();
    git(root, 'init', '-q');
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`src/${index}.ts`, 'export const a = 1;\n']));
    commit(root, 'reformat preflight', many);
    commit(root, 'start\n\nCo-authored-by: Browser <b@c>', FILES);
    expect(await (await scanned(root)).files('preflight of a browser')).toEqual([]);
  });

  it('an index that knows commits without their messages reads them again', async () => {
    const root = makeFolder();
    git(root, 'init', '-q');
    commit(root, 'the preflight request', FILES);
    const oracle = await scanned(root);
    const found = await oracle.files('preflight');
    await oracle.close();
    const db = new BetterSqlite3(join(root, '.codemonkeys', 'oracle.db'));
    db.exec(`update meta set value = replace(value, '"message"', '"other"') where key = 'history'`);
    db.close();
    expect(await (await scanned(root)).files('preflight')).toEqual(found);
    expect(found).toHaveLength(2);
  });

  it('no program that the repository configures is run for it', async () => {
    const root = makeFolder();
    const ran = join(makeFolder(), 'ran');
    git(root, 'init', '-q');
    const program = join(root, '.git', 'evil.sh');
    const signature = '-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----';
    writeFileSync(program, `#!/bin/sh\ntouch ${ran}\necho '[GNUPG:] SIG_CREATED ' >&2\necho '${signature}'\n`, { mode: 0o755 });
    for (const name of ['gpg.program', 'core.pager', 'pager.log', 'diff.external', 'core.editor'])
      git(root, 'config', name, program);
    for (const name of ['log.showSignature', 'commit.gpgSign']) git(root, 'config', name, 'true');
    commit(root, 'the preflight request', FILES);
    expect(existsSync(ran)).toBe(true);
    rmSync(ran);
    git(root, 'config', 'core.fsmonitor', program);
    expect(await pathsOf(await scanned(root), 'preflight')).toEqual(['src/a.ts', 'src/b.ts']);
    expect(existsSync(ran)).toBe(false);
  });
});

it('BM25 prefers the rarer word, the more frequent and the shorter text', () => {
  const texts = ['common words here too', 'common words here', 'common words common here', 'rare words here'];
  const asked = wordsAskedFor('rare common');
  const documents = new Map(texts.map((text) => [text, countWords(text, asked)]));
  const scores = bm25(documents, rarities(documents, asked.keys()), 0.5);
  expect([...scores].sort((a, b) => b[1] - a[1]).map(([text]) => text)).toEqual(texts.toReversed());
});

it.each([
  ['skips skipped skipping', 'skip'],
  ['entries entry', 'entry'],
  ['parse parsed parsing parses', 'pars'],
  ['class classes', 'class'],
  ['call called calling', 'call'],
  ['this bus', null],
])('%s have the stem %s', (words, stem) => {
  for (const word of words.split(' ')) expect(stemOf(word)).toBe(stem ?? word);
});

it.each([
  ['at run (/srv/app/src/a/index.ts:10:3)', { 'src/a/index.ts': 1 }],
  ['File "C:\\app\\src\\b\\index.ts", line 2', { 'src/b/index.ts': 1 }],
  ['see ./b/index.ts', { 'src/b/index.ts': 1 }],
  ['index.ts is wrong', { 'src/a/index.ts': 0.5, 'src/b/index.ts': 0.5 }],
  ['e.g. at the end. Then other.ts', {}],
])('%s names %j', (text, expected) => {
  expect(Object.fromEntries(namedPaths(text, ['src/a/index.ts', 'src/b/index.ts']))).toEqual(expected);
});

it('each witness is measured by the likeliest file that is code, which none exceeds', () => {
  const likings = new Map([
    ['a.ts', 1],
    ['b.ts', 1],
    ['a.test.ts', 0.5],
  ]);
  const loud = new Map([
    ['a.test.ts', 100],
    ['a.ts', 10],
    ['b.ts', 5],
    ['gone.ts', 50],
  ]);
  const quiet = new Map([['b.ts', 0.001]]);
  expect(
    combine(
      [
        { weight: 1, scores: loud },
        { weight: 0.6, scores: quiet },
      ],
      likings,
    ),
  ).toEqual([
    { path: 'b.ts', score: 1.1 },
    { path: 'a.ts', score: 1 },
    { path: 'a.test.ts', score: 0.5 },
  ]);
});
