// Heal's whole story: copy → test → diagnose → climb the ladder → publish one commit. Every step is in the ledger.
import type { Diagnosis, Failure, Outcome } from '@cm/core';
import { runBaseline, type SuiteBaseline } from './baseline.ts';
import { causeOf } from './diagnose.ts';
import { type IsOwn, lackOf, ownModules } from './environment-failures.ts';
import { interrupted } from './errors.ts';
import { groupFailures } from './group-failures.ts';
import type { HealOptions, HealResult } from './heal-options.ts';
import { type HealRun, openRun } from './heal-run.ts';
import { publishRepair } from './publish-repair.ts';
import { type Repair, repairGroup } from './repair-group.ts';
import type { Traces } from './suite.ts';

/**
 * Runs the repository's tests on a throwaway copy of HEAD, and where they are red because of the code, repairs it and leaves
 * the verified repair as one commit on a branch of its own. Nothing else of the repository changes.
 * @throws {CmError} where the repository can't be read or run, the constitution says no, or the person interrupts.
 */
export async function heal(options: HealOptions): Promise<HealResult> {
  const run = await openRun(options);
  try {
    const baselines = await runBaseline(run.workbench, run.suites, {
      repeat: options.config.heal.repeat,
      timeoutMs: run.suiteTimeoutMs,
      onProgress: run.onProgress,
      signal: run.signal,
    });
    const isOwn = ownModules(await run.workbench.worktree.listFiles());
    const diagnosis = diagnose(baselines, isOwn);
    run.onProgress({ step: 'diagnosed', diagnosis });
    const repairs = diagnosis.cause === 'ours' ? await repairAll(run, baselines, diagnosis, isOwn) : [];
    return await run.settle(await conclude(run, diagnosis, repairs));
  } catch (caught) {
    // What an interruption breaks off fails in its own words; the person should hear that it was the interruption.
    const error = run.signal.aborted ? interrupted() : caught;
    await run.fail(error);
    throw error;
  } finally {
    await run.close();
  }
}

function diagnose(baselines: readonly SuiteBaseline[], isOwn: IsOwn): Diagnosis {
  const failures = baselines.flatMap((baseline) => baseline.broken);
  return { ...causeOf(baselines, isOwn), failures, suspects: [] };
}

/** Most red builds have one fault: how much of the time goes to that guess, before the failures are taken group by group. */
const SHARE_OF_ONE_FAULT = 0.7;

/**
 * Repairs suite by suite: first as if one fault explained every failure, then, where that fails, group by group. No time goes to failures of what
 * is around the code.
 */
async function repairAll(
  run: HealRun,
  baselines: readonly SuiteBaseline[],
  diagnosis: Diagnosis,
  isOwn: IsOwn,
): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const baseline of baselines) {
    const ours = baseline.broken.filter((failure) => lackOf(failure, isOwn) === null);
    if (ours.length === 0) continue;
    const groups = groupFailures(ours);
    const plan: Failure[][] = groups.length > 1 ? [ours, ...groups] : [ours];
    let traces: Traces | undefined;
    for (const [index, failures] of plan.entries()) {
      if (run.signal.aborted || run.remainingMs() <= 0) break;
      const budgetMs =
        index === 0 && plan.length > 1 ? SHARE_OF_ONE_FAULT * run.remainingMs() : run.remainingMs() / (plan.length - index);
      const repair = await repairGroup(run, { baseline, baselines, failures, budgetMs, traces });
      // A repair moves lines.
      traces = repair.passed === undefined ? repair.traces : undefined;
      diagnosis.suspects.push(...repair.suspects);
      repairs.push(repair);
      if (index === 0 && repair.passed !== undefined) break;
    }
  }
  return repairs;
}

/** Publishes what passed the gate, and says how the run ended. */
async function conclude(run: HealRun, diagnosis: Diagnosis, repairs: readonly Repair[]): Promise<HealResult> {
  const attempts = repairs.flatMap((repair) => repair.attempts);
  const passed = repairs.flatMap((repair) => (repair.passed === undefined ? [] : [repair.passed]));
  const repaired = new Set(
    repairs.flatMap((repair) => (repair.passed === undefined ? [] : repair.failures.map((failure) => failure.test))),
  );
  const left = diagnosis.failures.filter((failure) => !repaired.has(failure.test));
  const candidatesTried = repairs.reduce((sum, repair) => sum + repair.candidatesTried, 0);
  const ended = { runId: run.id, attempts: attempts.length, durationMs: run.elapsedMs() };
  const result = (outcome: Outcome): HealResult => ({ outcome, diagnosis, attempts, candidatesTried, applied: [] });

  if (diagnosis.cause !== 'ours') {
    const green = diagnosis.failures.length === 0 && diagnosis.cause === 'inconclusive';
    return result({ ...ended, result: green ? 'nothing-to-do' : 'not-healed', summary: diagnosis.explanation });
  }
  if (passed.length === 0) {
    return result({ ...ended, result: 'not-healed', summary: `${left.length} failing test(s), and no repair passed the gate` });
  }
  const published = await publishRepair(run, passed, left);
  return {
    ...result({ ...ended, durationMs: run.elapsedMs(), ...published.outcome }),
    patch: published.patch,
    applied: published.applied,
  };
}
