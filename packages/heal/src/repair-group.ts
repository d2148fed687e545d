// One group of failures: localise, climb the ladder, and keep in the copy what passed the gate.
import type { Attempt, Failure, Patch, Suspect } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import type { HealRun } from './heal-run.ts';
import { climb } from './ladder.ts';
import { localise, traceTests } from './localise-suite.ts';
import { searchRung } from './rungs/search.ts';
import { toolsRung } from './rungs/tools.ts';
import type { Traces } from './suite.ts';
import { wouldPass } from './verify-patch.ts';

/** The rungs that there are, cheapest and surest first. */
const rungs = [toolsRung, searchRung];

export interface Repair {
  failures: readonly Failure[];
  suspects: Suspect[];
  /** Of the tests, before the repair. */
  traces: Traces;
  attempts: Attempt[];
  passed?: Attempt;
  candidatesTried: number;
}

export interface GroupInput {
  baseline: SuiteBaseline;
  baselines: readonly SuiteBaseline[];
  failures: readonly Failure[];
  budgetMs: number;
  /** Of an earlier group, where nothing changed since. */
  traces?: Traces | undefined;
}

/** How many runs of every suite the gate takes, and at most which share of the time is kept for it. */
const GATE = { runs: 1.5, share: 0.4 };

/** Time that the search must leave, so that what it finds last can still be verified. */
function gateMs(baselines: readonly SuiteBaseline[], budgetMs: number): number {
  return Math.min(GATE.share * budgetMs, GATE.runs * baselines.reduce((sum, { report }) => sum + report.durationMs, 0));
}

export async function repairGroup(
  run: HealRun,
  { baseline, baselines, failures, budgetMs, traces: known }: GroupInput,
): Promise<Repair> {
  const { workbench, signal, onProgress } = run;
  const deadline = performance.now() + budgetMs - gateMs(baselines, budgetMs);
  onProgress({ step: 'localising', suite: baseline.suite });
  const traces = known ?? (await traceTests(workbench, baseline, failures, { timeoutMs: run.suiteTimeoutMs, signal }));
  const suspects = await localise(workbench, baseline, failures, traces, run.isProtected);
  onProgress({ step: 'localised', suspects: suspects.suspects });
  const result = await climb({
    runId: run.id,
    rungs,
    constitution: run.options.constitution,
    workbench,
    baselines,
    rungInput: () => ({
      workbench,
      baseline,
      failures,
      suspects,
      wouldPass: (texts, which) =>
        wouldPass({ workbench, baselines, targets: failures, timeoutMs: run.suiteTimeoutMs, signal }, texts, which),
      budgetMs: deadline - performance.now(),
      signal,
      onProgress,
    }),
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
  return { failures, suspects: suspects.suspects, traces, ...result };
}

/** Later groups are repaired on top of this one. */
async function keepPatch({ workbench }: HealRun, patch: Patch): Promise<void> {
  for (const change of patch.changes) workbench.worktree.write(change.path, change.after);
  await workbench.worktree.keep(patch.changes.map((change) => change.path));
}
