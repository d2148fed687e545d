import { randomUUID } from 'node:crypto';
import { access, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxResult } from '@cm/sandbox';
import type { RunOptions, Suite, SuiteReport, TestResult } from '../suite.ts';
import type { Workbench } from '../workbench.ts';
import { nestedSuites } from './detect-suites.ts';
import { endedFailure, failureOf } from './failure-of.ts';
import { isProtectedPath, protectedPattern } from './protected-path.ts';
import { pytestArguments, pythonEnvironment, runtimeFolder } from './python-environment.ts';
import { type ReportRecord, readReport } from './read-report.ts';

/** Coverage of what ran before the first test: imports, decorators, collection. It stands among the tests under this id. */
export const COLLECTION = '<collection>';

const TEST_TIMEOUT_MS = 10_000;
/** How many tests may end the whole process before the rest of the suite is given up. */
const MOST_CRASHES = 8;
const USAGE_ERROR = 4;
const NOTHING_COLLECTED = 5;

/** What is known of one run of a suite, over as many processes as it took. */
interface Tally {
  tests: Map<string, TestResult>;
  coverage: LinesOfTests;
  raised: LinesOfTests;
  running?: { id: string; file: string };
  began: boolean;
  collected: number;
  exit?: number;
  trouble?: string;
}

