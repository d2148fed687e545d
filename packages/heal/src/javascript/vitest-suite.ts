import type { Suite, SuiteAdapter } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { openEvaluator } from './candidate-evaluator.ts';
import { detectTestSuites, readCommand } from './detect-suites.ts';
import { isProtectedPath } from './protected-path.ts';
import { type FrameworkRun, runSuite, runtimeFile } from './run-suite.ts';
import { optionValues } from './test-script.ts';

/** Vitest 1 and later, the project's own install. */
export const vitestAdapter: SuiteAdapter = {
  framework: 'vitest',
  detect: (root, files) => detectTestSuites('vitest', root, files),
  isProtected: isProtectedPath,
  run: (workbench, suite, options) => runSuite(workbench, vitestRun(workbench, suite), options),
  evaluator: (workbench, suite, options) => openEvaluator(workbench, vitestRun(workbench, suite), options),
};

export function vitestRun(workbench: Workbench, suite: Suite): FrameworkRun {
  return {
    suite,
    async command({ files }) {
      const { env, nodeOptions, args } = await readCommand('vitest', workbench.root, suite.folder);
      const one = (name: string, ...flags: string[]) =>
        optionValues(args, ...flags)
          .slice(0, 1)
          .map((value) => [name, value]);
      const projects = optionValues(args, '--project');
      const options = Object.fromEntries([
        ...one('config', '--config', '-c'),
        ...one('root', '--root', '-r'),
        ...one('dir', '--dir'),
        ...one('environment', '--environment'),
        ...(projects.length > 0 ? [['project', projects]] : []),
        ...(args.some((word) => word === '--globals') ? [['globals', true]] : []),
      ]);
      return {
        argv: ['node', ...nodeOptions, runtimeFile('launch.mjs'), 'vitest', JSON.stringify({ files: files ?? [], options })],
        env,
      };
    },
  };
}
