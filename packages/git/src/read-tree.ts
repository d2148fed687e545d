import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkPath } from './check-path.ts';
import { noSuchFile, pathRefused } from './errors.ts';
import { type Store, withStore } from './open-store.ts';
import type { Checkout } from './repository.ts';
import { splitRecords } from './run-git.ts';

/** An entry of a commit's tree. */
export interface TreeEntry {
  /** `100644`, `100755` (executable), `120000` (symbolic link), `160000` (submodule), `040000` (folder). */
  mode: string;
  /** Object name. */
  id: string;
}

/** Every entry of the store's commit by its path, folders included. Names that are not UTF-8 are left out. */
export async function readTree(store: Store): Promise<ReadonlyMap<string, TreeEntry>> {
  const { stdout } = await store.git(['ls-tree', '-r', '-t', '-z', '--full-tree', store.commit]);
  const entries = new Map<string, TreeEntry>();
  for (const record of splitRecords(stdout)) {
    const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined && !path.includes('\ufffd')) entries.set(path, { mode, id });
  }
  return entries;
}

export function isRegular(entry: TreeEntry | undefined): boolean {
  return entry?.mode === '100644' || entry?.mode === '100755';
}

/** The bytes of a blob, as committed. */
export async function readBlob(store: Store, id: string): Promise<Buffer> {
  // unpack-file writes raw bytes to a file; through a pipe they would come back as text.
  const { stdout } = await store.git(['unpack-file', id], { cwd: store.folder });
  const file = join(store.folder, stdout.trim());
  try {
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** The regular files of a commit, symbolic links and submodules left out. Paths in git's order. */
export async function listFiles(repository: Checkout, commit: string): Promise<string[]> {
  const entries = await withStore(repository, commit, readTree);
  return [...entries].filter(([, entry]) => isRegular(entry)).map(([path]) => path);
}

/**
 * The bytes of a regular file of a commit, as committed.
 * @throws {CmError} `CM_NO_SUCH_FILE`, `CM_PATH_REFUSED`, `CM_NO_SUCH_COMMIT`, `CM_MISSING_OBJECTS`.
 */
export async function readCommittedFile(repository: Checkout, commit: string, path: string): Promise<Buffer> {
  checkPath(path);
  return withStore(repository, commit, async (store) => {
    const entry = (await readTree(store)).get(path);
    if (entry === undefined) throw noSuchFile(path);
    if (!isRegular(entry)) throw pathRefused(path, 'it is not a regular file');
    return readBlob(store, entry.id);
  });
}
