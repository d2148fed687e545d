// `pnpm new:package NAME "What it is"`: a package with the anatomy that CONTRIBUTING.md describes.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

const [name, description] = process.argv.slice(2);
if (name === undefined || description === undefined || !/^[a-z][a-z0-9-]*$/.test(name)) {
  process.stderr.write(
    'usage: pnpm new:package NAME "What it is, in one sentence"\n  NAME is lower-case letters, digits and dashes\n',
  );
  process.exit(2);
}
const folder = join(root, 'packages', name);
if (existsSync(folder)) {
  process.stderr.write(`packages/${name} exists already\n`);
  process.exit(2);
}

const manifest = {
  name: `@cm/${name}`,
  version: '0.1.0',
  description,
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22.13' },
  exports: {
    '.': { '@cm/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  files: ['dist', 'README.md'],
  scripts: { build: 'tsc -p tsconfig.build.json' },
  dependencies: { '@cm/core': 'workspace:^' },
};
const build = {
  extends: '../../tsconfig.base.json',
  compilerOptions: { rootDir: 'src', outDir: 'dist', noEmit: false, customConditions: [], types: ['node'] },
  include: ['src'],
  exclude: ['src/**/*.test.ts', 'src/**/*.fixture.ts', 'src/**/fixture-*.ts', '**/fixtures/**'],
};
const functionName = name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());
const files: Record<string, string> = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'tsconfig.build.json': `${JSON.stringify(build, null, 2)}\n`,
  'README.md': `# @cm/${name}\n\n${description}\n`,
  'src/index.ts': `export { ${functionName} } from './${name}.ts';\n`,
  [`src/${name}.ts`]: `/** ${description} */\nexport function ${functionName}(): string {\n  return '${name}';\n}\n`,
  [`src/${name}.test.ts`]: `import { ${functionName} } from './${name}.ts';\n\ntest('says its name', () => {\n  expect(${functionName}()).toBe('${name}');\n});\n`,
};
mkdirSync(join(folder, 'src'), { recursive: true });
for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
process.stdout.write(`packages/${name} is there. Next: pnpm install, then write the test that fails first.\n`);
