import { gitTooOld } from './errors.ts';
import { runGit } from './run-git.ts';

let checked: Promise<void> | undefined;

/** @throws {CmError} `CM_GIT_MISSING` or `CM_GIT_TOO_OLD` unless git 2.25 or newer is there. It is asked once a process. */
export async function checkGitVersion(): Promise<void> {
  checked ??= askGit();
  try {
    await checked;
  } catch (error) {
    checked = undefined;
    throw error;
  }
}

async function askGit(): Promise<void> {
  const { stdout } = await runGit(['--version']);
  if (!isRecent(stdout)) throw gitTooOld(stdout.replace(/^git version /, '').trim());
}

/** True for what `git --version` of 2.25 or newer prints. */
export function isRecent(version: string): boolean {
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 25);
}
