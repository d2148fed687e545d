import { setTimeout as sleep } from 'node:timers/promises';
import { skippedByPath } from '../files/skip-reason.ts';
import type { ScanReport } from '../words.ts';
import { FolderWatchers, type WatchFolder, watchFolder } from './folder-watchers.ts';
import { foldersToWatch } from './folders-to-watch.ts';

export interface WatchOptions {
  /** Called after the first scan and after each one that found a change. */
  onScan: (report: ScanReport) => void;
  /** Ends the watch. */
  signal: AbortSignal;
  /** Called when the system can't watch and files are looked at in intervals instead. */
  onNotice?: (notice: string) => void;
}

export interface WatchContext {
  root: string;
  /** Scans, and hands over all paths of the repository. */
  scan: (listed: (paths: readonly string[]) => void) => Promise<ScanReport>;
  /** `watchFolder` unless given. */
  watchFolder?: WatchFolder;
}

/** Editors write a file in several steps, and tools many files at once. */
const QUIET_MS = 30;
const LONGEST_QUIET_MS = 500;
const POLL_MS = 2_000;
const RETRY_MS = 500;
const MOST_FAILURES = 10;
const POLLING = `this system has no room for more watches (fs.inotify.max_user_watches); files are looked at every ${POLL_MS / 1000} s`;

/** Scans whenever files change, until the signal says to stop. */
export async function watchRepository(context: WatchContext, options: WatchOptions): Promise<void> {
  const { signal } = options;
  const changes = new Changes();
  const watchers = new FolderWatchers(
    context.root,
    (folder, name) => {
      if (name === null || skippedByPath(folder === '' ? name : `${folder}/${name}`) === null) changes.happened();
    },
    context.watchFolder ?? watchFolder,
  );
  const stop = () => changes.happened();
  signal.addEventListener('abort', stop);
  let isFirst = true;
  let isPolling = false;
  try {
    while (!signal.aborted) {
      changes.forget();
      let isNew = false;
      const report = await scanPatiently(context, signal, (paths) => {
        isNew = watchers.exhausted ? false : watchers.follow(foldersToWatch(paths));
      });
      if (report === null) break;
      if (isFirst || report.parsed + report.reused + report.removed > 0) options.onScan(report);
      if (watchers.exhausted && !isPolling) {
        isPolling = true;
        options.onNotice?.(POLLING);
      }
      // What was written to a new folder between the list and the watch shows in a second look.
      if (isNew && !isFirst) continue;
      isFirst = false;
      if (isPolling) await Promise.race([sleep(POLL_MS, undefined, { signal }).catch(() => undefined)]);
      else await changes.settled();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    watchers.close();
  }
}

/** Repositories are half-way somewhere for a moment, as git works on them: that passes. Null when it was told to stop. */
async function scanPatiently(
  context: WatchContext,
  signal: AbortSignal,
  listed: (paths: readonly string[]) => void,
): Promise<ScanReport | null> {
  for (let failures = 1; ; failures++) {
    try {
      return await context.scan(listed);
    } catch (error) {
      if (signal.aborted) return null;
      if (failures >= MOST_FAILURES) throw error;
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Tells when something has changed and then been quiet for a while. */
class Changes {
  private pending = false;
  private wake: (() => void) | null = null;

  happened(): void {
    this.pending = true;
    this.wake?.();
  }

  forget(): void {
    this.pending = false;
  }

  async settled(): Promise<void> {
    if (!this.pending) await this.next();
    const started = performance.now();
    do {
      this.pending = false;
      await sleep(QUIET_MS);
    } while (this.pending && performance.now() - started < LONGEST_QUIET_MS);
  }

  private next(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = null;
        resolve();
      };
    });
  }
}
