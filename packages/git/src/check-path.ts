import { pathRefused } from './errors.ts';

// Code points that HFS+ ignores when it compares names, so that `.g\u200cit` is `.git` there.
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
// What NTFS and SMB shares read as `.git`: the short name, trailing dots and spaces, streams.
const GIT_FOLDER = /^(\.git|git~\d+)[. ]*(:.*)?$/i;
const MAX_BYTES = 4096;
const MAX_NAME_BYTES = 255;

/**
 * The names that a path inside a repository is made of, from the root down.
 * @throws {CmError} `CM_PATH_REFUSED` for what is absolute, leaves the root, enters `.git` under any of its names or can't be a path.
 */
export function checkPath(path: string): string[] {
  if (path === '') throw pathRefused(path, 'it is empty');
  if (path.includes('\0')) throw pathRefused(path, 'it holds a NUL');
  if (!path.isWellFormed()) throw pathRefused(path, 'it is not valid Unicode');
  if (Buffer.byteLength(path) > MAX_BYTES) throw pathRefused(path, 'it is too long');
  if (path.startsWith('/')) throw pathRefused(path, 'it is absolute');
  const names = path.split('/');
  for (const name of names) {
    if (name === '') throw pathRefused(path, 'it has an empty part');
    if (name === '.' || name === '..') throw pathRefused(path, `it has the part ${name}`);
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw pathRefused(path, 'a part of it is too long');
    if (name.split('\\').some((part) => GIT_FOLDER.test(part.replace(IGNORED_BY_HFS, ''))))
      throw pathRefused(path, 'it goes into .git');
  }
  return names;
}
