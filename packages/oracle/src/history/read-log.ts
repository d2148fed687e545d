import { relative, sep } from 'node:path';
import { CmError } from '@cm/core';
import { type HistoryCommit, openRepository, type Repository } from '@cm/git';
import type { CommitLog } from './co-change.ts';

const MOST_COMMITS = 5000;
const TIMEOUT_MS = 20_000;
/** What is kept of one message: a squashed branch repeats itself. */
const LONGEST_MESSAGE = 1000;
/** Names who, and not what. */
const TRAILER = /^[A-Z][\w-]+-by:.*$/gim;
/** What a folder can be that has no history to tell. */
const NO_HISTORY = new Set([
  'CM_NOT_A_REPOSITORY',
  'CM_EMPTY_REPOSITORY',
  'CM_BARE_REPOSITORY',
  'CM_GIT_MISSING',
  'CM_GIT_TOO_OLD',
]);
/** Damage and time-outs: answers do without history then. */
const UNREADABLE = new Set(['CM_GIT_FAILED', 'CM_MISSING_OBJECTS', 'CM_NO_SUCH_COMMIT']);

/** The repository around a folder; null where there is none with a commit. */
export async function repositoryOf(root: string): Promise<Repository | null> {
  try {
    return await openRepository(root);
  } catch (error) {
    if (error instanceof CmError && NO_HISTORY.has(error.code)) return null;
    throw error;
  }
}

/** The newest commits of a repository, as seen from a folder in it; null when git can not tell. */
export async function readLog(repository: Repository, root: string): Promise<CommitLog | null> {
  const folder = relative(repository.root, root).split(sep).join('/');
  const prefix = folder === '' ? '' : `${folder}/`;
  const from = repository.head.commit;
  try {
    return packLog(from, prefix, await repository.history({ from, commits: MOST_COMMITS, timeoutMs: TIMEOUT_MS }));
  } catch (error) {
    if (error instanceof CmError && UNREADABLE.has(error.code)) return null;
    throw error;
  }
}

function packLog(head: string, prefix: string, history: readonly HistoryCommit[]): CommitLog {
  const numbers = new Map<string, number>();
  const commits: CommitLog['commits'] = [];
  for (const { at, message, paths } of history) {
    const files = paths
      .filter((path) => path.startsWith(prefix))
      .map((path) => {
        const inside = path.slice(prefix.length);
        const number = numbers.get(inside) ?? numbers.size;
        numbers.set(inside, number);
        return number;
      });
    if (files.length > 0) commits.push({ at, files, message: aboutCode(message) });
  }
  return { head, commits, paths: [...numbers.keys()] };
}

function aboutCode(message: string): string {
  return message.replace(TRAILER, '').trim().slice(0, LONGEST_MESSAGE).toWellFormed();
}
