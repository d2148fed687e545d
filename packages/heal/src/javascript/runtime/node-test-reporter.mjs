// A reporter for node:test that writes one event a line. https://nodejs.org/docs/latest/api/test.html#custom-reporters
import { resolve } from 'node:path';
import report from './report.cjs';

const { clip, show } = report;
const LONGEST_COMPLAINT = 8_000;

/** What the test threw: node:test wraps it in an error of its own. */
function errorOf(details) {
  const wrapper = details?.error;
  const cause =
    wrapper?.cause instanceof Error || (typeof wrapper?.cause === 'object' && wrapper?.cause !== null) ? wrapper.cause : wrapper;
  return {
    name: clip(cause?.name),
    code: clip(cause?.code),
    failureType: clip(wrapper?.failureType),
    signal: clip(wrapper?.signal),
    message: clip(cause?.message ?? wrapper?.message ?? wrapper),
    stack: clip(cause?.stack),
    ...(cause !== null && typeof cause === 'object' && 'expected' in cause
      ? { expected: show(cause.expected), actual: show(cause.actual) }
      : {}),
  };
}

export default async function* nodeTestReporter(source) {
  const names = new Map();
  const complaints = new Map();
  for await (const { type, data } of source) {
    const file = data?.file;
    if (type === 'test:start') {
      const path = names.get(file) ?? [];
      path.length = data.nesting;
      path[data.nesting] = data.name;
      names.set(file, path);
    } else if (type === 'test:stderr') {
      const from = resolve(data.entryFile ?? data.file);
      complaints.set(from, `${complaints.get(from) ?? ''}${data.message}`.slice(-LONGEST_COMPLAINT));
    } else if (type === 'test:pass' || type === 'test:fail') {
      const suite = data.details?.type === 'suite';
      if (suite && type === 'test:pass') continue;
      const path = [...(names.get(file) ?? []).slice(0, data.nesting), data.name];
      const failed = type === 'test:fail' && data.todo === undefined;
      // A suite fails when a test of it does; only a failure of its own (a hook, its body) is news.
      if (suite && data.details?.error?.failureType === 'subtestsFailed') continue;
      const skipped = data.skip !== undefined || data.todo !== undefined;
      // A file that could not be run, or holds no test, is reported under its own name; why it failed is on its stderr only.
      if (failed && path.length === 1 && file !== undefined && resolve(data.name) === file) {
        yield `${JSON.stringify({ type: 'file-error', file, error: { ...errorOf(data.details), stack: complaints.get(file) } })}\n`;
        continue;
      }
      yield `${JSON.stringify({
        type: 'test',
        file,
        path: path.map((name) => clip(name)),
        status: failed ? 'failed' : skipped ? 'skipped' : 'passed',
        ms: data.details?.duration_ms ?? 0,
        error: failed ? errorOf(data.details) : undefined,
      })}\n`;
    }
  }
  // A run that broke off never comes here. Node 20 has no event for the end.
  yield '{"type":"end"}\n';
}
