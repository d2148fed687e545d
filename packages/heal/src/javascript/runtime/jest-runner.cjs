// A jest test runner: the project's own jest-circus, with our listener beside the environment's.
'use strict';
const { createRequire } = require('node:module');
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

module.exports = async function cmRunner(globalConfig, config, environment, runtime, testPath, send) {
  const record = recordHits(environment.global, testPath);
  const own = environment.handleTestEvent;
  environment.handleTestEvent = async (event, state) => {
    if (event.name === 'test_start') record.begin(event.test);
    await own?.call(environment, event, state);
    if (event.name === 'test_done') record.end(event.test, path(event.test));
  };
  try {
    return await circus()(globalConfig, config, environment, runtime, testPath, send);
  } finally {
    record.flush();
  }
};
