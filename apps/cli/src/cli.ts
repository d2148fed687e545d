import { CmError, ExitCode, isError, nearestWord, renderError } from '@cm/core';
import yargs, { type Argv } from 'yargs';
import type { CommandContext } from './command.ts';
import { commands } from './commands.ts';
import { openTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs one command line and returns its exit code. Data goes to stdout, everything for people to stderr. */
export async function runCli(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const json = args.includes('--json');
  const terminal = openTerminal(process.stderr, json);
  const onSignal = () => {
    // A second signal ends at once; the next run clears what this one leaves behind.
    if (interruption.signal.aborted) process.exit(ExitCode.interrupted);
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const context: CommandContext = { terminal, signal: interruption.signal, exitCode: ExitCode.done };
  try {
    await parser(args, context).parseAsync();
    return context.exitCode;
  } catch (error) {
    terminal.endProgress();
    if (interruption.signal.aborted && !(error instanceof CmError)) return ExitCode.interrupted;
    const rendered = renderError(error, { json });
    if (json) process.stdout.write(`${rendered.text}\n`);
    else process.stderr.write(`${rendered.text}\n`);
    return rendered.exitCode;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
    terminal.endProgress();
  }
}

function parser(args: readonly string[], context: CommandContext) {
  const cli = yargs([...args])
    .scriptName('cm')
    .usage('$0 <command> [options]\n\nThe autopilot for repositories.')
    .option('cwd', {
      type: 'string',
      describe: 'Work in this folder instead of the current one',
      default: process.cwd(),
      defaultDescription: 'this folder',
    })
    .option('json', { type: 'boolean', describe: 'Print data as JSON on stdout', default: false })
    .demandCommand(1, 'name a command; cm --help lists them')
    .strict()
    .recommendCommands()
    .completion('completion', 'Print a script for shell completion; see the first lines of its output')
    .version(VERSION)
    .alias('h', 'help')
    .wrap(Math.min(110, process.stderr.columns ?? 100))
    .epilog(
      'Exit codes: 0 done, 1 found something, 2 usage or configuration, 3 the constitution said no,\n4 needs a person’s approval, 5 could not repair, 70 a bug of ours, 130 interrupted.',
    )
    .exitProcess(false)
    .fail((message, error, failing) => {
      // A check that fails hands over its words in the error's place.
      if (isError(error)) throw error;
      throw new CmError(message ?? String(error), {
        code: 'CM_USAGE',
        hint: hintFor(message ?? '', failing),
        exitCode: ExitCode.usage,
      });
    });
  for (const command of commands(context)) cli.command(command);
  return cli;
}

const HELP = 'cm --help lists commands and options';

/** yargs names commands that were meant; options it only calls unknown. */
function hintFor(message: string, failing: Argv): string {
  const unknown = /^Unknown arguments?: ([^\s,]+)/.exec(message)?.[1];
  // What yargs hands over at this place prints the help of the command that failed.
  const options = [...String(failing.help()).matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name as string);
  const meant = unknown === undefined ? undefined : nearestWord(unknown, options);
  return meant === undefined ? HELP : `did you mean --${meant}? ${HELP}`;
}
