import { CmError, ExitCode, isError, nearestWord, renderError } from '@cm/core';
import yargs from 'yargs';
import type { CommandContext } from './command.ts';
import { commands } from './commands.ts';
import { EXIT_CODES_LINE } from './exit-codes.ts';
import { openTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs one command line and returns its exit code. Data goes to stdout, everything for people to stderr. */
export async function runCli(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const given = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length);
  // Asked before the arguments are parsed, since what is wrong with them is said in the same way.
  const json = given.includes('--json');
  const terminal = openTerminal({ silent: json, color: wantsColor(given) });
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
    (json ? process.stdout : process.stderr).write(rendered.text);
    return rendered.exitCode;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, onSignal);
    terminal.endProgress();
  }
}

function wantsColor(args: readonly string[]): boolean | undefined {
  const said = args.findLast((arg) => arg === '--color' || arg === '--no-color');
  return said === undefined ? undefined : said === '--color';
}

/** What `cm <path> --help` prints, e.g. for the path `['audit', 'log']`, in lines of at most `width` columns. */
export async function helpOf(path: readonly string[], width: number): Promise<string> {
  const terminal = openTerminal({ silent: true });
  const context: CommandContext = { terminal, signal: new AbortController().signal, exitCode: ExitCode.done };
  return `${await parser([...path], context, width).getHelp()}\n`;
}

function parser(args: readonly string[], context: CommandContext, width = Math.min(110, process.stderr.columns ?? 100)) {
  const cli = yargs([...args])
    .scriptName('cm')
    // Our words are English, and so are those of yargs around them.
    .locale('en')
    .usage('$0 <command> [options]\n\nThe autopilot for repositories.')
    .option('cwd', {
      type: 'string',
      describe: 'Work in this folder instead of the current one',
      default: process.cwd(),
      defaultDescription: 'this folder',
    })
    .option('json', { type: 'boolean', describe: 'Print data as JSON on stdout', default: false })
    .option('color', { type: 'boolean', describe: 'Use colour, or with --no-color none', defaultDescription: 'on a terminal' })
    .demandCommand(1, 'no command was named')
    .strict()
    .recommendCommands()
    .completion('completion', 'Print a script for shell completion; see the first lines of its output')
    .version(VERSION)
    .alias('h', 'help')
    .wrap(width)
    .epilog(EXIT_CODES_LINE)
    .exitProcess(false)
    .fail((message, error, failing) => {
      // A check that fails hands over its words in the error's place.
      if (isError(error)) throw error;
      throw usageError(message ?? String(error), String(failing.help()));
    });
  for (const command of commands(context)) cli.command(command);
  return cli;
}

/** `help` is that of the command that failed; its first line says how it is called. */
function usageError(message: string, help: string): CmError {
  const [usage = ''] = help.split('\n');
  // yargs counts what is missing; what it is called says more.
  const said = message.startsWith('Not enough non-option arguments') ? `something is missing: ${usage}` : message;
  return new CmError(said, { code: 'CM_USAGE', hint: hintFor(message, help), exitCode: ExitCode.usage });
}

/** yargs names commands that were meant; options it only calls unknown. */
function hintFor(message: string, help: string): string {
  const command = /^cm(?: [a-z][a-z-]*)*/.exec(help)?.[0] ?? 'cm';
  const more = `${command} --help lists ${/^Commands:$/m.test(help) ? 'commands and options' : 'the options and examples'}`;
  const unknown = /^Unknown arguments?: ([^\s,]+)/.exec(message)?.[1];
  const options = [...help.matchAll(/--([a-z][a-z-]+)/g)].map(([, name]) => name as string);
  const meant = unknown === undefined ? undefined : nearestWord(unknown, options);
  return meant === undefined ? more : `did you mean --${meant}? ${more}`;
}
