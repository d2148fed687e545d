import { framesOf, repositoryPath } from './failure-of.ts';
import { isProtectedPath } from './protected-path.ts';
import { findCommand, optionValues } from './test-script.ts';

describe('a test script', () => {
  it('tells environment, options of node and arguments', () => {
    const command = findCommand('tsc && cross-env A=1 node --import tsx --test --watch "test/**/*.ts"', 'node --test');
    expect(command).toEqual({ env: { A: '1' }, nodeOptions: ['--import', 'tsx'], args: ['test/**/*.ts'] });
  });

  it('finds jest behind node and NODE_OPTIONS', () => {
    expect(findCommand('NODE_OPTIONS=--experimental-vm-modules npx jest --config a.json', 'jest')?.nodeOptions).toEqual([
      '--experimental-vm-modules',
    ]);
    const direct = findCommand('node --experimental-vm-modules node_modules/jest/bin/jest.js -c=a.json', 'jest');
    expect(direct).toMatchObject({ nodeOptions: ['--experimental-vm-modules'], args: ['-c=a.json'] });
    expect(optionValues(direct?.args ?? [], '-c', '--config')).toEqual(['a.json']);
  });

  it('does not take other words for the tool', () => {
    expect(findCommand('echo vitest', 'vitest')).toBeUndefined();
    expect(findCommand('node build.js && vitest run', 'vitest')).toMatchObject({ args: ['run'] });
  });
});

it('frames are those inside the repository, innermost first', () => {
  const stack = [
    'Error: x (/repo/not-a-frame.js)',
    '    at f (/repo/src/a b.js:3:4)',
    '    at node:internal/x:1:1',
    '    at async g (file:///repo/src/%C3%A9.mjs:10:2)',
    '    at h (/repo/node_modules/x/y.js:1:1)',
    '    at /elsewhere/z.js:1:1',
  ].join('\n');
  expect(framesOf(stack, '/repo')).toEqual([
    { path: 'src/a b.js', line: 3, column: 4 },
    { path: 'src/é.mjs', line: 10, column: 2 },
  ]);
  expect(repositoryPath('/repo/../etc/passwd', '/repo')).toBeUndefined();
});

it.each([
  ['src/a.test.ts', true],
  ['src/__tests__/a.ts', true],
  ['test/a.js', true],
  ['src/__snapshots__/a.snap', true],
  ['vitest.config.mts', true],
  ['packages/a/tsconfig.build.json', true],
  ['package.json', true],
  ['pnpm-lock.yaml', true],
  ['.eslintrc.cjs', true],
  ['src/latest.ts', false],
  ['src/contest/a.ts', false],
  ['lib/config.ts', false],
])('%s is protected: %s', (path, expected) => {
  expect(isProtectedPath(path)).toBe(expected);
});
