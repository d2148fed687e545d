// The gate. Its checks run in order, the cheapest first; the first that fails ends it.
import type { Failure, GateCheck, Patch, Verdict } from '@cm/core';
import { adapterOf } from './adapters.ts';
import type { SuiteBaseline } from './baseline.ts';
import { checkSyntax, countLintProblems } from './check-sources.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import type { SuiteReport } from './suite.ts';

export interface GateInput {
  /** Its copy holds the commit that the patch was made for, and is left so. */
  workbench: OpenWorkbench;
  patch: Patch;
  /** Every suite as it was before the patch. */
  baselines: readonly SuiteBaseline[];
  /** What the patch has to repair. */
  targets: readonly Failure[];
  isProtected(path: string): boolean;
  /** How often the repaired tests must pass, to rule out luck. */
  repeat: number;
  timeoutMs: number;
  /** What the rung says: whether other repairs fit as well. */
  sure: boolean;
  signal?: AbortSignal;
}

interface GateRun extends GateInput {
  /** Problems per path that linters and parsers found before the patch. */
  lintBefore: ReadonlyMap<string, number>;
  /** The files that were there before the patch, since a run could delete one. */
  filesBefore: ReadonlySet<string>;
}

type GateStep = { name: string; check(run: GateRun): Promise<string | Passed> };
/** A passed check says what it saw; a failed one returns why as a plain string. */
interface Passed {
  saw: string;
}

const steps: readonly GateStep[] = [
  { name: 'touches only what a repair may touch', check: touchesOnlySources },
  { name: 'compiles', check: compiles },
  { name: 'lints no worse', check: lintsNoWorse },
  { name: 'the failing tests pass', check: targetsPass },
  { name: 'nothing that passed fails', check: nothingBreaks },
  { name: 'passes again, so it is not luck', check: passesAgain },
  { name: 'tests and settings unchanged by the run', check: protectedUnchanged },
];

/** Puts a patch before the gate. The verdict is a result, whatever it says; only a broken machine throws. */
export async function verifyPatch(input: GateInput): Promise<Verdict> {
  const started = performance.now();
  const { workbench, patch } = input;
  const paths = patch.changes.map((change) => change.path);
  const checks: GateCheck[] = [];
  try {
    const run: GateRun = {
      ...input,
      lintBefore: await countLintProblems(workbench, paths),
      filesBefore: new Set(await workbench.worktree.listFiles()),
    };
    for (const step of steps) {
      if (step.name === 'compiles') for (const change of patch.changes) workbench.worktree.write(change.path, change.after);
      const result = await step.check(run);
      const passed = typeof result !== 'string';
      checks.push({ name: step.name, passed, detail: passed ? result.saw : result });
      if (!passed) break;
    }
  } finally {
    await workbench.worktree.reset();
  }
  const passed = checks.length === steps.length && checks.every((check) => check.passed);
  return {
    passed,
    confidence: !passed ? 'reject' : input.sure ? 'apply' : 'propose',
    checks,
    durationMs: performance.now() - started,
  };
}

export type ScreenInput = Pick<GateInput, 'workbench' | 'baselines' | 'targets' | 'timeoutMs' | 'signal'>;

/**
 * A look ahead, for candidates that are not attempts yet: whether all failing tests pass with these texts, and, for `all`, whether
 * every suite would be as the gate wants it. The copy is left as it was.
 */
export async function wouldPass(
  input: ScreenInput,
  texts: ReadonlyMap<string, string>,
  which: 'failing' | 'all',
): Promise<boolean> {
  const { workbench } = input;
  try {
    for (const [path, text] of texts) workbench.worktree.write(path, text);
    if ((await checkSyntax(workbench, [...texts.keys()])).length > 0) return false;
    if ((await runTargets(input)) !== undefined) return false;
    if (which === 'failing') return true;
    return typeof (await nothingBreaks(input)) !== 'string';
  } finally {
    await workbench.worktree.reset();
  }
}

async function touchesOnlySources({ patch, isProtected }: GateRun): Promise<string | Passed> {
  const forbidden = patch.changes.map((change) => change.path).filter(isProtected);
  if (patch.changes.length === 0) return 'the patch is empty';
  return forbidden.length > 0
    ? `it would change ${forbidden.join(', ')}`
    : { saw: patch.changes.map((change) => change.path).join(', ') };
}

async function compiles({ workbench, patch }: GateRun): Promise<string | Passed> {
  const problems = await checkSyntax(
    workbench,
    patch.changes.map((change) => change.path),
  );
  return problems.length > 0 ? problems.slice(0, 3).join('; ') : { saw: `${patch.changes.length} file(s) parse` };
}

