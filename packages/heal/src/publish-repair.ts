// One commit on a branch of its own, by a compare-and-swap of one ref; with --apply, also into the checkout's files.
import { type Attempt, canonicalJson, type Failure, type FileChange, type Outcome, type Patch, sha256 } from '@cm/core';
import { applyToCheckout, commitPatch } from '@cm/git';
import { commitMessage } from './commit-message.ts';
import { notSureEnough } from './errors.ts';
import { PUBLISH, sourceOf } from './heal-events.ts';
import type { HealRun } from './heal-run.ts';

export interface Published {
  patch: Patch;
  applied: string[];
  outcome: Pick<Outcome, 'result' | 'summary' | 'branch' | 'commit'>;
}

/** @throws {CmError} exit 3 where the constitution says no, 4 where `--apply` asks for what a person has to choose. */
export async function publishRepair(run: HealRun, passed: readonly Attempt[], left: readonly Failure[]): Promise<Published> {
  const patch = { ...mergePatches(passed.map((attempt) => attempt.patch)), diff: await run.workbench.worktree.diff('commit') };
  const sure = passed.every((attempt) => attempt.verdict.confidence === 'apply');
  const result = left.length > 0 ? 'not-healed' : sure ? 'healed' : 'proposed';
  const rest = left.length > 0 ? `; ${left.length} test(s) are still red` : '';
  const summary = `${patch.rationale}${rest}`;
  if (run.options.dryRun)
    return { patch, applied: [], outcome: { result, summary: `${summary} (dry run: nothing was written)` } };

  const branch = `${run.options.config.commit.branchPrefix}heal/${run.id}`;
  const commit = await commitTo(branch, run, patch, passed, sure);
  run.onProgress({ step: 'published', branch, commit });
  const applied = run.options.apply ? await applySure(run, patch, branch, { sure, left: left.length }) : [];
  return { patch, applied, outcome: { result, summary, branch, commit } };
}

async function commitTo(branch: string, run: HealRun, patch: Patch, passed: readonly Attempt[], sure: boolean): Promise<string> {
  const { constitution, repository, ledger, config, clock } = run.options;
  const paths = patch.changes.map((change) => change.path);
  const protectedTouched = paths.filter(run.isProtected);
  const permit = constitution.authorize('repository.branch.write', {
    branch,
    paths,
    testsTouched: protectedTouched.length,
    protectedTouched,
    gate: sure ? 'apply' : 'propose',
    filesChanged: paths.length,
    linesChanged: patch.diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line)).length,
    rung: patch.rung,
  });
  const { id: permitId, articles, constitutionHash } = permit;
  const data = {
    branch,
    base: repository.head.commit,
    patch: patch.hash,
    permit: permitId,
    articles,
    constitution: constitutionHash,
  };
  const intent = await ledger.intend({ type: PUBLISH, source: sourceOf(repository), subject: run.id, data });
  try {
    const committed = await commitPatch(permit, repository, {
      base: repository.head.commit,
      changes: patch.changes,
      message: commitMessage(run.id, patch, passed),
      author: { name: config.commit.name, email: config.commit.email },
      branch,
      ...(clock === undefined ? {} : { date: new Date(clock.now()) }),
    });
    await intent.settle('done', { branch, commit: committed.commit });
    return committed.commit;
  } catch (error) {
    await intent.settle('failed', { branch, reason: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

async function applySure(
  run: HealRun,
  patch: Patch,
  branch: string,
  { sure, left }: { sure: boolean; left: number },
): Promise<string[]> {
  if (!sure || left > 0) throw notSureEnough(branch, left);
  const paths = patch.changes.map((change) => change.path);
  const permit = run.options.constitution.authorize('checkout.write', { paths, requestedByPerson: true, gate: 'apply' });
  await applyToCheckout(permit, run.options.repository, patch.changes);
  return paths;
}

/** Patches made one after another, each on top of those before it, as one patch against the first one's base. */
function mergePatches(patches: readonly Patch[]): Patch {
  const [first, ...rest] = patches;
  if (first === undefined) throw new Error('there is no patch to publish');
  if (rest.length === 0) return first;
  const changes = new Map<string, FileChange>();
  for (const change of patches.flatMap((patch) => patch.changes)) {
    changes.set(change.path, { ...change, beforeHash: changes.get(change.path)?.beforeHash ?? change.beforeHash });
  }
  const merged = [...changes.values()];
  return {
    hash: sha256(canonicalJson(merged)),
    changes: merged,
    rung: first.rung,
    origin: patches.map((patch) => patch.origin).join(', '),
    rationale: patches.map((patch) => patch.rationale).join('; '),
    diff: patches.map((patch) => patch.diff).join(''),
  };
}
