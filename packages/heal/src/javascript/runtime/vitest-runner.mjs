// A vitest test runner: the project's own, with coverage for each test or the trial of candidates.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import trials from './candidate-trial.cjs';
import recorder from './hit-recorder.cjs';

const here = createRequire(`${process.cwd()}/package.json`);
const load = (name) => import(pathToFileURL(here.resolve(name)).href);

/** From vitest 4 on the package itself exports it; before, two places do. */
async function projectRunner() {
  if (process.env.CM_VITEST_MAJOR >= 4) {
    const { TestRunner } = await import(process.env.CM_VITEST_INDEX);
    return { Runner: TestRunner, getFn: TestRunner.getTestFn, getHooks: TestRunner.getSuiteHooks };
  }
  const [{ VitestTestRunner }, { getFn, getHooks }] = await Promise.all([load('vitest/runners'), load('vitest/suite')]);
  return { Runner: VitestTestRunner, getFn, getHooks };
}

const suitesOf = (test) => {
  const suites = [];
  for (let suite = test.suite ?? test.file; suite; suite = suite.suite ?? (suite === test.file ? undefined : test.file))
    suites.unshift(suite);
  return suites;
};

const path = (test) => [
  ...suitesOf(test)
    .slice(1)
    .map((suite) => suite.name),
  test.name,
];

const fileOf = (paths) => (typeof paths[0] === 'string' ? paths[0] : paths[0]?.filepath);

const { Runner, getFn, getHooks } = await projectRunner();

class CoverageRunner extends Runner {
  onBeforeCollect(paths, ...rest) {
    this.record = recorder.recordHits(globalThis, fileOf(paths));
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

/** A target test runs once for each candidate; the other tests don't run. */
class TrialRunner extends Runner {
  onBeforeCollect(paths, ...rest) {
    this.trial = trials.openTrial(globalThis, fileOf(paths));
    return super.onBeforeCollect?.(paths, ...rest);
  }

  async runTask(test) {
    const names = path(test);
    if (!this.trial.isTarget(names)) return;
    const run = getFn(test);
    const suites = suitesOf(test);
    await this.trial.tryAll(names, async () => {
      await super.onBeforeTryTask?.(test, { retry: 0, repeats: 0 });
      for (const suite of suites) for (const hook of getHooks(suite).beforeEach) await hook(test.context, suite);
      await run();
      for (const suite of suites.toReversed()) for (const hook of getHooks(suite).afterEach) await hook(test.context, suite);
    });
  }
}

export default trials.hooksMode() === 'try' ? TrialRunner : CoverageRunner;
