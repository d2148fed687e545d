import { indexOf } from '../fixture-oracle.ts';

async function importsOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf(files);
  return lines.filter((line) => /^(?:unresolved )?imports /.test(line));
}

it('takes what a build makes for the source that it is made of, where only that is there', async () => {
  const files = {
    'packages/a/package.json': '{ "name": "a" }',
    'packages/a/src/run.ts': 'export const run = () => 1;\n',
    'packages/a/test/run.ts': `import { run } from '../lib/run.js';\nimport { gone } from '../lib/gone.js';\n`,
    'packages/a/test/other.ts': `import { run } from '../../b/lib/run.js';\n`,
    'packages/b/src/run.ts': 'export const run = () => 2;\n',
  };
  expect(await importsOf(files)).toEqual([
    'imports packages/a/test/run.ts# -> packages/a/src/run.ts# (scope: ../lib/run.js, line 1)',
    'imports packages/a/test/run.ts# -> packages/a/src/run.ts#run (scope: run from ../lib/run.js, line 1)',
    'unresolved imports packages/a/test/other.ts# ../../b/lib/run.js line 1 []',
    'unresolved imports packages/a/test/run.ts# ../lib/gone.js line 2 []',
  ]);
  const built = await importsOf({ ...files, 'packages/a/lib/run.js': 'exports.run = () => 3;\n' });
  expect(built.join('\n')).toContain('packages/a/test/run.ts# -> packages/a/lib/run.js#');
});

it('takes the main file of a package for its folder', async () => {
  const files = {
    'package.json': '{ "name": "a", "main": "./a.js" }',
    'a.js': 'module.exports = function a() {};\n',
    'test/a.js': `const a = require('..');\nconst same = require('../');\nconst none = require('.');\na();\n`,
  };
  expect(await importsOf(files)).toEqual([
    'imports test/a.js# -> a.js# (scope: .., line 1)',
    'unresolved imports test/a.js# . line 3 []',
  ]);
});

it('takes of several packages of one name the one around', async () => {
  const files = {
    'package.json': '{ "name": "a", "exports": "./src/a.ts" }',
    'src/a.ts': 'export const a = 1;\n',
    'src/cli.ts': `import { a } from 'a';\n`,
    'fixtures/other/package.json': '{ "name": "a" }',
    'fixtures/third/package.json': '{ "name": "b" }',
    'fixtures/third/b.ts': `import { a } from 'a';\n`,
  };
  expect(await importsOf(files)).toEqual([
    'imports fixtures/third/b.ts# -> src/a.ts# (scope: a, line 1)',
    'imports fixtures/third/b.ts# -> src/a.ts#a (scope: a from a, line 1)',
    'imports src/cli.ts# -> src/a.ts# (scope: a, line 1)',
    'imports src/cli.ts# -> src/a.ts#a (scope: a from a, line 1)',
  ]);
});
