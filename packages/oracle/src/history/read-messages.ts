import { isAbsolute } from 'node:path';
import { CmError, runProcess } from '@cm/core';

/** What is kept of one message: a squashed branch repeats itself. */
const LONGEST = 1000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Names who, and not what. */
const TRAILER = /^[A-Z][\w-]+-by:.*$/gim;

/** No signature is checked, no note shown, nothing fetched and no pager started, whatever the repository configures. */
const SETTINGS = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'protocol.allow=never', 'safe.directory=*'];
const LOG = ['log', '--no-merges', '--no-show-signature', '--no-notes', '--no-mailmap', '--encoding=UTF-8', '-z'];

export interface MessagesOptions {
  /** The commit to walk back from: none that came later is read. */
  from: string;
  /** Most commits; merges do not count. */
  commits: number;
  timeoutMs: number;
}

/** What the newest commits say of themselves, by their id. Empty where git can not tell. */
export async function readMessages(root: string, { from, commits, timeoutMs }: MessagesOptions): Promise<Map<string, string>> {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => isAbsolute(folder));
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  try {
    const { exitCode, stdout } = await runProcess(
      'git',
      [...settings, ...LOG, `--max-count=${commits}`, '--format=%H%n%B', from, '--'],
      {
        cwd: root,
        env: {
          PATH: path.join(':'),
          HOME: '/dev/null',
          LC_ALL: 'C',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_OPTIONAL_LOCKS: '0',
          GIT_TERMINAL_PROMPT: '0',
          GIT_NO_REPLACE_OBJECTS: '1',
          GIT_NO_LAZY_FETCH: '1',
        },
        timeoutMs,
        maxOutputBytes: MAX_OUTPUT_BYTES,
      },
    );
    return exitCode === 0 ? parseMessages(stdout) : new Map();
  } catch (error) {
    if (error instanceof CmError && error.code === 'CM_PROGRAM_NOT_FOUND') return new Map();
    throw error;
  }
}

function parseMessages(output: string): Map<string, string> {
  return new Map(
    output.split('\0').map((record) => {
      const end = record.indexOf('\n');
      return [
        record.slice(0, end),
        record
          .slice(end + 1)
          .replace(TRAILER, '')
          .trim()
          .slice(0, LONGEST)
          .toWellFormed(),
      ];
    }),
  );
}
