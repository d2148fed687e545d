// A reporter for vitest that writes one event a line. From vitest 3 on, module by module; before, at the end.
import { fileURLToPath } from 'node:url';
import reports from './report.cjs';

const { clip, report } = reports;

function errorOf(errors) {
  const first = errors?.[0] ?? {};
  return {
    name: clip(first.name),
    code: clip(first.code),
    message: clip(first.message ?? first),
    stack: clip(first.stack),
    frames: first.stacks?.slice(0, 50).map(({ file, line, column }) => ({ file, line, column })),
    ...(first.expected === undefined && first.actual === undefined
      ? {}
      : { expected: clip(first.expected), actual: clip(first.actual) }),
  };
}

const statuses = { passed: 'passed', pass: 'passed', failed: 'failed', fail: 'failed' };

function reportTask(file, path, state, ms, errors) {
  const status = statuses[state] ?? 'skipped';
  report({
    type: 'test',
    file,
    path: path.map(clip),
    status,
    ms: ms ?? 0,
    error: status === 'failed' ? errorOf(errors) : undefined,
  });
}

/** The tests of a task tree, as `onFinished` of vitest 1 and 2 hands them out. */
function reportTree(file, task, path) {
  for (const child of task.tasks ?? []) {
    if (child.type === 'suite') reportTree(file, child, [...path, child.name]);
    else reportTask(file, [...path, child.name], child.result?.state, child.result?.duration, child.result?.errors);
  }
}

export default class CmReporter {
  #byModule = false;

  /** Projects don't take over the root's runner. */
  onInit(vitest) {
    if (process.env.CM_HOOKS === undefined) return;
    for (const { config } of vitest.projects ?? [])
      config.runner ??= fileURLToPath(new URL('vitest-runner.mjs', import.meta.url));
  }

  onTestModuleStart(module) {
    report({ type: 'file-start', file: module.moduleId });
  }

  onTestModuleEnd(module) {
    this.#byModule = true;
    const errors = module.errors();
    if (errors.length > 0) report({ type: 'file-error', file: module.moduleId, error: errorOf(errors) });
    for (const suite of module.children.allSuites()) {
      const own = suite.errors();
      if (own.length > 0) reportTask(module.moduleId, [...ancestors(suite), suite.name], 'failed', 0, own);
    }
    for (const test of module.children.allTests()) {
      const result = test.result();
      reportTask(module.moduleId, [...ancestors(test), test.name], result.state, test.diagnostic()?.duration, result.errors);
    }
    report({ type: 'file-end', file: module.moduleId });
  }

  onFinished(files = [], errors = []) {
    if (this.#byModule) return;
    for (const file of files) {
      report({ type: 'file-start', file: file.filepath });
      if (file.result?.errors?.length) report({ type: 'file-error', file: file.filepath, error: errorOf(file.result.errors) });
      reportTree(file.filepath, file, []);
      report({ type: 'file-end', file: file.filepath });
    }
    this.onTestRunEnd([], errors);
  }

  onTestRunEnd(_modules, errors = []) {
    for (const error of errors) report({ type: 'stray-error', error: errorOf([error]) });
    report({ type: 'end' });
  }
}

function ancestors(task) {
  const names = [];
  for (let parent = task.parent; parent?.type === 'suite'; parent = parent.parent) names.unshift(parent.name);
  return names;
}
