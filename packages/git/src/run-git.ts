import { isAbsolute } from 'node:path';
import { CmError, runProcess } from '@cm/core';
import { gitFailed, gitMissing, missingObjects } from './errors.ts';

export interface GitOptions {
  gitDir?: string;
  workTree?: string;
  /** Where it runs; never a folder whose content others control. */
  cwd?: string;
  input?: string | Uint8Array;
  env?: Record<string, string>;
  /** Exit codes besides 0 that are an answer and not an error. */
  answers?: readonly number[];
  /** Ten minutes unless given. */
  timeoutMs?: number;
}

export interface GitResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;
const TIMEOUT_MS = 600_000;

/** Settings that outrank those of any repository, so that nothing a repository configures is executed or waited for. */
const OVERRIDES = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.sshCommand=false',
  'core.gitProxy=false',
  'core.askPass=false',
  'core.editor=false',
  'core.pager=cat',
  'core.alternateRefsCommand=false',
  'core.filesRefLockTimeout=1000',
  'core.packedRefsTimeout=1000',
  'core.logAllRefUpdates=false',
  'core.protectHFS=true',
  'core.protectNTFS=true',
  'core.quotePath=false',
  'credential.helper=',
  'diff.external=',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
  'safe.directory=*',
  'submodule.recurse=false',
].flatMap((setting) => ['-c', setting]);

/**
 * Runs the system's git without the machine's configuration, the user's environment, the network or anything to talk to.
 * @throws {CmError} `CM_GIT_MISSING`, `CM_MISSING_OBJECTS`, `CM_GIT_FAILED`.
 */
export async function runGit(args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const where = [
    ...(options.gitDir === undefined ? [] : [`--git-dir=${options.gitDir}`]),
    ...(options.workTree === undefined ? [] : [`--work-tree=${options.workTree}`]),
  ];
  const result = await runProcess('git', [...OVERRIDES, ...where, ...args], {
    cwd: options.cwd ?? options.gitDir ?? '/',
    env: { ...cleanEnvironment(), ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  }).catch((error: unknown) => {
    throw error instanceof CmError && error.code === 'CM_PROGRAM_NOT_FOUND' ? gitMissing(error) : error;
  });
  const command = args.find((argument) => !argument.startsWith('-')) ?? args[0] ?? '';
  if (result.timedOut) throw gitFailed(command, 'it took too long');
  if (result.truncated) throw gitFailed(command, 'it wrote more than 1 GiB');
  if (result.exitCode === null) throw gitFailed(command, `ended by ${result.signal}`);
  if (result.exitCode !== 0 && !options.answers?.includes(result.exitCode)) throw failure(command, result.stderr);
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** The records of an answer given with `-z`. */
export function splitRecords(output: string): string[] {
  return output.split('\0').filter((record) => record !== '');
}

function cleanEnvironment(): Record<string, string> {
  // A relative entry would let a folder we happen to be in bring its own `git`.
  const path = (process.env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
  return {
    PATH: path.length > 0 ? path.join(':') : '/usr/bin:/bin',
    HOME: '/dev/null',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    // Outranks every protocol.<name>.allow, which -c protocol.allow=never does not.
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

function failure(command: string, stderr: string): CmError {
  const lacks =
    /unable to read|missing (blob|tree|commit)|could not fetch|bad object|bad tree object|promisor|failed to read object/i;
  return lacks.test(stderr) ? missingObjects(stderr) : gitFailed(command, stderr);
}
