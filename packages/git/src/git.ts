import { type FileChange, type Permit, requirePermit } from '@cm/core';
import { buildTree, type CommitText, checkChanges, importObjects, writeCommit } from './build-commit.ts';
import { checkBranch, clearAbandonedLock, createBranch } from './create-branch.ts';
import { commitIdentity } from './identity.ts';
import { withStore } from './open-store.ts';
import { findStaleFolders, removeFolder } from './private-folder.ts';
import { type Checkout, readConfig } from './repository.ts';

export interface PatchCommit extends CommitText {
  /** Full object name of the commit that the changes are based on. */
  base: string;
  changes: readonly FileChange[];
  /** The new branch, without `refs/heads/`. */
  branch: string;
}

/**
 * Makes one commit of the changes on top of `base` and one new branch at it; the user's working tree, index, HEAD and other branches
 * stay as they are, also when it is killed. A file that isn't there yet counts as empty (`beforeHash` of no bytes). `permit` is for
 * `repository.branch.write` on exactly this branch.
 * @throws {CmError} `CM_NO_PERMIT`, `CM_BRANCH_INVALID`, `CM_BRANCH_EXISTS`, `CM_BRANCH_BLOCKED`, `CM_PATCH_INVALID`, `CM_PATCH_OUTDATED`,
 *   `CM_PATH_REFUSED`, `CM_IDENTITY_INVALID`, `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`.
 */
export async function commitPatch(
  permit: Permit,
  repository: Checkout,
  patch: PatchCommit,
): Promise<{ commit: string; branch: string }> {
  requirePermit(permit, 'repository.branch.write', { branch: patch.branch });
  const author = commitIdentity(patch.author);
  checkChanges(patch.changes);
  await checkBranch(patch.branch);
  const settings = await readConfig(repository);
  return withStore(repository, patch.base, async (store) => {
    const tree = await buildTree(store, patch.changes);
    const commit = await writeCommit(store, tree, { ...patch, author });
    await importObjects(store, settings.get('core.sharedrepository'));
    await createBranch(store, patch.branch, commit, author, settings);
    return { commit, branch: patch.branch };
  });
}

/**
 * Removes the throwaway copies that killed processes have left, and the branch lock that one killed in `commitPatch` may have left.
 * Never those of a process that lives, of another user, or of another container that shares the folder.
 * @returns how many were removed.
 */
export async function clearStaleWorktrees(parentFolder?: string): Promise<number> {
  let removed = 0;
  for (const folder of await findStaleFolders(parentFolder)) {
    if (!(await clearAbandonedLock(folder))) continue;
    await removeFolder(folder);
    removed += 1;
  }
  return removed;
}
