// `pnpm check`: everything that can be said of the code without running it. Stops at the first problem.
import { globSync } from 'node:fs';
import { bin } from './paths.ts';
import { runStep } from './run-step.ts';

const published = globSync('{packages,apps}/*/package.json').map((path) => path.slice(0, -'/package.json'.length));

const steps: { name: string; command: string; args: string[] }[] = [
  { name: 'types', command: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'lint and formatting', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { name: 'layers', command: bin('depcruise'), args: ['--config', '.dependency-cruiser.js', 'packages', 'apps'] },
  { name: 'dead code', command: bin('knip'), args: [] },
  { name: 'build', command: bin('turbo'), args: ['run', 'build', '--output-logs=errors-only'] },
  ...published.map((folder) => ({
    name: `packaging of ${folder}`,
    command: bin('publint'),
    args: ['--strict', '--pack', 'pnpm', folder],
  })),
  ...published
    .filter((folder) => folder.startsWith('packages/'))
    .map((folder) => ({
      name: `types of ${folder} as published`,
      command: bin('attw'),
      args: ['--pack', folder, '--profile', 'esm-only', '--quiet'],
    })),
];

for (const { name, command, args } of steps) {
  process.stderr.write(`· ${name}\n`);
  const code = await runStep(command, args);
  if (code !== 0) {
    process.stderr.write(`✗ ${name} (exit ${code})\n`);
    process.exit(1);
  }
}
process.stderr.write(`✓ ${steps.length} checks\n`);
