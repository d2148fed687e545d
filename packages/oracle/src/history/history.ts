import { isError } from '@cm/core';
import type { Connection } from '../database/open-index.ts';
import type { CommitLog } from './co-change.ts';
import { readLog, repositoryOf } from './read-log.ts';

/** What git knows, read once a commit and kept in the index. */
export class History {
  private readonly root: string;
  private log: CommitLog | null = null;

  constructor(root: string) {
    this.root = root;
  }

  /** The commit that is checked out; null without git. */
  async head(): Promise<string | null> {
    return (await repositoryOf(this.root))?.head.commit ?? null;
  }

  /** The log of HEAD; null without git. Reads git when HEAD is not the commit that is kept. */
  async current(index: { reader: Connection; writer: Connection }): Promise<CommitLog | null> {
    const repository = await repositoryOf(this.root);
    if (repository === null) return null;
    const kept = this.kept(index.reader);
    if (kept?.head === repository.head.commit) return kept;
    this.log = await readLog(repository, this.root);
    if (this.log !== null) keep(index.writer, this.log);
    return this.log;
  }

  /** What was read last, maybe of an earlier commit: nothing is waited for. */
  kept(reader: Connection): CommitLog | null {
    if (this.log === null) {
      const json = reader.prepare(`select value from meta where key = 'history'`).pluck().get();
      if (typeof json === 'string') this.log = parseLog(json);
    }
    return this.log;
  }
}

/** null for what we did not write: an index can come along with a repository. */
function parseLog(json: string): CommitLog | null {
  try {
    const log = JSON.parse(json) as Partial<CommitLog> | null;
    const isWhole =
      typeof log?.head === 'string' &&
      Array.isArray(log.paths) &&
      log.paths.every((path) => typeof path === 'string') &&
      Array.isArray(log.commits) &&
      log.commits.every(
        (commit) =>
          typeof commit?.message === 'string' && Array.isArray(commit.files) && commit.files.every((file) => file in log.paths!),
      );
    return isWhole ? (log as CommitLog) : null;
  } catch (error) {
    // jest's tests run in a realm of their own, whose SyntaxError is another.
    if (isError(error) && error.name === 'SyntaxError') return null;
    throw error;
  }
}

/** Another scan may hold the lock: then it is read from git again the next time. */
function keep(writer: Connection, log: CommitLog): void {
  try {
    writer.prepare(`insert or replace into meta values ('history', ?)`).run(JSON.stringify(log));
  } catch (error) {
    if (!(isError(error) && 'code' in error && /^SQLITE_(?:BUSY|READONLY|FULL)/.test(String(error.code)))) throw error;
  }
}
