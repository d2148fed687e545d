// One run: its copy, its clock, and its place in the ledger.
import { randomBytes } from 'node:crypto';
import {
  CmError,
  ExitCode,
  type Failure,
  isoTime,
  isSystemError,
  type Patch,
  pathMatcher,
  systemClock,
  type Verdict,
} from '@cm/core';
import { clearStaleWorktrees } from '@cm/git';
import type { Intent } from '@cm/ledger';
import { detectSuites, isProtected } from './adapters.ts';
import { interrupted, noSuiteFound } from './errors.ts';
import { ATTEMPT, type AttemptData, RUN, sourceOf } from './heal-events.ts';
import type { HealOptions, HealResult } from './heal-options.ts';
import { installDependencies } from './install-dependencies.ts';
import { type OpenWorkbench, openWorkbench } from './open-workbench.ts';
import type { OnProgress } from './progress.ts';
import type { Suite } from './suite.ts';

export interface HealRun {
  readonly id: string;
  readonly options: HealOptions;
  readonly workbench: OpenWorkbench;
  readonly suites: Suite[];
  readonly suiteTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  isProtected(path: string): boolean;
  elapsedMs(): number;
  remainingMs(): number;
  /** Intent before the gate, verdict after it. */
  recordAttempt(number: number, patch: Patch, failures: readonly Failure[], verify: () => Promise<Verdict>): Promise<Verdict>;
  /** Writes the run's end into the ledger. */
  settle(result: HealResult): Promise<HealResult>;
  fail(error: unknown): Promise<void>;
  close(): Promise<void>;
}

/** Clears what killed runs left behind, writes down the intent, and makes the copy. */
export async function openRun(options: HealOptions): Promise<HealRun> {
  const { ledger, repository, config, constitution } = options;
  const clock = options.clock ?? systemClock;
  const signal = options.signal ?? new AbortController().signal;
  const onProgress = options.onProgress ?? (() => undefined);
  await clearStaleWorktrees();
  await settleAbandoned(options);

  const id = `${isoTime(clock).replace(/[-:]/g, '').slice(0, 15).toLowerCase()}-${randomBytes(3).toString('hex')}`;
  const started = clock.now();
  const data = {
    commit: repository.head.commit,
    branch: repository.head.branch,
    dryRun: options.dryRun,
    constitution: options.constitution.hash,
    pid: process.pid,
  };
  const intent = await ledger.intend({ type: RUN, source: sourceOf(repository), subject: id, data });
  onProgress({ step: 'copying', commit: repository.head.commit });
  const workbench = await bench(options).catch(async (error: unknown) => {
    await fail(intent, error);
    throw error;
  });
  const suites = await findSuites(options, workbench).catch(async (error: unknown) => {
    await workbench.close();
    await fail(intent, error);
    throw error;
  });
  const lawful = pathMatcher(constitution.protectedPaths);
  return {
    id,
    options,
    workbench,
    suites,
    suiteTimeoutMs: config.heal.testTimeoutSeconds * 1000,
    signal,
    onProgress,
    isProtected: (path) => isProtected(path) || lawful(path),
    elapsedMs: () => clock.now() - started,
    remainingMs: () => config.heal.timeBudgetSeconds * 1000 - (clock.now() - started),
    recordAttempt: (number, patch, failures, verify) => recordAttempt(options, id, { number, patch, failures, verify }),
    settle: async (result) => {
      if (signal.aborted) throw interrupted();
      await intent.settle('done', { ...result.outcome });
      onProgress({ step: 'finished', outcome: result.outcome });
      return result;
    },
    fail: (error) => fail(intent, error),
    close: () => workbench.close(),
  };
}

/**
 * Writes an outcome for intents that a killed process left behind. What it was about to do in the repository is one ref update,
 * which git did whole or not at all; a run that still goes on (its process lives) is left alone.
 */
async function settleAbandoned({ ledger }: HealOptions): Promise<void> {
  const intents = (await ledger.openIntents()).filter((intent) => intent.entry.event.type.startsWith('dev.codemonkeys.heal.'));
  const living = new Set<string>();
  for (const { entry } of intents) {
    const { pid } = (entry.event.data ?? {}) as { pid?: unknown };
    if (typeof pid === 'number' && pid !== process.pid && isAlive(pid) && entry.event.subject !== undefined)
      living.add(entry.event.subject);
  }
  for (const intent of intents) {
    if (living.has(intent.entry.event.subject ?? '')) continue;
    await intent.settle('abandoned', { reason: 'the process ended before it could write the outcome' });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

async function bench(options: HealOptions): Promise<OpenWorkbench> {
  const { constitution, sandbox, config, repository, trusted } = options;
  const permit = constitution.authorize('process.run', { network: false, sandbox: sandbox.kind, trusted, purpose: 'heal' });
  const dependencies = options.install ? await installDependencies(options) : undefined;
  return openWorkbench({
    repository,
    commit: repository.head.commit,
    sandbox,
    permit,
    limits: { memoryBytes: config.sandbox.memoryMb * 1024 * 1024, processes: config.sandbox.processes },
    ...(dependencies === undefined ? {} : { dependencies }),
  });
}

async function findSuites(options: HealOptions, workbench: OpenWorkbench): Promise<Suite[]> {
  const suites = await detectSuites(workbench.root, await workbench.worktree.listFiles());
  const wanted = options.config.heal.test.suites;
  const chosen =
    wanted === undefined
      ? suites
      : wanted.map(
          ({ framework, folder }) =>
            suites.find((each) => each.framework === framework && each.folder === folder) ?? {
              framework,
              folder,
              command: framework,
            },
        );
  if (chosen.length === 0) throw noSuiteFound();
  return chosen;
}

interface AttemptToRecord {
  number: number;
  patch: Patch;
  failures: readonly Failure[];
  verify: () => Promise<Verdict>;
}

async function recordAttempt(
  options: HealOptions,
  runId: string,
  { number, patch, failures, verify }: AttemptToRecord,
): Promise<Verdict> {
  const about: AttemptData = {
    number,
    rung: patch.rung,
    origin: patch.origin,
    paths: patch.changes.map((change) => change.path),
    error: failures[0]?.message.slice(0, 2_000) ?? '',
    diff: patch.diff,
  };
  const intent = await options.ledger.intend({
    type: ATTEMPT,
    source: sourceOf(options.repository),
    subject: runId,
    data: about,
  });
  try {
    const verdict = await verify();
    await intent.settle(verdict.passed ? 'done' : 'failed', {
      ...about,
      verdict: verdict.confidence,
      checks: verdict.checks,
      durationMs: Math.round(verdict.durationMs),
    });
    return verdict;
  } catch (error) {
    await fail(intent, error);
    throw error;
  }
}

async function fail(intent: Intent, error: unknown): Promise<void> {
  const known = error instanceof CmError;
  const outcome = known && error.exitCode === ExitCode.interrupted ? 'abandoned' : 'failed';
  await intent.settle(outcome, {
    code: known ? error.code : 'bug',
    reason: error instanceof Error ? error.message : String(error),
  });
}
