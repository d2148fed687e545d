import { CmError, ExitCode } from '@cm/core';

/** What the databases' own codes mean for a person. */
const known: readonly { codes: RegExp; code: string; message: string; hint: string }[] = [
  {
    codes: /^SQLITE_(NOTADB|CORRUPT)/,
    code: 'CM_NOT_A_DATABASE',
    message: 'the file is not a database, or a damaged one',
    hint: 'move the file away; an index is built again, a ledger is restored from its backup',
  },
  {
    codes: /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EROFS)/,
    code: 'CM_STORE_NOT_WRITABLE',
    message: 'the database file cannot be written',
    hint: 'check the permissions of the file and of its folder',
  },
  {
    codes: /^(SQLITE_(FULL|IOERR)|ENOSPC|53100)/,
    code: 'CM_DISK_FULL',
    message: 'the disk is full or failing',
    hint: 'make room, then run the command again; what was acknowledged is kept',
  },
  {
    codes: /^SQLITE_BUSY/,
    code: 'CM_STORE_BUSY',
    message: 'another process keeps the database locked',
    hint: 'wait for it, or end it, and run the command again',
  },
  {
    codes: /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|ENOENT|57P03|28P01|28000|3D000)/,
    code: 'CM_STORE_UNREACHABLE',
    message: 'the database server cannot be used',
    hint: 'check the address in CM_DATABASE_URL, and that the server runs and lets you in',
  },
];

/** A database's error as a known one, or as it is. `where` never holds a password. */
export function explainError(error: unknown, where: string): unknown {
  if (error instanceof CmError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const match = known.find((each) => each.codes.test(code));
  if (match === undefined) return error;
  return new CmError(`${where}: ${match.message}`, {
    code: match.code,
    hint: match.hint,
    exitCode: ExitCode.usage,
    cause: error,
  });
}
