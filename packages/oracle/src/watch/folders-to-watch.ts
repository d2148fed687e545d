import { skippedByPath } from '../files/skip-reason.ts';

/** The folders that hold files of the listing, and those around them; vendored ones are left out. `''` is the root. */
export function foldersToWatch(paths: readonly string[]): Set<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (folders.has(folder) || skippedByPath(`${folder}/x`) !== null) break;
      folders.add(folder);
    }
  }
  return folders;
}
