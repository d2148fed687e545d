import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import ts from 'typescript-api';
import { confinedHost } from './confined-host.ts';
import { typescriptFixes } from './tools.ts';

let folder: ReturnType<typeof temporaryFolder>;
let root: string;
let outside: string;
beforeEach(() => {
  folder = temporaryFolder('cm-confined');
  root = join(folder.path, 'tree');
  outside = join(folder.path, 'outside');
  mkdirSync(join(root, 'src'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(root, 'src/a.ts'), 'export const a = 1;\n');
  writeFileSync(join(outside, 'secret.ts'), 'export const secretWord = 1;\n');
});
afterEach(() => folder.remove());

it('reads the tree and the libraries of the compiler', () => {
  const host = confinedHost(root);
  expect(host.readFile(join(root, 'src/a.ts'))).toBe('export const a = 1;\n');
  expect(host.fileExists(ts.getDefaultLibFilePath({}))).toBe(true);
  expect(host.getDirectories(root)).toEqual(['src']);
  expect(host.readDirectory(root, ['.ts'], undefined, ['**/*'])).toEqual([join(root, 'src/a.ts')]);
});

it('follows a link inside of the tree, and none that leads out', () => {
  symlinkSync('a.ts', join(root, 'src/inner.ts'));
  symlinkSync(join(outside, 'secret.ts'), join(root, 'src/outer.ts'));
  symlinkSync(outside, join(root, 'folder'));
  symlinkSync('loop', join(root, 'loop'));
  const host = confinedHost(root);
  expect(host.readFile(join(root, 'src/inner.ts'))).toBe('export const a = 1;\n');
  for (const path of ['src/outer.ts', 'folder/secret.ts', '../outside/secret.ts', 'loop', 'none', 'src', 'src/a.ts/x']) {
    expect([path, host.readFile(join(root, path)), host.fileExists(join(root, path))]).toEqual([path, undefined, false]);
  }
  expect(host.directoryExists(join(root, 'folder'))).toBe(false);
  expect(host.getDirectories(root)).toEqual(['src']);
  expect(host.readDirectory(root, ['.ts'], undefined, ['**/*'])).toEqual([join(root, 'src/a.ts')]);
});

it.each(['/**/*', '../**/*', '../outside/*', '**/../../outside/*'])(
  'does not walk out of the tree for the pattern %s',
  (pattern) => {
    expect(confinedHost(root).readDirectory(root, ['.ts'], undefined, [pattern])).not.toContain(join(outside, 'secret.ts'));
  },
);

it('takes what is not a plain file of a sane size for absent', () => {
  writeFileSync(join(root, 'large.ts'), 'x'.repeat(2_000_001));
  symlinkSync('/dev/zero', join(root, 'endless.ts'));
  const host = confinedHost(root);
  expect(host.readFile(join(root, 'large.ts'))).toBeUndefined();
  expect(host.readFile(join(root, 'endless.ts'))).toBeUndefined();
});

describe('the compiler’s fixes', () => {
  const wrong = 'export const b = secretWrod;\n';

  it.each([
    ['a link', { files: ['src/b.ts', 'src/linked.ts'] }],
    ['a path', { files: ['src/b.ts', '../outside/secret.ts'] }],
    ['a pattern', { include: ['src', '../outside'] }],
    ['what it extends', { extends: '../outside/tsconfig.json', files: ['src/b.ts'] }],
  ])('know nothing of a file that a tsconfig names by %s', (_how, config) => {
    const secret = 'declare const secretWord: number;\n';
    writeFileSync(join(outside, 'secret.ts'), secret);
    writeFileSync(join(outside, 'tsconfig.json'), '{ "compilerOptions": { "strict": true } }');
    symlinkSync(join(outside, 'secret.ts'), join(root, 'src/linked.ts'));
    writeFileSync(join(root, 'src/b.ts'), wrong);
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify(config));
    expect(typescriptFixes(root, '', ['src/b.ts'])).toEqual([]);
    // The same inside of the tree is used, so the paths above are the reason.
    writeFileSync(join(root, 'src/near.ts'), secret);
    writeFileSync(join(root, 'tsconfig.json'), '{ "include": ["src"] }');
    expect(typescriptFixes(root, '', ['src/b.ts']).map(({ name }) => name)).toEqual(['spelling']);
  });
});
