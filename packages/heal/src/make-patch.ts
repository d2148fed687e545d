import { canonicalJson, type FileChange, type Patch, type Rung, sha256 } from '@cm/core';
import type { OpenWorkbench } from './open-workbench.ts';

export interface PatchInput {
  /** New text by path. */
  texts: ReadonlyMap<string, string>;
  rung: Rung;
  origin: string;
  rationale: string;
}

/** Makes a patch of new file texts, with its diff against the workbench's commit. The workbench is left as it was. */
export async function makePatch(workbench: OpenWorkbench, input: PatchInput): Promise<Patch> {
  const changes: FileChange[] = [];
  for (const [path, after] of [...input.texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    changes.push({ path, beforeHash: sha256(workbench.worktree.readText(path)), after });
  }
  for (const change of changes) workbench.worktree.write(change.path, change.after);
  const diff = await workbench.worktree.diff();
  await workbench.worktree.reset();
  return {
    hash: sha256(canonicalJson(changes)),
    changes,
    rung: input.rung,
    origin: input.origin,
    rationale: input.rationale,
    diff,
  };
}
