// One run of a test framework over the workbench's copy: command, report, coverage.
import { lstat, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isSystemError } from '@cm/core';
import type { SandboxResult } from '@cm/sandbox';
import type { RunOptions, Suite, SuiteReport } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { type Instrumented, instrumentTree } from './instrument-tree.ts';
import { readCoverage } from './read-coverage.ts';
import { readReport } from './report-events.ts';
import { filesOf, onlyAsked, testsOf } from './run-report.ts';

/** Our modules that run inside the project's processes. */
export const runtimeFolder = fileURLToPath(new URL('./runtime/', import.meta.url));
export const runtimeFile = (name: string): string => join(runtimeFolder, name);

/** launch.mjs ends with this where the tool is not installed. */
const NOT_INSTALLED = 97;
/** Loading and compiling block a process for seconds where the machine is busy. */
const LEAST_STALL_MS = 5_000;
const LONGEST_STALL_MS = 20_000;

export interface FrameworkCommand {
  argv: string[];
  env: Record<string, string>;
}

/** What a framework's command may use. Paths are as the sandboxed command sees them. */
export interface CommandInput {
  /** Test files relative to the suite's folder; undefined for all. */
  files: readonly string[] | undefined;
  reportPath: string;
  cacheFolder: string;
  /** Modules to preload are set by the caller; the runner with hooks is the framework's matter. */
  hooks: boolean;
  timeoutMs: number;
}

export interface FrameworkRun {
  suite: Suite;
  command(input: CommandInput): FrameworkCommand | Promise<FrameworkCommand>;
  /** Modules of ours that the framework's processes preload when there are hooks. */
  preload?: readonly string[];
}

/** Runs a suite, or some tests of it. Never throws for what the tests do. */
export async function runSuite(workbench: Workbench, run: FrameworkRun, options: RunOptions): Promise<SuiteReport> {
  const instrumented = options.coverage ? await instrumentTree(workbench.root) : undefined;
  try {
    const done = await runOnce(workbench, run, options, instrumented && { mode: 'cover', count: instrumented.count });
    const coverage = instrumented && (await coverageOf(workbench, done.folder, instrumented));
    return { ...done.report, ...(coverage === undefined ? {} : { coverage }) };
  } finally {
    await instrumented?.restore();
  }
}

export interface OnceDone {
  report: SuiteReport;
  /** Where this run's files are, in the exchange folder. */
  folder: string;
  /** The watchdog killed a process of it. */
  stalled: boolean;
}

/** One run over the copy as it is. `hooks` is handed to our modules in the project's processes; `output` is added to it. */
export async function runOnce(
  workbench: Workbench,
  run: FrameworkRun,
  options: RunOptions,
  hooks?: Record<string, unknown>,
): Promise<OnceDone> {
  const { suite } = run;
  const started = performance.now();
  const folder = await mkdtemp(join(workbench.exchange, 'run-'));
  const cacheFolder = join(workbench.exchange, hooks === undefined ? 'cache' : 'cache-hooked');
  // Kept between runs, in which tests can put anything in its place: what is there is neither followed nor needed from here.
  await mkdir(cacheFolder).catch((error: unknown) => {
    if (!isSystemError(error, 'EEXIST')) throw error;
  });
  const reportPath = join(folder, 'report.ndjson');
  const prefix = suite.folder === '' ? '' : `${suite.folder}/`;
  const files =
    options.tests && filesOf(options.tests).flatMap((file) => (file.startsWith(prefix) ? [file.slice(prefix.length)] : []));
  const { argv, env } = await run.command({
    files,
    reportPath,
    cacheFolder,
    hooks: hooks !== undefined,
    timeoutMs: options.timeoutMs,
  });
  const result = await workbench.run(argv, {
    folder: suite.folder,
    timeoutMs: options.timeoutMs,
    show: [runtimeFolder],
    env: { ...env, ...environment(run, folder, options, hooks), CM_REPORT: reportPath, CM_CACHE: cacheFolder },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const events = await readReport(reportPath);
  const stalled = await exists(join(folder, 'stalled'));
  const tests = testsOf({ framework: suite.framework, inside: workbench.inside, events, stalled });
  const ended = events.some((event) => event.type === 'end');
  const stray = events.find((event) => event.type === 'stray-error');
  const incomplete = whyIncomplete(suite, result, ended, tests.length, stray?.error.message, options.timeoutMs);
  const report = {
    suite,
    tests: onlyAsked(tests, options.tests),
    durationMs: performance.now() - started,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
  return { report, folder, stalled };
}

function environment(run: FrameworkRun, folder: string, options: RunOptions, hooks: Record<string, unknown> | undefined) {
  const preload = ['watchdog.mjs', ...(hooks === undefined ? [] : (run.preload ?? []))];
  return {
    CI: '1',
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    NODE_OPTIONS: preload.map((name) => `--import=${pathToFileURL(runtimeFile(name)).href}`).join(' '),
    CM_STALL_MS: String(longestStall(options)),
    CM_STALLED: join(folder, 'stalled'),
    ...(hooks === undefined ? {} : { CM_HOOKS: JSON.stringify({ ...hooks, output: join(folder, 'hooks.ndjson') }) }),
  };
}

/** A test's own time-out can't end a loop that never yields; the watchdog does, a little later. */
function longestStall({ testTimeoutMs, timeoutMs }: RunOptions): number {
  return Math.max(
    LEAST_STALL_MS,
    Math.min(LONGEST_STALL_MS, timeoutMs / 3, testTimeoutMs === undefined ? Number.POSITIVE_INFINITY : testTimeoutMs * 2),
  );
}

async function coverageOf(workbench: Workbench, folder: string, instrumented: Instrumented) {
  return readCoverage(join(folder, 'hooks.ndjson'), instrumented, workbench.inside);
}

function whyIncomplete(
  suite: Suite,
  result: SandboxResult,
  ended: boolean,
  tests: number,
  stray: string | undefined,
  timeoutMs: number,
): string | undefined {
  if (result.exitCode === NOT_INSTALLED) return `dependencies are not installed: ${suite.framework} is missing in node_modules`;
  if (result.limitHit === 'time') return `it did not end within ${Math.round(timeoutMs / 1000)} s`;
  if (result.limitHit !== undefined) return `it went over the limit on ${result.limitHit}`;
  if (!ended) return `${suite.command} ended early (exit code ${result.exitCode ?? result.signal}): ${lastWords(result)}`;
  if (tests === 0 && result.exitCode !== 0) return `no test ran: ${stray ?? lastWords(result)}`;
  return stray === undefined || tests > 0 ? undefined : `an error outside of any test: ${stray}`;
}

function lastWords(result: SandboxResult): string {
  const said = result.stderr.trim() || result.stdout.trim();
  return said.split('\n').slice(-8).join('\n').slice(-1_000) || 'it said nothing';
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}
