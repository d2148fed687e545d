import { createRequire } from 'node:module';
import type { DestinationStream, Logger } from 'pino';
import { CmError } from './errors.ts';
import { nearestWord } from './nearest-word.ts';

export type { Logger } from 'pino';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface LoggerOptions {
  /** Where the lines go; stderr by default, since stdout is for data. */
  stream?: NodeJS.WritableStream & { isTTY?: boolean };
  /** For `CM_LOG`, the least level that is written (`warn` when unset), and `NO_COLOR`. */
  env?: Readonly<Record<string, string | undefined>>;
}

// Loaded on first use: commands that log nothing start without them.
const load = createRequire(import.meta.url);

/**
 * A logger named for the part that speaks: lines for people on a terminal, JSON otherwise.
 * @throws {CmError} `CM_BAD_LOG_LEVEL` for a `CM_LOG` that is no level.
 */
export function createLogger(name: string, options: LoggerOptions = {}): Logger {
  const { stream = process.stderr, env = process.env } = options;
  const { pino } = load('pino') as typeof import('pino');
  return pino(
    { name, level: levelOf(env.CM_LOG), timestamp: pino.stdTimeFunctions.isoTime },
    stream.isTTY ? prettyStream(stream, env) : stream,
  );
}

function levelOf(asked: string | undefined): string {
  const level = (asked ?? '').trim().toLowerCase() || 'warn';
  if ((LEVELS as readonly string[]).includes(level)) return level;
  const meant = nearestWord(level, LEVELS);
  throw new CmError(`CM_LOG is ${JSON.stringify(asked)}, which is no level`, {
    code: 'CM_BAD_LOG_LEVEL',
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}set CM_LOG to one of ${LEVELS.join(', ')}`,
  });
}

function prettyStream(destination: NodeJS.WritableStream, env: NonNullable<LoggerOptions['env']>): DestinationStream {
  const pretty = load('pino-pretty') as typeof import('pino-pretty');
  return pretty({ destination, colorize: !env.NO_COLOR, ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true });
}
