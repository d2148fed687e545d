import { type Dirent, lstatSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CmError, isError, isSystemError, pathMatcher, runProcess } from '@cm/core';
import ignore from 'ignore';
import { gitFailed } from '../errors.ts';
import { languageOfPath } from '../languages/languages.ts';
import { isManifest } from '../link/manifests.ts';
import { skippedByPath, skippedBySize } from './skip-reason.ts';

/** A file to index, as the file system shows it. */
export interface ListedFile {
  path: string;
  size: number;
  /** Milliseconds since 1970, with fractions. */
  mtime: number;
  inode: number;
}

export interface Listing {
  /** Every file of the repository, relative to the root with forward slashes, sorted; imports may name any of them. */
  paths: readonly string[];
  /** Those in a language that is known, and manifests. */
  files: ListedFile[];
  skipped: { path: string; reason: string }[];
}

const MOST_FILES = 2_000_000;
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/**
 * What git tracks or does not ignore; without git, what a walk finds. Links are not followed.
 * @param known paths that are likely to be found: they are looked at while git works.
 */
export async function listFiles(root: string, exclude: readonly string[], known: Iterable<string> = []): Promise<Listing> {
  const skipped: Listing['skipped'] = [];
  const listed = listByGit(root);
  // What fails here is told where it is waited for.
  listed.catch(() => undefined);
  await nextTurn();
  const looked = new Map<string, Look>();
  for (const path of known) looked.set(path, look(root, path));
  const rules = { exclude, cmignore: readIgnoreFile(root) };
  const written = await listed;
  const chosen = written === null ? choose(await walk(root, skipped), rules) : chooseWritten(written, rules);
  skipped.push(...chosen.skipped);
  const files: ListedFile[] = [];
  for (const path of chosen.wanted) {
    const file = looked.get(path) ?? look(root, path);
    if ('reason' in file) skipped.push(file);
    else if ('mtime' in file) files.push(file);
  }
  return { paths: chosen.paths, files, skipped };
}

interface Rules {
  exclude: readonly string[];
  /** What `.cmignore` says; null where there is none. */
  cmignore: string | null;
}

interface Chosen {
  /** Sorted, each once. */
  paths: readonly string[];
  /** Those to look at. */
  wanted: string[];
  skipped: Listing['skipped'];
}

/** Between two scans mostly nothing came or went. */
let last: { written: string; rules: string; chosen: Chosen } | null = null;

function chooseWritten(written: string, rules: Rules): Chosen {
  const key = JSON.stringify(rules);
  if (last === null || last.written !== written || last.rules !== key) {
    const found = written.split('\0').filter((each) => each !== '');
    // The folder of another repository ends with a slash.
    const paths = found.map((each) => each.replace(/\/$/, ''));
    last = { written, rules: key, chosen: choose(paths, rules) };
  }
  return last.chosen;
}

/** What a path says by itself of whether its file is indexed. */
function choose(found: readonly string[], { exclude, cmignore }: Rules): Chosen {
  const paths: readonly string[] = [...new Set(found)].sort();
  const ignored = cmignore === null ? null : ignore().add(cmignore);
  const excluded = pathMatcher(exclude);
  const chosen: Chosen = { paths, wanted: [], skipped: [] };
  for (const path of paths) {
    if (languageOfPath(path) === undefined && !isManifest(path)) continue;
    const reason =
      (excluded(path) ? 'excluded by the configuration' : null) ??
      (ignored?.ignores(path) ? 'excluded by .cmignore' : null) ??
      skippedByPath(path);
    if (reason === null) chosen.wanted.push(path);
    else chosen.skipped.push({ path, reason });
  }
  return chosen;
}

type Look = ListedFile | { path: string; reason: string } | { gone: true };

function look(root: string, path: string): Look {
  try {
    const stat = lstatSync(`${root}/${path}`, { throwIfNoEntry: false });
    if (stat === undefined) return path.includes('\ufffd') ? { path, reason: 'its name is not valid UTF-8' } : { gone: true };
    if (stat.isSymbolicLink()) return { path, reason: 'symbolic link' };
    if (stat.isDirectory()) return { path, reason: 'a repository of its own' };
    if (!stat.isFile()) return { path, reason: 'not a regular file' };
    const reason = skippedBySize(stat.size, path);
    return reason === null ? { path, size: stat.size, mtime: stat.mtimeMs, inode: stat.ino } : { path, reason };
  } catch (error) {
    if (!isError(error) || !('code' in error)) throw error;
    return { path, reason: `unreadable (${String(error.code)})` };
  }
}

/** Repositories are hostile: no hook, monitor or setting of theirs is run, and nothing is written. */
const GIT = [
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.hooksPath=/dev/null',
  'core.excludesFile=/dev/null',
  'core.quotePath=false',
  'safe.directory=*',
].flatMap((setting) => ['-c', setting]);

/** The paths, a NUL after each; null where git knows of none. */
async function listByGit(root: string): Promise<string | null> {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
  try {
    const result = await runProcess('git', [...GIT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      env: {
        PATH: path.join(':'),
        HOME: '/dev/null',
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
      },
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    if (result.exitCode !== 0 && /not a git repository/i.test(result.stderr)) return null;
    if (result.exitCode !== 0 || result.truncated) throw gitFailed(root, result.timedOut ? 'it took too long' : result.stderr);
    // A folder that an outer repository ignores is still one that somebody asked to index.
    return result.stdout === '' ? null : result.stdout;
  } catch (error) {
    if (error instanceof CmError && error.code === 'CM_PROGRAM_NOT_FOUND') return null;
    throw error;
  }
}

async function walk(root: string, skipped: Listing['skipped']): Promise<string[]> {
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined && files.length < MOST_FILES; folder = folders.pop()) {
    let entries: Dirent[];
    try {
      entries = await readdir(join(root, folder), { withFileTypes: true });
    } catch (error) {
      if (!isError(error) || !('code' in error)) throw error;
      skipped.push({ path: folder, reason: `unreadable (${String(error.code)})` });
      continue;
    }
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) files.push(path);
      else if (skippedByPath(path) === null) folders.push(path);
      else if (!/(?:^|\/)\.(?:git|codemonkeys)$/.test(path)) skipped.push({ path, reason: 'vendored' });
    }
  }
  return files;
}

function readIgnoreFile(root: string): string | null {
  const path = join(root, '.cmignore');
  try {
    if (!lstatSync(path).isFile()) return null;
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}
