import type { ExitCode } from '@cm/core';
import type { CommandModule } from 'yargs';
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
