// The three test frameworks with the fixtures of each, so that a test can loop over them.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SuiteAdapter } from '../suite.ts';
import { jestAdapter } from './jest-suite.ts';
import { nodeTestAdapter } from './node-test-suite.ts';
import { vitestAdapter } from './vitest-suite.ts';

const require = createRequire(import.meta.url);
const fixtures = fileURLToPath(new URL('../../fixtures/javascript/', import.meta.url));

const packageFolder = dirname(require.resolve('../../package.json'));
const repository = join(packageFolder, '..', '..');

export const fixture = (name: string): string => join(fixtures, name);

export interface FrameworkFixture {
  adapter: SuiteAdapter;
  name: 'node-test' | 'jest' | 'vitest';
  extension: string;
  modules: string | undefined;
}

export const frameworks: readonly [FrameworkFixture, ...FrameworkFixture[]] = [
  { adapter: nodeTestAdapter, name: 'node-test', extension: 'mjs', modules: undefined },
  { adapter: jestAdapter, name: 'jest', extension: 'js', modules: join(repository, 'node_modules') },
  { adapter: vitestAdapter, name: 'vitest', extension: 'ts', modules: join(packageFolder, 'node_modules') },
];

export const compilerModules = join(repository, 'node_modules');
