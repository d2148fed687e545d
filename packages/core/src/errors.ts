import { types } from 'node:util';

/** The exit codes that every command keeps to. */
export const ExitCode = {
  done: 0,
  found: 1,
  usage: 2,
  denied: 3,
  needsApproval: 4,
  notRepaired: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface CmErrorOptions {
  /** Stable and searchable, e.g. `CM_NOT_A_REPOSITORY`. */
  code: string;
  /** What the person can do now. */
  hint: string;
  exitCode?: ExitCode;
  cause?: unknown;
}

/** An error that we know: it prints as a sentence and a way out, without a stack. Anything else is a bug of ours. */
export class CmError extends Error {
  override readonly name: string = 'CmError';
  readonly code: string;
  readonly hint: string;
  readonly exitCode: ExitCode;

  constructor(message: string, options: CmErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? ExitCode.usage;
  }
}

/** True for an error of any realm: jest's tests run in one of their own, where `instanceof` misses Node's errors. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

/** True for an error of the operating system with this code, e.g. `ENOENT`. */
export function isSystemError(error: unknown, code: string): error is NodeJS.ErrnoException {
  return isError(error) && 'code' in error && error.code === code;
}
