import { CmError, ExitCode, isError } from './errors.ts';
import { printable, printableJson } from './printable.ts';

export interface RenderedError {
  /** Ends with a line end. For stderr. */
  text: string;
  exitCode: ExitCode;
}

export interface RenderOptions {
  /** One JSON object on one line, for programs. */
  json?: boolean;
  /** Print stacks and causes of known errors too. */
  stack?: boolean;
}

/** What an app prints for an error, and the code it ends with. Known errors are a sentence and a way out; anything else is a bug, code 70. */
export function renderError(error: unknown, { json = false, stack = false }: RenderOptions = {}): RenderedError {
  const { exitCode, code, message, hint } = describe(error);
  const trace = stack || exitCode === ExitCode.bug ? traceOf(error) : null;
  if (json)
    return {
      exitCode,
      text: `${printableJson({ error: { code, message, hint, exitCode, ...(trace === null ? {} : { stack: trace }) } })}\n`,
    };
  const heading = exitCode === ExitCode.bug ? 'This is a bug in Code Monkeys' : `Error ${code}`;
  const lines = [`${heading}: ${message}`, `  ${hint}`];
  return { exitCode, text: printable(`${[...lines, ...(trace === null ? [] : ['', trace])].join('\n')}\n`) };
}

function describe(error: unknown): { code: string; message: string; hint: string; exitCode: ExitCode } {
  if (error instanceof CmError) return error;
  if (typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError') {
    return {
      code: 'CM_INTERRUPTED',
      message: 'interrupted',
      hint: 'run the command again to go on',
      exitCode: ExitCode.interrupted,
    };
  }
  const known = isError(error) && 'code' in error ? ofTheSystem[String(error.code)] : undefined;
  if (known !== undefined) return { ...known, message: (error as Error).message, exitCode: ExitCode.usage };
  return {
    code: 'CM_BUG',
    message: isError(error) ? error.message : `something that is no error was thrown: ${String(error)}`,
    hint: 'Please open an issue in the Code Monkeys repository with the lines below, the command that you ran and what `cm doctor` says.',
    exitCode: ExitCode.bug,
  };
}

const DISK_FULL = { code: 'CM_DISK_FULL', hint: 'make room, then run the command again; what was acknowledged is kept' };
const NOT_PERMITTED = { code: 'CM_NOT_PERMITTED', hint: 'check who may read and write the path named above' };
const TOO_MANY_FILES = { code: 'CM_TOO_MANY_FILES', hint: 'end some programs, or raise the limit with `ulimit -n`' };

/**
 * What the operating system refuses wherever it is asked: no bug, and for the person to mend. Exit 2, like a wrong setting: a script
 * that calls us again with nothing changed gets the same answer.
 */
const ofTheSystem: Readonly<Record<string, { code: string; hint: string }>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: DISK_FULL,
  EACCES: NOT_PERMITTED,
  EPERM: NOT_PERMITTED,
  EROFS: NOT_PERMITTED,
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
};

const MAX_CAUSES = 8;

function traceOf(error: unknown): string {
  const traces: string[] = [];
  for (let each: unknown = error; isError(each) && traces.length < MAX_CAUSES; each = each.cause)
    traces.push(each.stack ?? each.message);
  return traces.join('\ncaused by: ') || String(error);
}
