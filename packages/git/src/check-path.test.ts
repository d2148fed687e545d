import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import fc from 'fast-check';
import { checkPath } from './check-path.ts';
import { readConfinedText, writeConfined } from './confined-file.ts';

const accepts = (path: string) => {
  try {
    checkPath(path);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'CM_PATH_REFUSED', exitCode: 3 });
    return false;
  }
};

const awkward = fc.constantFrom(
  '..',
  '.',
  '',
  '.git',
  '.GIT',
  '.g\u200cit',
  'git~1',
  '.git.',
  '.git ',
  '.git::$INDEX_ALLOCATION',
  'a\\.git',
  'a',
  'ü b',
  '-x',
  '\n',
  '\0',
);
const path = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 })
  .map((names) => names.join('/'));

describe('checkPath', () => {
  it.each([
    '',
    '/a',
    'a//b',
    'a/',
    './a',
    '../a',
    'a/../b',
    '.git/config',
    'a/.git',
    '.GiT/x',
    '.git./x',
    'git~1/x',
    'a\0',
    '\ud800',
    'x'.repeat(256),
  ])('refuses %j', (refused) => {
    expect(accepts(refused)).toBe(false);
  });
  it.each(['a', 'a/b.c', '-x', 'ü/日本 語', 'a\nb', '"q"', '.github/x', '.gitignore', 'git', 'a\\b', '...'])(
    'accepts %j',
    (accepted) => {
      expect(accepts(accepted)).toBe(true);
    },
  );
  it('lets nothing through that leaves the root or enters .git', () => {
    fc.assert(
      fc.property(path, (candidate) => {
        if (!accepts(candidate)) return;
        const whole = join('/root', candidate);
        expect(whole).toBe(`/root/${candidate}`);
        expect(normalize(whole).startsWith('/root/')).toBe(true);
        expect(candidate.toLowerCase().split('/')).not.toContain('.git');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('writeConfined', () => {
  it('writes below the root, or refuses and changes nothing', () => {
    const { path: folder, remove } = temporaryFolder('cm-confined');
    try {
      const root = join(folder, 'root');
      const outside = join(folder, 'outside');
      for (const made of [root, outside, join(root, 'a')]) mkdirSync(made);
      writeFileSync(join(outside, 'secret'), 'secret');
      symlinkSync(outside, join(root, 'link'));
      symlinkSync(join(outside, 'secret'), join(root, 'a', 'file-link'));
      symlinkSync(join(outside, 'new'), join(root, 'dangling'));
      symlinkSync('loop', join(root, 'loop'));
      const names = fc.constantFrom('a', 'link', 'file-link', 'dangling', 'loop', 'secret', 'new', 'b');
      fc.assert(
        fc.property(fc.array(names, { minLength: 1, maxLength: 3 }), (parts) => {
          const target = parts.join('/');
          try {
            writeConfined(root, target, 'mine');
            expect(readConfinedText(root, target)).toBe('mine');
          } catch (error) {
            expect(error).toMatchObject({ code: 'CM_PATH_REFUSED' });
          }
          expect(readdirSync(outside)).toEqual(['secret']);
          expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
          expect(lstatSync(join(root, 'link')).isSymbolicLink()).toBe(true);
        }),
      );
      expect(existsSync(join(root, 'b'))).toBe(true);
      expect(() => readConfinedText(root, 'link/secret')).toThrow('symbolic link');
      expect(() => readConfinedText(root, 'nowhere')).toThrow('there is no file');
    } finally {
      remove();
    }
  });
});
