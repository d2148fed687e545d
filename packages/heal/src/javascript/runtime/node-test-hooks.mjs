// Preloaded into the processes of node:test: coverage for each test, by hooks at the root.
import recorder from './hit-recorder.cjs';

if (process.env.NODE_TEST_CONTEXT !== undefined && process.env.CM_HOOKS !== undefined) {
  const { afterEach, beforeEach } = await import('node:test');
  const record = recorder.recordHits(globalThis, process.argv[1]);
  const path = (context) => context.fullName.split(' > ');
  beforeEach((context) => record.begin(context.fullName));
  afterEach((context) => record.end(context.fullName, path(context)));
  process.on('exit', () => record.flush());
}
