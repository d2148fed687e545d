import { CmError, ExitCode } from '@cm/core';

export const gitMissing = (cause: unknown) =>
  new CmError('git was not found', { code: 'CM_GIT_MISSING', hint: 'install git 2.25 or newer and put it on the PATH', cause });

export const gitTooOld = (version: string) =>
  new CmError(`git ${version} is too old`, { code: 'CM_GIT_TOO_OLD', hint: 'install git 2.25 or newer' });

export const gitFailed = (command: string, detail: string) =>
  new CmError(`git ${command} failed: ${printable(detail) || 'no reason given'}`, {
    code: 'CM_GIT_FAILED',
    hint: 'see whether `git status` and `git fsck` work in that repository',
  });

export const missingObjects = (detail: string) =>
  new CmError(`the repository lacks objects of that commit: ${printable(detail)}`, {
    code: 'CM_MISSING_OBJECTS',
    hint: 'it may be a partial clone, and nothing is fetched on its own: check the commit out once, or clone without --filter',
  });

export const notARepository = (path: string) =>
  new CmError(`${printable(path)} is not in a git repository`, {
    code: 'CM_NOT_A_REPOSITORY',
    hint: 'go to a git checkout, or make one with `git init` and a first commit',
  });

export const emptyRepository = (root: string) =>
  new CmError(`${printable(root)} has no commit yet`, {
    code: 'CM_EMPTY_REPOSITORY',
    hint: 'make a first commit on this branch',
  });

export const bareRepository = (path: string) =>
  new CmError(`${printable(path)} is a bare repository or the inside of one`, {
    code: 'CM_BARE_REPOSITORY',
    hint: 'use a checkout of it: `git clone` it, or `git worktree add` one',
  });

export const noSuchCommit = (commit: string) =>
  new CmError(`${printable(commit)} is not a commit here`, {
    code: 'CM_NO_SUCH_COMMIT',
    hint: 'give the full hexadecimal name of a commit that this repository has',
  });

export const noSuchFile = (path: string) =>
  new CmError(`there is no file ${printable(path)}`, {
    code: 'CM_NO_SUCH_FILE',
    hint: 'paths are relative to the root of the repository',
  });

export const pathRefused = (path: string, why: string) =>
  new CmError(`the path ${JSON.stringify(path)} was refused: ${why}`, {
    code: 'CM_PATH_REFUSED',
    hint: 'use a relative path of a regular file inside the repository, with forward slashes',
    exitCode: ExitCode.denied,
  });

export const notText = (path: string) =>
  new CmError(`${printable(path)} is not UTF-8 text`, { code: 'CM_NOT_TEXT', hint: 'only text files can be read and changed' });

export const fileTooLarge = (path: string, bytes: number) =>
  new CmError(`${printable(path)} has ${bytes} bytes`, {
    code: 'CM_FILE_TOO_LARGE',
    hint: 'files of up to 64 MiB can be read and changed',
  });

export const patchInvalid = (why: string) =>
  new CmError(`the patch can't be committed: ${why}`, {
    code: 'CM_PATCH_INVALID',
    hint: 'make the patch again from the commit it is based on',
  });

export const patchOutdated = (paths: readonly string[]) =>
  new CmError(`what the patch replaces is no longer there: ${paths.map(printable).join(', ')}`, {
    code: 'CM_PATCH_OUTDATED',
    hint: 'nothing was changed; make the patch again from the files as they are now, or commit or undo your edits to them first',
  });

export const branchInvalid = (branch: string) =>
  new CmError(`${JSON.stringify(branch)} can't be the name of a branch`, {
    code: 'CM_BRANCH_INVALID',
    hint: 'see `git help check-ref-format`',
  });

export const branchExists = (branch: string) =>
  new CmError(`the branch ${printable(branch)} exists`, {
    code: 'CM_BRANCH_EXISTS',
    hint: 'choose another name, or delete that branch if you no longer want it',
  });

export const branchBlocked = (branch: string, detail: string) =>
  new CmError(`the branch ${printable(branch)} can't be made: ${printable(detail)}`, {
    code: 'CM_BRANCH_BLOCKED',
    hint: 'another branch or a lock file stands in its way; choose another name, or remove the lock if no git is running',
  });

export const identityInvalid = (part: string) =>
  new CmError(`${JSON.stringify(part)} can't be part of a commit's identity`, {
    code: 'CM_IDENTITY_INVALID',
    hint: 'name and email must not be empty or hold <, > or control characters',
  });

/** Text from outside, for a terminal: no control characters, one line, not endless. */
function printable(text: string): string {
  const line = text.trim().replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