/** Runs a pytest suite. A test that ends the whole process fails with `crash` or `timeout`, and the others run in a new one. */
export async function runPytest(workbench: Workbench, suite: Suite, options: RunOptions): Promise<SuiteReport> {
  const started = performance.now();
  const tally: Tally = { tests: new Map(), coverage: new Map(), raised: new Map(), began: false, collected: 0 };
  const ignore = await nestedSuites(workbench.root, suite.folder);
  let command = suite.command;
  let incomplete: string | undefined;
  let withoutAddopts = false;
  for (let crashes = 0; ; ) {
    const left = options.timeoutMs - (performance.now() - started);
    if (left <= 0) break;
    const run = new PytestRun(workbench, suite, options, ignore);
    const result = await run.start({ timeoutMs: left, done: [...tally.tests.keys()], withoutAddopts });
    await readInto(tally, run.report, suite);
    if (tally.running !== undefined && result.limitHit === undefined && options.signal?.aborted !== true) {
      const { id, file } = tally.running;
      tally.tests.set(id, {
        id,
        file,
        status: 'failed',
        durationMs: 0,
        failure: endedFailure(id, file, ...(await manner(run, result))),
      });
      crashes += 1;
      if (crashes < MOST_CRASHES) continue;
      incomplete = `${MOST_CRASHES} tests ended the whole process; the tests after ${id} did not run`;
      break;
    }
    if (result.exitCode === USAGE_ERROR && tally.tests.size === 0 && !withoutAddopts) {
      withoutAddopts = true;
      command = `${suite.command} -o addopts=`;
      continue;
    }
    incomplete = whyIncomplete(tally, result, options);
    break;
  }
  incomplete ??=
    performance.now() - started >= options.timeoutMs ? `stopped after ${Math.round(options.timeoutMs / 1000)} s` : undefined;
  return {
    suite: { ...suite, command },
    tests: [...tally.tests.values()],
    ...(options.coverage === true ? { coverage: tally.coverage, raised: tally.raised } : {}),
    durationMs: performance.now() - started,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}

/** One process of a run, with files of its own in the exchange folder. */
class PytestRun {
  readonly report: string;
  readonly watchdog: string;
  readonly #workbench: Workbench;
  readonly #suite: Suite;
  readonly #options: RunOptions;
  readonly #ignore: readonly string[];

  constructor(workbench: Workbench, suite: Suite, options: RunOptions, ignore: readonly string[]) {
    const name = join(workbench.exchange, `pytest-${randomUUID()}`);
    this.report = `${name}.ndjson`;
    this.watchdog = `${name}.watchdog`;
    this.#workbench = workbench;
    this.#suite = suite;
    this.#options = options;
    this.#ignore = ignore;
  }

  async start(how: { timeoutMs: number; done: readonly string[]; withoutAddopts: boolean }): Promise<SandboxResult> {
    const { inside, exchange } = this.#workbench;
    const { tests, coverage, signal } = this.#options;
    const folder = join(inside, this.#suite.folder);
    const request = this.report.replace(/ndjson$/, 'request.json');
    await writeFile(
      request,
      JSON.stringify({
        root: inside,
        report: this.report,
        watchdog: this.watchdog,
        tests: tests ?? null,
        done: how.done,
        ignore: this.#ignore.map((nested) => join(inside, nested)),
        coverage: coverage === true,
        protected: protectedPattern,
        limit: Math.min(this.#options.testTimeoutMs ?? TEST_TIMEOUT_MS, this.#options.timeoutMs) / 1000,
      }),
    );
    const files = tests === undefined ? [] : await existingFiles(join(this.#workbench.root, this.#suite.folder), tests);
    return this.#workbench.run(
      [
        ...['python', '-m', 'pytest', '-p', 'cm_pytest', ...pytestArguments(folder, join(exchange, 'pytest-cache'))],
        ...['--capture=fd', '--no-summary', ...(how.withoutAddopts ? ['-o', 'addopts='] : [])],
        ...files,
      ],
      {
        folder: this.#suite.folder,
        env: { ...(await pythonEnvironment(this.#workbench, this.#suite.folder)), CM_HEAL_REQUEST: request },
        timeoutMs: how.timeoutMs,
        show: [runtimeFolder],
        ...(signal === undefined ? {} : { signal }),
      },
    );
  }
}

/** The files of test ids, as arguments that pytest takes for paths. */
export async function existingFiles(folder: string, tests: readonly string[]): Promise<string[]> {
  const files = [...new Set(tests.map((test) => test.split('::')[0] ?? ''))].filter((file) => file !== '');
  const there = await Promise.all(
    files.map((file) =>
      access(join(folder, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_file, index) => there[index]).map((file) => `./${file}`);
}

async function readInto(tally: Tally, report: string, suite: Suite): Promise<void> {
  delete tally.running;
  for await (const record of readReport(report)) take(tally, record, suite);
}

function take(tally: Tally, record: ReportRecord, suite: Suite): void {
  switch (record.t) {
    case 'begin':
      tally.began = true;
      break;
    case 'collected':
      tally.collected = record.count;
      break;
    case 'uncollected': {
      const id = record.id === '' ? record.file : record.id;
      tally.tests.set(id, {
        id,
        file: record.file,
        status: 'failed',
        durationMs: 0,
        failure: failureOf(id, record.file, record.failure),
      });
      break;
    }
    case 'start':
      tally.running = { id: record.id, file: record.file };
      break;
    case 'end': {
      delete tally.running;
      const { id, file, status, ms, failure } = record;
      // No test ends twice: code of the project's has written the second record, and a failure stands.
      if (tally.tests.get(id)?.status === 'failed') break;
      const described = failure ?? { kind: 'error' as const, type: '', message: 'failed without a reason', frames: [] };
      tally.tests.set(id, {
        id,
        file,
        status,
        durationMs: ms,
        ...(status === 'failed' ? { failure: failureOf(id, file, described) } : {}),
      });
      break;
    }
    case 'lines':
      addLines(tally.coverage, record.id ?? COLLECTION, record.files);
      if (Object.keys(record.raised).length > 0) addLines(tally.raised, record.id ?? COLLECTION, record.raised);
      break;
    case 'finish':
      tally.exit = record.exit;
      break;
    default:
      tally.trouble = `${record.t === 'internal' ? 'pytest failed' : 'the run was stopped'}: ${record.message} (${suite.command})`;
  }
}

type LinesOfTests = Map<string, Map<string, number[]>>;

function addLines(tests: LinesOfTests, test: string, files: Readonly<Record<string, readonly number[]>>): void {
  const byPath = tests.get(test) ?? new Map<string, number[]>();
  tests.set(test, byPath);
  for (const [path, ranges] of Object.entries(files)) if (!isProtectedPath(path)) byPath.set(path, linesOf(ranges));
}

/** [first, last, first, last, …] as lines; a range that is too long to be one is left out. */
function linesOf(ranges: readonly number[]): number[] {
  const lines: number[] = [];
  for (let at = 0; at + 1 < ranges.length; at += 2) {
    const [first = 0, last = 0] = ranges.slice(at, at + 2);
    if (last - first < 100_000) for (let line = first; line <= last; line++) lines.push(line);
  }
  return lines;
}

async function manner(run: PytestRun, result: SandboxResult): Promise<['crash' | 'timeout', string]> {
  const watched = await stat(run.watchdog).then(
    (file) => file.size > 0,
    () => false,
  );
  if (watched) return ['timeout', 'the test went over its time limit and could not be interrupted'];
  return ['crash', `the test ended the whole process (${result.signal ?? `exit code ${result.exitCode}`})`];
}

function whyIncomplete(tally: Tally, result: SandboxResult, options: RunOptions): string | undefined {
  if (options.signal?.aborted) return 'interrupted';
  if (result.limitHit === 'time') return `stopped after ${Math.round(options.timeoutMs / 1000)} s`;
  if (result.limitHit !== undefined) return `stopped: it went over the limit of ${result.limitHit}`;
  if (tally.trouble !== undefined) return tally.trouble;
  const said = lastWords(result);
  if (!tally.began && /No module named '?pytest'?/.test(result.stderr)) {
    return 'pytest is not installed for the Python that was found; install it there, or in a virtual environment .venv of the repository';
  }
  if (!tally.began) return `python could not start pytest (exit code ${result.exitCode})${said}`;
  if (tally.tests.size > 0)
    return tally.exit === undefined ? `pytest ended before it was done (exit code ${result.exitCode})${said}` : undefined;
  if (tally.exit === NOTHING_COLLECTED) return 'pytest found no tests';
  return tally.exit === 0 ? undefined : `pytest could not run the suite (exit code ${result.exitCode})${said}`;
}

function lastWords(result: SandboxResult): string {
  const lines = `${result.stdout}\n${result.stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? '' : `: ${lines.slice(-3).join(' / ').slice(-400)}`;
}
