import { join } from 'node:path';
import type { FileTable } from '../database/schema.ts';
import type { ListedFile, Listing } from './list-files.ts';
import { PARSER_FAILURES, readSource } from './read-file.ts';

export interface Change {
  file: ListedFile;
  /** What was known of it; undefined for a new file. */
  row: FileTable | undefined;
  /** When its content was looked at, or is about to be. */
  checkedAt: number;
}

export interface Comparison {
  /** New, or of other content. */
  changed: Change[];
  /** Of the same content, though the file system shows it otherwise. */
  touched: (Change & { row: FileTable })[];
  unchanged: FileTable[];
  removed: FileTable[];
  byPath: ReadonlyMap<string, Change>;
}

/** A write in the same tick of the file system's clock as our look does not show; some file systems count whole seconds only. */
const TICK_MS = 20;
const COARSE_TICK_MS = 2_000;

/** Tells changed files from others: size, time and inode first, the content's hash where these leave a doubt. */
export function compareFiles(root: string, listing: Listing, rows: readonly FileTable[]): Comparison {
  const known = new Map(rows.map((row) => [row.path, row]));
  const comparison: Comparison = { changed: [], touched: [], unchanged: [], removed: [], byPath: new Map() };
  let found = 0;
  for (const file of listing.files) {
    const row = known.get(file.path);
    if (row !== undefined) found++;
    if (row !== undefined && isSame(root, file, row)) {
      comparison.unchanged.push(row);
      continue;
    }
    const checkedAt = Date.now();
    if (row !== undefined && row.sha256 !== null && hashOf(join(root, file.path)) === row.sha256)
      comparison.touched.push({ file, row, checkedAt });
    else comparison.changed.push({ file, row, checkedAt });
  }
  if (found < rows.length) {
    const listed = new Set(listing.files.map((file) => file.path));
    comparison.removed.push(...rows.filter((row) => !listed.has(row.path)));
  }
  return { ...comparison, byPath: new Map(comparison.changed.map((change) => [change.file.path, change])) };
}

function isSame(root: string, file: ListedFile, row: FileTable): boolean {
  if (file.size !== row.size || file.mtime !== row.mtime || file.inode !== row.inode) return false;
  if (row.sha256 === null) {
    // It gave no content. Permissions change without a trace in its time, so that is looked at again; a parser that failed is not.
    const read = readSource(join(root, file.path));
    return 'skip' in read ? read.skip === row.skip : PARSER_FAILURES.has(row.skip ?? '');
  }
  const tick = file.mtime % 1000 === 0 ? COARSE_TICK_MS : TICK_MS;
  return file.mtime + tick < row.checked_at;
}

function hashOf(path: string): string | null {
  const read = readSource(path);
  return 'skip' in read ? null : read.sha256;
}
