import type { Suite, SuiteAdapter } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { openEvaluator } from './candidate-evaluator.ts';
import { detectTestSuites, readCommand } from './detect-suites.ts';
import { isProtectedPath } from './protected-path.ts';
import { type FrameworkRun, runSuite, runtimeFile } from './run-suite.ts';
import { optionValues } from './test-script.ts';

/** Jest 28 and later, the project's own install, with jest-circus where coverage is asked for. */
export const jestAdapter: SuiteAdapter = {
  framework: 'jest',
  detect: (root, files) => detectTestSuites('jest', root, files),
  isProtected: isProtectedPath,
  run: (workbench, suite, options) => runSuite(workbench, jestRun(workbench, suite), options),
  evaluator: (workbench, suite, options) => openEvaluator(workbench, jestRun(workbench, suite), options),
};

export function jestRun(workbench: Workbench, suite: Suite): FrameworkRun {
  return {
    suite,
    async command({ files, cacheFolder, hooks }) {
      const { env, nodeOptions, args } = await readCommand('jest', workbench.root, suite.folder);
      const config = optionValues(args, '--config', '-c').flatMap((path) => ['--config', path]);
      const roots = optionValues(args, '--rootDir').flatMap((path) => ['--rootDir', path]);
      const own = [
        '--ci',
        '--coverage=false',
        '--watchman=false',
        '--passWithNoTests',
        '--colors=false',
        '--maxWorkers=2',
        '--cacheDirectory',
        cacheFolder,
      ];
      // Without a memory limit jest runs small suites in its own process, where an endless loop ends everything.
      const isolated = ['--workerIdleMemoryLimit=2GB', '--reporters', runtimeFile('jest-reporter.cjs')];
      const runner = hooks ? ['--testRunner', runtimeFile('jest-runner.cjs')] : [];
      const which = files === undefined ? [] : ['--runTestsByPath', ...files];
      return {
        argv: [
          'node',
          ...nodeOptions,
          runtimeFile('launch.mjs'),
          'jest',
          ...config,
          ...roots,
          ...own,
          ...isolated,
          ...runner,
          ...which,
        ],
        env,
      };
    },
  };
}
