import { CmError } from '@cm/core';
import { type Store, withStore } from './open-store.ts';
import type { Checkout } from './repository.ts';

/** A commit and the paths that it touched. */
export interface HistoryCommit {
  id: string;
  /** Seconds since 1970, as its committer's clock said. */
  at: number;
  /** What its author wrote; whatever is not UTF-8 is U+FFFD. */
  message: string;
  /** As they are called in the newest commit that was read: renames are followed. */
  paths: string[];
}

export interface HistoryOptions {
  /** The commit to walk back from. */
  from: string;
  /** Most commits; merges do not count. */
  commits: number;
  timeoutMs: number;
}

const COMMIT = '\u0001';

/**
 * The newest commits first, merges left out. Runs in a store of our own, so that nothing that the repository configures is run.
 * @throws {CmError} `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`, `CM_GIT_FAILED` (also when it takes too long).
 */
export function readHistory(repository: Checkout, options: HistoryOptions): Promise<HistoryCommit[]> {
  return withStore(repository, options.from, async (store) => {
    try {
      return parseHistory(await log(store, options, '-M'));
    } catch (error) {
      // Files are compared to tell renames; a partial clone does not have them all.
      if (!(error instanceof CmError && error.code === 'CM_MISSING_OBJECTS')) throw error;
      return parseHistory(await log(store, options, '--no-renames'));
    }
  });
}

async function log(store: Store, { commits, timeoutMs }: HistoryOptions, renames: string): Promise<string> {
  const format = ['-z', '--name-status', `--format=${COMMIT}%H%x00%ct%x00%B`];
  const args = [
    'log',
    '--no-merges',
    '--no-show-signature',
    '--no-ext-diff',
    '--no-notes',
    '--no-mailmap',
    '--encoding=UTF-8',
    `--max-count=${commits}`,
    renames,
    '-l200',
    ...format,
  ];
  return (await store.git([...args, store.commit], { timeoutMs })).stdout;
}

/** Records end in NUL: a commit's name, time and message, then a status and one path, or two where something was renamed or copied. */
function parseHistory(output: string): HistoryCommit[] {
  const records = output.split('\0');
  const found: HistoryCommit[] = [];
  const renamed = new Map<string, string>();
  let commit: HistoryCommit | undefined;
  for (let at = 0; at + 1 < records.length; ) {
    const record = records[at++]!.replace(/^\n/, '');
    if (record.startsWith(COMMIT)) {
      commit = { id: record.slice(1), at: Number(records[at++]), message: records[at++]!.trim(), paths: [] };
      found.push(commit);
      continue;
    }
    const isPair = /^[RC]\d/.test(record);
    const old = records[at++]!;
    const path = isPair ? records[at++]! : old;
    const today = renamed.get(path) ?? path;
    if (record.startsWith('R')) renamed.set(old, today);
    commit?.paths.push(today);
  }
  return found;
}
