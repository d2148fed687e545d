import { type FileChange, type Permit, requirePermit, sha256 } from '@cm/core';
import { checkChanges } from './build-commit.ts';
import { readConfined, removeConfined, writeConfined } from './confined-file.ts';
import { patchOutdated } from './errors.ts';
import type { Checkout } from './repository.ts';

interface Replacement {
  path: string;
  /** Undefined where there is no file yet. */
  before: Buffer | undefined;
  after: Buffer;
}

/**
 * Writes the changes into the user's working tree, where every file is what its change replaces (a file that is not there counts as
 * empty; one with CRLF that is committed with LF keeps CRLF). All are checked before the first is written; when one fails, those
 * before it are put back. The index is not touched. `permit` is for `checkout.write`.
 * @throws {CmError} `CM_NO_PERMIT`, `CM_PATCH_OUTDATED` naming the files, `CM_PATCH_INVALID`, `CM_PATH_REFUSED`.
 */
export async function applyToCheckout(permit: Permit, repository: Checkout, changes: readonly FileChange[]): Promise<void> {
  requirePermit(permit, 'checkout.write');
  checkChanges(changes);
  const replacements = changes.map((change) => planReplacement(repository.root, change));
  const outdated = changes.filter((_change, index) => replacements[index] === undefined).map((change) => change.path);
  if (outdated.length > 0) throw patchOutdated(outdated);
  const written: Replacement[] = [];
  try {
    for (const replacement of replacements as Replacement[]) {
      writeConfined(repository.root, replacement.path, replacement.after, () => confirm(repository.root, replacement));
      written.push(replacement);
    }
  } catch (error) {
    for (const { path, before } of written.reverse()) putBack(repository.root, path, before);
    throw error;
  }
}

function planReplacement(root: string, change: FileChange): Replacement | undefined {
  const before = readConfined(root, change.path)?.bytes;
  const bytes = before ?? Buffer.alloc(0);
  if (sha256(bytes) === change.beforeHash) return { path: change.path, before, after: Buffer.from(change.after) };
  // core.autocrlf and eol=crlf check LF out as CRLF; where every line end is CRLF, the way back is exact.
  const text = bytes.toString('latin1');
  const unix = text.replaceAll('\r\n', '\n');
  if (unix.replaceAll('\n', '\r\n') !== text || sha256(Buffer.from(unix, 'latin1')) !== change.beforeHash) return undefined;
  return { path: change.path, before, after: Buffer.from(change.after.replaceAll(/\r?\n/g, '\r\n')) };
}

function confirm(root: string, { path, before }: Replacement): void {
  const now = readConfined(root, path)?.bytes;
  const same = before === undefined || now === undefined ? before === now : before.equals(now);
  if (!same) throw patchOutdated([path]);
}

function putBack(root: string, path: string, before: Buffer | undefined): void {
  if (before === undefined) removeConfined(root, path);
  else writeConfined(root, path, before);
}
