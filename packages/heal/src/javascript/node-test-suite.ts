import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '@cm/core';
import type { Suite, SuiteAdapter } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { openEvaluator } from './candidate-evaluator.ts';
import { detectTestSuites, readCommand } from './detect-suites.ts';
import { isProtectedPath } from './protected-path.ts';
import { type FrameworkRun, runSuite, runtimeFile } from './run-suite.ts';

const LONGEST_TEST_MS = 60_000;

/** Node's own test runner, one process a file. */
export const nodeTestAdapter: SuiteAdapter = {
  framework: 'node:test',
  detect: (root, files) => detectTestSuites('node:test', root, files),
  isProtected: isProtectedPath,
  run: (workbench, suite, options) => runSuite(workbench, nodeTestRun(workbench, suite), options),
  evaluator: (workbench, suite, options) => openEvaluator(workbench, nodeTestRun(workbench, suite), options),
};

export function nodeTestRun(workbench: Workbench, suite: Suite): FrameworkRun {
  return {
    suite,
    preload: ['node-test-hooks.mjs'],
    async command({ files, reportPath, timeoutMs }) {
      const { env, nodeOptions, args } = await readCommand('node:test', workbench.root, suite.folder);
      const which = files ?? (await Promise.all(args.map((arg) => patternFor(join(workbench.root, suite.folder), arg))));
      const reporter = [`--test-reporter=${runtimeFile('node-test-reporter.mjs')}`, `--test-reporter-destination=${reportPath}`];
      const timeout = `--test-timeout=${Math.round(Math.min(LONGEST_TEST_MS, timeoutMs * 0.8))}`;
      return { argv: ['node', ...nodeOptions, '--test', '--test-concurrency=2', timeout, ...reporter, ...which], env };
    },
  };
}

/** Older versions of node took a folder where newer ones take a pattern. */
async function patternFor(folder: string, arg: string): Promise<string> {
  try {
    const found = await stat(join(folder, arg));
    return found.isDirectory() ? `${arg.replace(/\/$/, '')}/**/*.?(c|m)[jt]s` : arg;
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return arg;
    throw error;
  }
}
