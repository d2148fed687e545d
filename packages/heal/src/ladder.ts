// The ladder: rung after rung, each proposal put before the same gate, a few attempts a rung (article XVII.1: two at most).
import type { Constitution } from '@cm/constitution';
import type { Attempt, Failure, Patch, Rung, Verdict } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import { makePatch } from './make-patch.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import type { OnProgress } from './progress.ts';
import type { Proposal, RungInput, RungOfLadder } from './rungs/rung.ts';
import { verifyPatch } from './verify-patch.ts';

export interface LadderInput {
  runId: string;
  rungs: readonly RungOfLadder[];
  constitution: Constitution;
  workbench: OpenWorkbench;
  baselines: readonly SuiteBaseline[];
  rungInput(rung: Rung): RungInput;
  targets: readonly Failure[];
  isProtected(path: string): boolean;
  /** Patches of one rung that may meet the gate. */
  attemptsPerRung: number;
  repeat: number;
  timeoutMs: number;
  /** Writes the intent down before a patch meets the gate and the verdict after; returns the verdict. */
  recordAttempt(number: number, patch: Patch, verify: () => Promise<Verdict>): Promise<Verdict>;
  signal?: AbortSignal;
  onProgress: OnProgress;
}

export interface LadderResult {
  attempts: Attempt[];
  /** The attempt that passed the gate, if one did. */
  passed?: Attempt;
  candidatesTried: number;
}

export async function climb(input: LadderInput): Promise<LadderResult> {
  const attempts: Attempt[] = [];
  let candidatesTried = 0;
  for (const ladderRung of input.rungs) {
    input.onProgress({ step: 'rung', rung: ladderRung.rung });
    let ofThisRung = 0;
    for await (const proposal of ladderRung.propose(input.rungInput(ladderRung.rung))) {
      ofThisRung += 1;
      candidatesTried = Math.max(candidatesTried, proposal.candidatesTried);
      const attempt = await attemptProposal(input, ladderRung.rung, proposal, attempts.length + 1, ofThisRung);
      attempts.push(attempt);
      input.onProgress({ step: 'attempted', attempt });
      if (attempt.verdict.passed) return { attempts, passed: attempt, candidatesTried };
      if (ofThisRung >= input.attemptsPerRung || input.signal?.aborted) break;
    }
    if (input.signal?.aborted) break;
  }
  return { attempts, candidatesTried };
}

async function attemptProposal(
  input: LadderInput,
  rung: Rung,
  proposal: Proposal,
  number: number,
  ofThisRung: number,
): Promise<Attempt> {
  const { texts, origin, rationale, sure } = proposal;
  const patch = await makePatch(input.workbench, { texts, rung, origin, rationale });
  const protectedTouched = patch.changes.map((change) => change.path).filter(input.isProtected);
  input.constitution.authorize('heal.attempt', {
    rung,
    attemptOfRung: ofThisRung,
    runId: input.runId,
    testsTouched: protectedTouched.length,
    protectedTouched,
  });
  input.onProgress({ step: 'verifying', rung, number, diff: patch.diff });
  const { workbench, baselines, targets, isProtected, repeat, timeoutMs, signal } = input;
  const verify = () =>
    verifyPatch({
      workbench,
      patch,
      baselines,
      targets,
      isProtected,
      repeat,
      timeoutMs,
      sure,
      ...(signal === undefined ? {} : { signal }),
    });
  return { runId: input.runId, number, patch, verdict: await input.recordAttempt(number, patch, verify) };
}
