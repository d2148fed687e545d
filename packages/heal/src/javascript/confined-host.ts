// The files that the TypeScript compiler may see when it reads a hostile tree on the host: the tree's own, and the compiler's libraries.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { isError } from '@cm/core';
import ts from 'typescript-api';

const MAX_FILE_BYTES = 2_000_000;

export type ConfinedHost = Pick<
  ts.System,
  'useCaseSensitiveFileNames' | 'fileExists' | 'readFile' | 'readDirectory' | 'directoryExists' | 'getDirectories'
>;

/**
 * No link leads out of `root`, whatever a tsconfig names; folders that are links are not walked. What is outside, larger than 2 MB, or
 * no plain file is as if it were not there. Nothing may be changing the tree meanwhile.
 */
export function confinedHost(root: string): ConfinedHost {
  const allowed = [realpathSync(root), dirname(realpathSync(ts.getDefaultLibFilePath({})))];
  const look = (path: string) => {
    const real = unlessAbsent(() => realpathSync(path));
    if (real === undefined || !allowed.some((folder) => isIn(real, folder))) return undefined;
    return { real, found: statSync(real) };
  };
  const fileAt = (path: string) => {
    const seen = look(path);
    return seen?.found.isFile() && seen.found.size <= MAX_FILE_BYTES ? seen.real : undefined;
  };
  const entriesOf = (path: string): FileSystemEntries => {
    const seen = look(path);
    const entries = seen?.found.isDirectory() ? readdirSync(seen.real, { withFileTypes: true }) : [];
    return {
      files: entries.filter((entry) => entry.isFile()).map((entry) => entry.name),
      directories: entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name),
    };
  };
  return {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: (path) => fileAt(path) !== undefined,
    readFile: (path) => {
      const real = fileAt(path);
      return real === undefined ? undefined : readFileSync(real, 'utf8').replace(/^\ufeff/, '');
    },
    directoryExists: (path) => look(path)?.found.isDirectory() === true,
    getDirectories: (path) => [...entriesOf(path).directories],
    readDirectory: (path, extensions, excludes, includes, depth) =>
      matchFiles(
        path,
        extensions,
        excludes,
        // What is before its first star would be walked.
        includes?.filter((include) => isIn(resolve(path, include.replace(/[*?].*$/s, '')), resolve(root))),
        ts.sys.useCaseSensitiveFileNames,
        root,
        depth,
        entriesOf,
        (each) => each,
      ),
  };
}

interface FileSystemEntries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** What ts.sys.readDirectory is made of; in the package, not in its types. The version is exact. */
const { matchFiles } = ts as unknown as {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    excludes: readonly string[] | undefined,
    includes: readonly string[] | undefined,
    useCaseSensitiveFileNames: boolean,
    currentDirectory: string,
    depth: number | undefined,
    getFileSystemEntries: (path: string) => FileSystemEntries,
    realpath: (path: string) => string,
  ): string[];
};

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep);
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isError(error) && 'code' in error && ABSENT.has(String(error.code))) return undefined;
    throw error;
  }
}
