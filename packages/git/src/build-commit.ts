import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileChange, sha256 } from '@cm/core';
import { checkPath } from './check-path.ts';
import { patchInvalid, patchOutdated, pathRefused } from './errors.ts';
import type { Identity } from './identity.ts';
import type { Store } from './open-store.ts';
import { isRegular, readBlob, readTree, type TreeEntry } from './read-tree.ts';

export interface CommitText {
  message: string;
  author: Identity;
  /** When; now if absent. */
  date?: Date;
}

/** @throws {CmError} `CM_PATCH_INVALID`, `CM_PATH_REFUSED`. */
export function checkChanges(changes: readonly FileChange[]): void {
  if (changes.length === 0) throw patchInvalid('it changes no file');
  for (const change of changes) {
    checkPath(change.path);
    if (!change.after.isWellFormed()) throw patchInvalid(`the new text of ${change.path} is not valid Unicode`);
  }
  if (new Set(changes.map((change) => change.path)).size < changes.length) throw patchInvalid('it changes a file twice');
}

/**
 * Writes the tree that the store's commit becomes with the changes. Each file keeps its mode.
 * @returns the tree's object name. @throws {CmError} `CM_PATCH_OUTDATED`, `CM_PATCH_INVALID`, `CM_PATH_REFUSED`.
 */
export async function buildTree(store: Store, changes: readonly FileChange[]): Promise<string> {
  const base = await readTree(store);
  const outdated: string[] = [];
  for (const change of changes) {
    if (sha256(await readBefore(store, base, change.path)) !== change.beforeHash) outdated.push(change.path);
  }
  if (outdated.length > 0) throw patchOutdated(outdated);
  const records: string[] = [];
  for (const { path, after } of changes) {
    const { stdout } = await store.git(['hash-object', '-w', '--no-filters', '--stdin'], { input: after });
    records.push(`${base.get(path)?.mode ?? '100644'} ${stdout.trim()}\t${path}\0`);
  }
  const env = { GIT_INDEX_FILE: join(store.folder, 'commit-index') };
  await store.git(['read-tree', store.commit], { env });
  await store.git(['update-index', '-z', '--index-info'], { env, input: records.join('') });
  const tree = (await store.git(['write-tree', '--missing-ok'], { env })).stdout.trim();
  const baseTree = (await store.git(['rev-parse', '--verify', `${store.commit}^{tree}`])).stdout.trim();
  if (tree === baseTree) throw patchInvalid('it changes nothing');
  return tree;
}

/** Writes the commit of `tree` on top of the store's commit. @returns its object name. */
export async function writeCommit(store: Store, tree: string, text: CommitText): Promise<string> {
  if (text.message.trim() === '' || text.message.includes('\0')) throw patchInvalid('its message is empty or holds a NUL');
  const date = `${Math.floor((text.date?.getTime() ?? Date.now()) / 1000)} +0000`;
  const { name, email } = text.author;
  const env = {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
  const message = text.message.endsWith('\n') ? text.message : `${text.message}\n`;
  return (await store.git(['commit-tree', tree, '-p', store.commit, '-F', '-'], { env, input: message })).stdout.trim();
}

/**
 * Copies every object that the store has made into the repository's object database. Git writes each under a temporary name and
 * renames it; killed between two, it leaves objects that nothing refers to, which git's own gc removes.
 */
export async function importObjects(store: Store, sharedRepository: string | undefined): Promise<void> {
  const objects = join(store.gitDir, 'objects');
  const names: string[] = [];
  for (const start of (await readdir(objects)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const rest of await readdir(join(objects, start))) names.push(start + rest);
  }
  // What the repository has already is not written again: the same commit made twice within a second is all there.
  if (names.length === 0) return;
  const prefix = join(store.folder, 'new');
  const { stdout } = await store.git(['pack-objects', '-q', prefix], { input: `${names.join('\n')}\n` });
  const pack = await readFile(`${prefix}-${stdout.trim()}.pack`);
  const shared = sharedRepository === undefined ? [] : ['-c', `core.sharedRepository=${sharedRepository}`];
  // Our configuration, the user's objects: the user's configuration is not read.
  const env = { GIT_OBJECT_DIRECTORY: join(store.repository.commonDir, 'objects') };
  await store.git([...shared, 'unpack-objects', '-q', '--strict'], { env, input: pack });
}

async function readBefore(store: Store, base: ReadonlyMap<string, TreeEntry>, path: string): Promise<Uint8Array> {
  const names = checkPath(path);
  for (let depth = 1; depth < names.length; depth++) {
    const above = base.get(names.slice(0, depth).join('/'));
    if (above !== undefined && above.mode !== '040000') throw pathRefused(path, 'a part of it is not a folder');
  }
  const entry = base.get(path);
  // What is not there yet is replaced like an empty file.
  if (entry === undefined) return new Uint8Array();
  if (!isRegular(entry)) throw pathRefused(path, 'it is not a regular file');
  return readBlob(store, entry.id);
}