async function lintsNoWorse({ workbench, patch, lintBefore }: GateRun): Promise<string | Passed> {
  if (lintBefore.size === 0) return { saw: 'no linter that the repository configures was found' };
  const after = await countLintProblems(
    workbench,
    patch.changes.map((change) => change.path),
  );
  for (const [path, count] of after) {
    const before = lintBefore.get(path) ?? 0;
    if (count > before) return `${path} has ${count} problems where it had ${before}`;
  }
  return { saw: [...after].map(([path, count]) => `${path}: ${count}`).join(', ') };
}

async function targetsPass(run: GateRun): Promise<string | Passed> {
  const report = await runTargets(run);
  return report === undefined ? { saw: `${run.targets.length} of ${run.targets.length}` } : report;
}

/** Runs the targets suite by suite; returns why it isn't good, or nothing. */
async function runTargets({ workbench, baselines, targets, timeoutMs, signal }: ScreenInput): Promise<string | undefined> {
  for (const baseline of baselines) {
    const tests = baseline.broken.map((failure) => failure.test).filter((test) => targets.some((target) => target.test === test));
    if (tests.length === 0) continue;
    const report = await adapterOf(baseline.suite).run(workbench, baseline.suite, {
      tests,
      timeoutMs,
      ...limitOf(baseline),
      ...(signal === undefined ? {} : { signal }),
    });
    const passing = passedTests(report);
    const missing = isCompiler(baseline)
      ? tests.filter((test) => stillFails(report, test))
      : tests.filter((test) => !passing.has(test));
    if (missing.length > 0) return `${missing.length} of ${tests.length} do not pass, e.g. ${missing[0]}`;
  }
  return undefined;
}

function limitOf({ testTimeoutMs }: SuiteBaseline): { testTimeoutMs?: number } {
  return testTimeoutMs === undefined ? {} : { testTimeoutMs };
}

/** A compiler has no passing tests: what it no longer reports is repaired. */
function isCompiler(baseline: SuiteBaseline): boolean {
  return baseline.suite.framework === 'tsc';
}

/** The targets are looked at here too: one that passes alone may fail beside the others. */
async function nothingBreaks({ workbench, baselines, targets, timeoutMs, signal }: ScreenInput): Promise<string | Passed> {
  const wanted = new Set(targets.map((target) => target.test));
  let stillGreen = 0;
  for (const baseline of baselines) {
    const report = await adapterOf(baseline.suite).run(workbench, baseline.suite, {
      timeoutMs,
      ...limitOf(baseline),
      ...(signal === undefined ? {} : { signal }),
    });
    if (report.incomplete !== undefined && baseline.report.incomplete === undefined)
      return `${baseline.suite.command}: ${report.incomplete}`;
    const flaky = new Set(baseline.flaky.map((failure) => failure.test));
    const known = new Set(baseline.report.tests.map((test) => test.id));
    const after = new Map(report.tests.map((test) => [test.id, test.status]));
    for (const test of baseline.report.tests) {
      if (test.status === 'passed' && !flaky.has(test.id) && after.get(test.id) !== 'passed') {
        return `${test.id} passed before and is ${after.get(test.id) ?? 'gone'} now`;
      }
      if (!wanted.has(test.id)) continue;
      // A file that could not be collected has a result only as long as it can't.
      if (isCompiler(baseline) ? stillFails(report, test.id) : (after.get(test.id) ?? 'passed') !== 'passed')
        return `${test.id} does not pass in the whole suite`;
    }
    const fresh = report.tests.find((test) => test.status === 'failed' && !known.has(test.id));
    if (fresh !== undefined) return `${fresh.id} fails and did not exist before`;
    stillGreen += report.tests.filter((test) => test.status === 'passed').length;
  }
  return { saw: `${stillGreen} tests pass` };
}

async function passesAgain(run: GateRun): Promise<string | Passed> {
  for (let round = 1; round <= run.repeat; round++) {
    const problem = await runTargets(run);
    if (problem !== undefined) return `round ${round}: ${problem}`;
  }
  return { saw: `${run.repeat} more time(s)` };
}

async function protectedUnchanged({ workbench, patch, isProtected, filesBefore }: GateRun): Promise<string | Passed> {
  const expected = new Set(patch.changes.map((change) => change.path));
  const changed = (await workbench.worktree.changedPaths()).filter((path) => !expected.has(path) && isProtected(path));
  const edited = changed.filter((path) => filesBefore.has(path));
  if (edited.length > 0) return `the run itself changed ${edited.join(', ')}`;
  for (const change of patch.changes) {
    if (workbench.worktree.readText(change.path) !== change.after) return `the run itself changed ${change.path}`;
  }
  return { saw: 'every protected file is as committed' };
}

function passedTests(report: SuiteReport): Set<string> {
  return new Set(report.tests.filter((test) => test.status === 'passed').map((test) => test.id));
}

function stillFails(report: SuiteReport, test: string): boolean {
  return report.incomplete !== undefined || report.tests.some((each) => each.id === test && each.status === 'failed');
}
