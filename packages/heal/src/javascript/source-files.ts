// The files of a tree that hold JavaScript or TypeScript which tests may run and a repair may change.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isProtectedPath } from './protected-path.ts';

const MAX_FILES = 5_000;
const MAX_FILE_BYTES = 400_000;
const MAX_TOTAL_BYTES = 30_000_000;
const SOURCE = /\.[cm]?[jt]sx?$/;
const NOT_SOURCE = /\.d\.[cm]?ts$|\.min\.[cm]?js$|\.config\.[cm]?[jt]s$/;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/** Paths relative to `root`, sorted; links are not followed. Stops at 5,000 files or 30 MB. */
export async function sourceFiles(root: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [''];
  let bytes = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
      if (!entry.isFile() || !SOURCE.test(path) || NOT_SOURCE.test(path) || isProtectedPath(path)) continue;
      const { size } = await lstat(join(root, path));
      if (size > MAX_FILE_BYTES) continue;
      bytes += size;
      if (found.length >= MAX_FILES || bytes > MAX_TOTAL_BYTES) return found.sort();
      found.push(path);
    }
  }
  return found.sort();
}
