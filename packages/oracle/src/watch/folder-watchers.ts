import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Starts to watch one folder, not what is in folders inside of it. */
export type WatchFolder = (
  folder: string,
  changed: (name: string | null) => void,
  failed: (error: NodeJS.ErrnoException) => void,
) => FSWatcher;

export const watchFolder: WatchFolder = (folder, changed, failed) => {
  const watcher = watch(folder, { persistent: true, recursive: false }, (_event, name) => changed(name));
  watcher.on('error', failed);
  return watcher;
};

/** What the system says when it has no room for another watch. */
const NO_ROOM = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

/**
 * One watch a folder, and none for files or for folders that the repository ignores: a recursive watch of the platform would take one for each folder
 * of `node_modules` as well, and a library that watches files takes one for each of them.
 */
export class FolderWatchers {
  private readonly root: string;
  private readonly changed: (folder: string, name: string | null) => void;
  private readonly watchFolder: WatchFolder;
  private readonly watchers = new Map<string, FSWatcher>();
  /** True when the system has no room for more: then nothing is watched. */
  exhausted = false;

  constructor(root: string, changed: (folder: string, name: string | null) => void, start: WatchFolder) {
    this.root = root;
    this.changed = changed;
    this.watchFolder = start;
  }

  /** Watches these folders and no others. Gives true when a folder came in: what was written to it before was not seen. */
  follow(folders: ReadonlySet<string>): boolean {
    for (const folder of [...this.watchers.keys()]) if (!folders.has(folder)) this.drop(folder);
    let added = false;
    for (const folder of folders) {
      if (this.exhausted) break;
      if (!this.watchers.has(folder)) added = this.add(folder) || added;
    }
    return added;
  }

  private add(folder: string): boolean {
    try {
      const watcher = this.watchFolder(
        join(this.root, folder),
        (name) => this.changed(folder, name),
        (error) => this.fail(folder, error),
      );
      this.watchers.set(folder, watcher);
      return true;
    } catch (error) {
      this.fail(folder, error as NodeJS.ErrnoException);
      return false;
    }
  }

  private fail(folder: string, error: NodeJS.ErrnoException): void {
    // A folder that is gone needs no watch; that it went is seen from the one around it.
    this.drop(folder);
    if (!NO_ROOM.has(error.code ?? '')) return;
    this.exhausted = true;
    this.close();
    this.changed(folder, null);
  }

  private drop(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }

  close(): void {
    for (const folder of [...this.watchers.keys()]) this.drop(folder);
  }
}
