// Preloaded into the processes of node:test: coverage for each test by hooks at the root, or the trial of candidates by a stand-in
// for node:test.
import * as module from 'node:module';
import trials from './candidate-trial.cjs';
import recorder from './hit-recorder.cjs';

const mode = process.env.NODE_TEST_CONTEXT === undefined ? undefined : trials.hooksMode();

if (mode === 'cover') {
  const { afterEach, beforeEach } = await import('node:test');
  const record = recorder.recordHits(globalThis, process.argv[1]);
  beforeEach((context) => record.begin(context.fullName));
  afterEach((context) => record.end(context.fullName, context.fullName.split(' > ')));
  process.on('exit', () => record.flush());
}

if (mode === 'try' && module.registerHooks !== undefined) {
  const standIn = new URL('node-test-trial.mjs', import.meta.url).href;
  module.registerHooks({
    resolve: (name, context, next) =>
      name === 'node:test' ? { url: standIn, format: 'module', shortCircuit: true } : next(name, context),
  });
}
