import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CmError, type Failure, isError } from '@cm/core';
import type { ContextQuestion } from '@cm/oracle';
import { askOracle, nodeData } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';

interface ContextArguments extends GlobalArguments {
  task: string[];
  path: string[];
  failure: string | undefined;
  tokens: number;
}

export function contextCommand(context: CommandContext): Command<ContextArguments> {
  return {
    command: 'context [task..]',
    describe: 'Print the code that somebody needs to read for a task, within a token budget',
    builder: (yargs) =>
      yargs
        .positional('task', { type: 'string', array: true, default: [], describe: 'What is to be done, in words' })
        .option('path', { type: 'string', array: true, default: [], describe: 'A file that it is about' })
        .option('failure', { type: 'string', describe: 'A file with one failure as JSON, or - for stdin' })
        .option('tokens', { type: 'number', default: 6000, describe: 'How many tokens at the most' })
        .check(({ tokens }) => (Number.isInteger(tokens) && tokens >= 1) || '--tokens takes a whole number, 1 or more')
        .check(
          ({ task, path, failure }) =>
            [(task ?? []).length > 0, (path ?? []).length > 0, failure !== undefined].filter(Boolean).length === 1 ||
            'say what it is for: a task in words, --path or --failure',
        )
        .example('cm context retry failed uploads', 'For a task')
        .example('cm context --path src/app.ts --tokens 2000', 'For files'),
    handler: (args) =>
      askOracle(context, args, async ({ oracle, path, answer }) => {
        const question = questionOf(args, path);
        const found = await oracle.context(question, { tokens: args.tokens });
        const parts = found.parts.map(({ node, why, form, text }) => ({ ...nodeData(node), why, form, text }));
        await answer({ text: found.text, tokens: found.tokens, parts, left: found.left }, () => {
          process.stdout.write(found.text.split('\n').map(printable).join('\n'));
          if (found.parts.length === 0) context.terminal.line('nothing found; try other words');
          context.terminal.line(context.terminal.colors.dim(`about ${found.tokens} tokens; ${found.left} pieces did not fit`));
        });
      }),
  };
}

function questionOf(args: ContextArguments, path: (text: string) => string): ContextQuestion {
  if (args.failure !== undefined) return { failure: readFailure(args.cwd, args.failure) };
  return args.path.length > 0 ? { paths: args.path.map(path) } : { task: args.task.join(' ') };
}

/** @throws {CmError} `CM_WRONG_FAILURE`. */
function readFailure(cwd: string, file: string): Failure {
  try {
    const data: unknown = JSON.parse(readFileSync(file === '-' ? 0 : resolve(cwd, file), 'utf8'));
    if (isFailure(data)) return data;
  } catch (error) {
    if (!isError(error)) throw error;
    throw wrongFailure(file, error);
  }
  throw wrongFailure(file, undefined);
}

function isFailure(data: unknown): data is Failure {
  if (typeof data !== 'object' || data === null) return false;
  const { test, file, message, frames } = data as Partial<Record<keyof Failure, unknown>>;
  const isFrame = (frame: unknown) =>
    typeof frame === 'object' &&
    frame !== null &&
    typeof (frame as { path?: unknown }).path === 'string' &&
    Number.isInteger((frame as { line?: unknown }).line);
  return [test, file, message].every((text) => typeof text === 'string') && Array.isArray(frames) && frames.every(isFrame);
}

function wrongFailure(file: string, cause: unknown): CmError {
  return new CmError(`${file} holds no failure that can be read`, {
    code: 'CM_WRONG_FAILURE',
    hint: 'give JSON with test, file, message and frames, a list of { path, line }; cm audit log --json has those of past runs',
    cause,
  });
}
