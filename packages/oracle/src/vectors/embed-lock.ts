import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@cm/core';
import BetterSqlite3 from 'better-sqlite3';
import { isDamage } from '../database/open-index.ts';

const RETRY_MS = 200;

/**
 * One process embeds a repository at a time. The lock is one of SQLite's on a file: the system takes it back from a process that is killed.
 * Returns what gives it back, or null where another process has it and `wait` says not to wait, or the signal ended the wait.
 */
export async function takeEmbedLock(
  file: string,
  { wait, signal }: { wait: boolean; signal?: AbortSignal | undefined },
): Promise<(() => void) | null> {
  let mayMend = true;
  for (;;) {
    const db = new BetterSqlite3(file, { timeout: 0 });
    try {
      db.exec('begin exclusive');
      return () => db.close();
    } catch (error) {
      db.close();
      const isHeld = isError(error) && 'code' in error && error.code === 'SQLITE_BUSY';
      if (isHeld && (!wait || signal?.aborted)) return null;
      if (isHeld) await sleep(RETRY_MS);
      else if (mayMend && isDamage(error)) rmSync(file, { force: true, recursive: true });
      else throw error;
      mayMend = isHeld;
    }
  }
}
