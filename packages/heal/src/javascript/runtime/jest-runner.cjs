// A jest test runner: the project's own jest-circus, with our listener beside the environment's.
'use strict';
const { createRequire } = require('node:module');
const { call, hooksMode, openTrial } = require('./candidate-trial.cjs');
const { recordHits } = require('./hit-recorder.cjs');

/** jest-circus as the project's jest resolves it: it is a dependency of a dependency of `jest`. */
function circus() {
  const here = createRequire(`${process.cwd()}/package.json`);
  const chain = ['jest', 'jest-cli', 'jest-config'];
  const from = chain.reduce((require, name) => createRequire(require.resolve(name)), here);
  const exported = from('jest-circus/runner');
  return exported.default ?? exported;
}

const path = (test) => {
  const names = [test.name];
  for (let parent = test.parent; parent?.parent; parent = parent.parent) names.unshift(parent.name);
  return names;
};

/** The listener for coverage. */
function recording(environment, testPath) {
  const record = recordHits(environment.global, testPath);
  return {
    before: (event) => event.name === 'test_start' && record.begin(event.test),
    after: (event) => event.name === 'test_done' && record.end(event.test, path(event.test)),
    end: () => record.flush(),
  };
}

function hooksOf(test, type) {
  const blocks = [];
  for (let block = test.parent; block; block = block.parent) blocks.push(block);
  const inOrder = type === 'beforeEach' ? blocks.reverse() : blocks;
  return inOrder.flatMap((block) => block.hooks.filter((hook) => hook.type === type));
}

function* testsOf(block) {
  for (const child of block.children) {
    if (child.type === 'test') yield child;
    else yield* testsOf(child);
  }
}

/** The listener that makes a target test run once for each candidate; the other tests don't run. */
function trying(environment, testPath) {
  const trial = openTrial(environment.global, testPath);
  const prepare = (test) => {
    const { fn } = test;
    if (!fn || !trial.isTarget(path(test))) {
      test.mode = 'skip';
      return;
    }
    test.timeout = 2 ** 31 - 1;
    test.fn = function tryCandidates() {
      return trial.tryAll(path(test), async () => {
        for (const hook of hooksOf(test, 'beforeEach')) await call(hook.fn, this);
        await call(fn, this);
        for (const hook of hooksOf(test, 'afterEach')) await call(hook.fn, this);
      });
    };
  };
  return {
    before: (event, state) => {
      if (event.name === 'run_start') for (const test of testsOf(state.rootDescribeBlock)) prepare(test);
    },
    after: () => undefined,
    end: () => undefined,
  };
}

module.exports = async function cmRunner(globalConfig, config, environment, runtime, testPath, send) {
  const listener = (hooksMode() === 'try' ? trying : recording)(environment, testPath);
  const own = environment.handleTestEvent;
  environment.handleTestEvent = async (event, state) => {
    listener.before(event, state);
    await own?.call(environment, event, state);
    listener.after(event, state);
  };
  try {
    return await circus()(globalConfig, config, environment, runtime, testPath, send);
  } finally {
    listener.end();
  }
};
