import picomatch from 'picomatch';

const MAX_LENGTH = 200;
const MAX_STARS_IN_SEGMENT = 2;
const MAX_DOUBLE_STARS = 2;

/**
 * What is wrong with a glob, or null. Only `*`, `**`, `?` and `{a,b}` mean something, and few of them: globs come from
 * repositories that nobody vouches for, and everything else that picomatch knows can be made to run for ever.
 */
export function globProblem(glob: string): string | null {
  if (glob.length === 0) return 'is empty';
  if (glob.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (/[()[\]|\\!]/.test(glob)) return 'may not hold any of ( ) [ ] | \\ !; write ? for one character';
  if (glob.startsWith('/') || glob.split('/').includes('..')) return 'must be relative to the root of the repository, without ..';
  if ((glob.match(/\{/g)?.length ?? 0) > 1) return 'may hold one pair of braces at most';
  if (/\{,|,,|,\}|\{\}/.test(glob)) return 'may not hold an empty alternative';
  const segments = glob.split('/');
  if (segments.filter((segment) => segment === '**').length > MAX_DOUBLE_STARS)
    return `may hold ** ${MAX_DOUBLE_STARS} times at most`;
  if (segments.some((segment) => segment !== '**' && (segment.match(/\*/g)?.length ?? 0) > MAX_STARS_IN_SEGMENT)) {
    return `may hold * ${MAX_STARS_IN_SEGMENT} times at most between two slashes`;
  }
  return null;
}

/**
 * A test whether a path (relative to the root, forward slashes) is one that the globs name. Case makes no difference, since
 * on many disks `.GIT` is `.git`; files whose name starts with a dot match too; a folder's name matches all that is in it.
 * @throws {TypeError} for a glob that `globProblem` objects to.
 */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  for (const glob of globs) {
    const problem = globProblem(glob);
    if (problem !== null) throw new TypeError(`the glob ${JSON.stringify(glob)} ${problem}`);
  }
  if (globs.length === 0) return () => false;
  const withContents = globs.flatMap((glob) => (glob.endsWith('**') ? [glob] : [glob, `${glob.replace(/\/$/, '')}/**`]));
  const matches = picomatch(withContents, { dot: true, nocase: true, noextglob: true, nonegate: true, strictBrackets: false });
  return (path) => matches(path);
}
