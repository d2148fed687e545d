import type { ExitCode } from '@cm/core';
import type { Argv, CommandModule } from 'yargs';
import { EXIT_CODES_LINE } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets beside its arguments, and where it leaves its exit code. */
export interface CommandContext {
  terminal: Terminal;
  signal: AbortSignal;
  exitCode: ExitCode;
}

/** The options that every command has. */
export interface GlobalArguments {
  cwd: string;
  json: boolean;
}

export type Command<Arguments extends GlobalArguments = GlobalArguments> = CommandModule<GlobalArguments, Arguments>;

/** One command: its words for yargs, and what it does. */
// biome-ignore lint/suspicious/noExplicitAny: yargs holds commands with different arguments in one list
export type AnyCommand = CommandModule<any, any>;

/** The command with the exit codes below its help, where it says none of its own. */
export function withExitCodes(command: AnyCommand): AnyCommand {
  const { builder } = command;
  if (typeof builder !== 'function') return command;
  // yargs forgets the epilog of the whole when it enters a command.
  return { ...command, builder: (yargs: Argv) => builder(yargs.epilog(EXIT_CODES_LINE)) as Argv };
}

/** A command that only holds others: `cm audit log`. Alone it says which there are, with exit 2. */
export function commandGroup(name: string, describe: string, commands: readonly AnyCommand[]): AnyCommand {
  const names = commands.map(({ command }) => String(command).split(' ')[0]);
  const list = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names as string[]);
  return {
    command: name,
    describe,
    builder: (yargs: Argv) => {
      for (const command of commands) yargs.command(withExitCodes(command));
      return yargs.demandCommand(1, `cm ${name} wants to know what to do: ${list}`);
    },
    handler: () => undefined,
  };
}
