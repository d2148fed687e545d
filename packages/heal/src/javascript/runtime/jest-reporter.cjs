// A reporter for jest that writes one event a line, file by file, so that what is known so far outlives a killed run.
'use strict';
const { clip, report, show } = require('./report.cjs');

const statuses = { passed: 'passed', failed: 'failed' };

function errorOf(result) {
  const detail = result.failureDetails?.[0] ?? {};
  const matcher = detail.matcherResult;
  const thrown = matcher ?? detail.error ?? detail;
  const compared = 'expected' in thrown ? { expected: show(thrown.expected), actual: show(thrown.actual) } : {};
  const stack = clip(result.failureMessages?.[0]);
  return {
    name: clip(detail.name),
    matcher: matcher !== undefined,
    message: clip(matcher?.message ?? detail.message ?? stack),
    stack,
    ...compared,
  };
}

module.exports = class CmReporter {
  onTestFileStart(test) {
    report({ type: 'file-start', file: test.path });
  }

  onTestFileResult(test, result) {
    const broken =
      result.testExecError ??
      (result.testResults.length === 0 && result.failureMessage ? { message: result.failureMessage } : undefined);
    if (broken)
      report({
        type: 'file-error',
        file: test.path,
        error: { message: clip(broken.message ?? broken), stack: clip(broken.stack ?? result.failureMessage) },
      });
    for (const one of result.testResults) {
      const status = statuses[one.status] ?? 'skipped';
      report({
        type: 'test',
        file: test.path,
        path: [...one.ancestorTitles, one.title].map(clip),
        status,
        ms: one.duration ?? 0,
        error: status === 'failed' ? errorOf(one) : undefined,
      });
    }
    report({ type: 'file-end', file: test.path });
  }

  onRunComplete() {
    report({ type: 'end' });
  }
};
