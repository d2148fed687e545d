import { CmError, isError } from '@cm/core';

interface KnownError {
  codes: RegExp;
  code: string;
  message: string;
  hint: string;
}

/** What the databases' and the system's own codes mean for a person. */
const known: readonly KnownError[] = [
  {
    codes: /^SQLITE_(NOTADB|CORRUPT)/,
    code: 'CM_NOT_A_DATABASE',
    message: 'it is not a database, or a damaged one',
    hint: 'move the file away; an index is built again, a ledger is restored from a backup',
  },
  {
    codes: /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|25006|42501)/,
    code: 'CM_STORE_NOT_WRITABLE',
    message: 'it cannot be opened for writing',
    hint: 'check that the folder exists, and your permissions on it and on the files in it',
  },
  {
    codes: /^(SQLITE_FULL|ENOSPC|53100)/,
    code: 'CM_STORE_FULL',
    message: 'the disk is full',
    hint: 'make room, then run the command again; what was acknowledged is kept',
  },
  {
    codes: /^(SQLITE_IOERR|58030)/,
    code: 'CM_STORE_FAILED',
    message: 'the disk is full, or fails to read or write',
    hint: 'check the disk, its quota and the file system; what was acknowledged is kept as long as the disk keeps it',
  },
  {
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED|55P03)/,
    code: 'CM_STORE_BUSY',
    message: 'another process keeps it locked',
    hint: 'wait for that process, or end it, and run the command again',
  },
  {
    codes: /^(28|3D000)/,
    code: 'CM_STORE_UNREACHABLE',
    message: 'the server does not let us into this database',
    hint: 'check user, password and database in the address',
  },
  {
    codes: /^(ECONN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_|ENOENT|EPIPE|08|53300|57P0|CM_CONNECTION_LOST)/,
    code: 'CM_STORE_UNREACHABLE',
    message: 'the database server does not answer',
    hint: 'check that it runs, and its host and port in the address',
  },
];

/** `pg` gives these no code. */
const CONNECTION_LOST = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** A database's error as one that we know, or as it is. `place` is for a person and holds no password. */
export function explainError(error: unknown, place: string): unknown {
  if (error instanceof CmError || !isError(error)) return error;
  const code = 'code' in error ? String(error.code) : CONNECTION_LOST.test(error.message) ? 'CM_CONNECTION_LOST' : '';
  const match = known.find(({ codes }) => codes.test(code));
  if (match === undefined) return error;
  return new CmError(`${place}: ${match.message}`, { code: match.code, hint: match.hint, cause: error });
}

export function isBusy(error: unknown): boolean {
  return isError(error) && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code));
}

export function oddFile(path: string, why: string): CmError {
  return new CmError(`${path}: ${why}`, { code: 'CM_NOT_A_DATABASE', hint: 'move it away, or name another file' });
}

export function noFolder(path: string): CmError {
  return new CmError(`${path}: its folder does not exist`, { code: 'CM_STORE_NOT_WRITABLE', hint: 'make the folder first' });
}

export function badUrl(): CmError {
  // Without the text itself: there is often a password in it.
  return new CmError('the address of the database is none', {
    code: 'CM_BAD_DATABASE_URL',
    hint: 'write it as postgres://user:password@host:port/database, with special characters in the password percent-encoded',
  });
}

export function tooNew(unknown: readonly string[]): CmError {
  return new CmError(`the database was written by a newer version (it has ${unknown.join(', ')})`, {
    code: 'CM_STORE_TOO_NEW',
    hint: 'update Code Monkeys, or move the database away to start a new one',
  });
}

export function tooOld(missing: readonly string[]): CmError {
  return new CmError(`the database is empty or of an older version (it lacks ${missing.join(', ')})`, {
    code: 'CM_STORE_TOO_OLD',
    hint: 'open it once for writing, with this version, to bring it up to date',
  });
}
