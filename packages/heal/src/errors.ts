import { CmError, ExitCode } from '@cm/core';

export function noSuiteFound(): CmError {
  return new CmError('no test suite that can be read was found', {
    code: 'CM_NO_SUITE',
    hint: 'supported are pytest, node:test, jest, vitest and tsc; name one under heal.test.suites in codemonkeys.yaml if it is there and was not seen',
    exitCode: ExitCode.usage,
  });
}

export function suiteNotRunnable(reasons: readonly string[]): CmError {
  return new CmError(`no test suite could be run: ${reasons.join('; ')}`, {
    code: 'CM_SUITE_NOT_RUNNABLE',
    hint: 'make the tests run by hand first, then run cm heal again; cm doctor lists missing tools, and cm heal --install installs declared dependencies',
    exitCode: ExitCode.usage,
  });
}

export function interrupted(): CmError {
  return new CmError('interrupted; nothing in your checkout was changed', {
    code: 'CM_INTERRUPTED',
    hint: 'run the command again to start over',
    exitCode: ExitCode.interrupted,
  });
}

/** `left` is how many tests the repair leaves red. */
export function notSureEnough(branch: string, left: number): CmError {
  const why =
    left > 0 ? `${left} test(s) are still red with it` : 'more than one repair fits the tests, so a person has to choose';
  return new CmError(`the repair was not written into your checkout: ${why}`, {
    code: 'CM_NEEDS_CHOICE',
    hint: `read it with \`git show ${branch}\` and take it with \`git merge --ff-only ${branch}\``,
    exitCode: ExitCode.needsApproval,
  });
}
