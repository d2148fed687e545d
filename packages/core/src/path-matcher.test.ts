import fc from 'fast-check';
import { globProblem, pathMatcher } from './path-matcher.ts';

describe('pathMatcher', () => {
  const cases: [glob: string, matching: string[], other: string[]][] = [
    ['.git', ['.git', '.git/config', '.GIT/hooks/pre-commit'], ['.github/x', 'a/.git', '.gitignore']],
    ['**/.git', ['.git', 'a/b/.git/config'], ['a/.gitx']],
    ['.github/workflows/**', ['.github/workflows/ci.yml', '.GitHub/Workflows/a/b.yml'], ['.github/x.yml']],
    ['**/*.lock', ['a.lock', 'x/.y/b.LOCK'], ['a.lock.ts']],
    ['src/*.ts', ['src/a.ts', 'src/.b.ts'], ['src/a/b.ts', 'lib/a.ts']],
    ['vendor/', ['vendor/a', 'vendor/b/c'], ['vendored/a']],
    ['{a,b}/c?', ['a/c1', 'b/c2'], ['a/c', 'c/c1']],
    ['c++/a.h', ['c++/a.h'], ['c/a.h', 'ccc/a.h']],
  ];
  it.each(cases)('%s', (glob, matching, other) => {
    const matches = pathMatcher([glob]);
    expect(matching.filter((path) => !matches(path))).toEqual([]);
    expect(other.filter(matches)).toEqual([]);
  });

  it('matches nothing without globs', () => {
    expect(pathMatcher([])('a')).toBe(false);
  });

  it('refuses globs that could run for ever or leave the repository', () => {
    for (const glob of [
      '',
      '(a+)+',
      '+(a|aa)',
      '!(x)',
      '!a',
      'a\\b',
      '[a-z]',
      '*a*b*c',
      '**/a/**/b/**',
      '/etc/passwd',
      '../x',
      '{a,b}{c,d}*',
      '{a,,b}*x',
      '{,a}',
      '{a,{b,c}}',
      'a/../b',
      'x'.repeat(201),
    ]) {
      expect({ glob, problem: globProblem(glob) }).not.toEqual({ glob, problem: null });
      expect(() => pathMatcher([glob])).toThrow(TypeError);
    }
  });

  it('takes any glob that globProblem lets pass, and ends on any path', () => {
    const part = fc.constantFrom('*', '**', '?', '{', '}', ',', 'a', '.', '/', '+', '@', '-', '{a,b}', '{1..9}', 'é');
    const glob = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(glob, fc.string({ maxLength: 300 }), (pattern, path) => {
        if (globProblem(pattern) === null) expect(typeof pathMatcher([pattern])(path)).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
