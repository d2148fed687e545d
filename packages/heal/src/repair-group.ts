// One group of failures: localise, climb the ladder, and keep in the copy what passed the gate.
import type { Attempt, Failure, Patch, Suspect } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import type { HealRun } from './heal-run.ts';
import { climb } from './ladder.ts';
import { localise } from './localise-suite.ts';
import { searchRung } from './rungs/search.ts';
import { toolsRung } from './rungs/tools.ts';

/** The rungs that there are, cheapest and surest first. */
const rungs = [toolsRung, searchRung];

export interface Repair {
  failures: readonly Failure[];
  suspects: Suspect[];
  attempts: Attempt[];
  passed?: Attempt;
  candidatesTried: number;
}

export interface GroupInput {
  baseline: SuiteBaseline;
  baselines: readonly SuiteBaseline[];
  failures: readonly Failure[];
  budgetMs: number;
}

export async function repairGroup(run: HealRun, { baseline, baselines, failures, budgetMs }: GroupInput): Promise<Repair> {
  const { workbench, signal, onProgress } = run;
  const deadline = performance.now() + budgetMs;
  onProgress({ step: 'localising', suite: baseline.suite });
  const suspects = await localise(workbench, baseline, failures, {
    timeoutMs: run.suiteTimeoutMs,
    isProtected: run.isProtected,
    signal,
  });
  onProgress({ step: 'localised', suspects: suspects.suspects });
  const result = await climb({
    runId: run.id,
    rungs,
    constitution: run.options.constitution,
    workbench,
    baselines,
    rungInput: () => ({ workbench, baseline, failures, suspects, budgetMs: deadline - performance.now(), signal, onProgress }),
    targets: failures,
    isProtected: run.isProtected,
    attemptsPerRung: run.options.config.heal.attempts,
    repeat: run.options.config.heal.repeat - 1,
    timeoutMs: run.suiteTimeoutMs,
    recordAttempt: (number, patch, verify) => run.recordAttempt(number, patch, failures, verify),
    signal,
    onProgress,
  });
  if (result.passed !== undefined) await keepPatch(run, result.passed.patch);
  return { failures, suspects: suspects.suspects, ...result };
}

/** Later groups are repaired on top of this one. */
async function keepPatch({ workbench }: HealRun, patch: Patch): Promise<void> {
  for (const change of patch.changes) workbench.worktree.write(change.path, change.after);
  await workbench.worktree.keep(patch.changes.map((change) => change.path));
}
