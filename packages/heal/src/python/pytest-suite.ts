// pytest, as heal sees it: where its suites are, what of them is off limits, how they run, how candidates are tried.
import type { SuiteAdapter } from '../suite.ts';
import { detectPytestSuites } from './detect-suites.ts';
import { isProtectedPath } from './protected-path.ts';
import { openPytestEvaluator } from './pytest-evaluator.ts';
import { runPytest } from './run-pytest.ts';

export const pytestAdapter: SuiteAdapter = {
  framework: 'pytest',
  detect: detectPytestSuites,
  isProtected: isProtectedPath,
  run: runPytest,
  evaluator: openPytestEvaluator,
};
