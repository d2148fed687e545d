export { applyToCheckout } from './apply-to-checkout.ts';
export type { CommitText } from './build-commit.ts';
export { checkPath } from './check-path.ts';
export { createWorktree, type Worktree, type WorktreeOptions } from './create-worktree.ts';
export { clearStaleWorktrees, commitPatch, type PatchCommit } from './git.ts';
export { commitIdentity, type Identity } from './identity.ts';
export { openRepository } from './open-repository.ts';
export type { Status } from './read-status.ts';
export type { Checkout, Repository } from './repository.ts';
