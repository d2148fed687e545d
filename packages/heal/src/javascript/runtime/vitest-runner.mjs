// A vitest test runner: the project's own, with coverage for each test.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import recorder from './hit-recorder.cjs';

const here = createRequire(`${process.cwd()}/package.json`);
const load = (name) => import(pathToFileURL(here.resolve(name)).href);

/** From vitest 4 on it is exported by the package itself. */
async function projectRunner() {
  const vitest = process.env.CM_VITEST_MAJOR >= 4 ? await import(process.env.CM_VITEST_INDEX) : {};
  return vitest.TestRunner ?? (await load('vitest/runners')).VitestTestRunner;
}

const path = (test) => {
  const names = [test.name];
  for (let suite = test.suite; suite && suite.filepath === undefined; suite = suite.suite) names.unshift(suite.name);
  return names;
};

const Runner = await projectRunner();

export default class CmRunner extends Runner {
  onBeforeCollect(paths, ...rest) {
    const file = typeof paths[0] === 'string' ? paths[0] : paths[0]?.filepath;
    this.record = recorder.recordHits(globalThis, file);
    return super.onBeforeCollect?.(paths, ...rest);
  }

  async onBeforeRunTask(test) {
    await super.onBeforeRunTask?.(test);
    this.record.begin(test.id);
  }

  async onAfterRunTask(test) {
    await super.onAfterRunTask?.(test);
    this.record.end(test.id, path(test));
  }

  async onAfterRunFiles(...args) {
    await super.onAfterRunFiles?.(...args);
    this.record.flush();
  }
}
