import { ExitCode, printableJson } from '@cm/core';
import type { LedgerEntry } from '@cm/ledger';
import { type AnyCommand, type Command, type CommandContext, commandGroup, type GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';
import { openRepositoryAt, withLedger } from '../workspace.ts';

interface LogArguments extends GlobalArguments {
  run: string | undefined;
  type: string | undefined;
  limit: number;
}

interface ShowArguments extends GlobalArguments {
  entry: string;
}

export function auditCommand(context: CommandContext): AnyCommand {
  return commandGroup('audit', 'Read the ledger: what was done, when, and under which article', [
    logCommand(context),
    showCommand(context),
    verifyCommand(context),
  ]);
}

function logCommand(context: CommandContext): Command<LogArguments> {
  return {
    command: 'log',
    describe: 'List events, the newest first',
    builder: (yargs) =>
      yargs
        .option('run', { type: 'string', describe: 'Only those of this run' })
        .option('type', { type: 'string', describe: 'Only those of this type' })
        .option('limit', { type: 'number', default: 50, describe: 'How many at the most' })
        .check(({ limit }) => (Number.isInteger(limit) && limit >= 1) || '--limit wants a whole number, 1 or more')
        .example('cm audit log --limit 10', 'The last ten events'),
    handler: (args) =>
      inLedger(args, async (ledger) => {
        const entries: LedgerEntry[] = [];
        const { run, type, limit } = args;
        for await (const entry of ledger.entries({
          order: 'newest',
          limit,
          ...(run === undefined ? {} : { run }),
          ...(type === undefined ? {} : { type }),
        }))
          entries.push(entry);
        if (args.json) process.stdout.write(`${printableJson(entries, 2)}\n`);
        else for (const entry of entries) process.stdout.write(`${row(context, entry)}\n`);
      }),
  };
}

function showCommand(_context: CommandContext): Command<ShowArguments> {
  return {
    command: 'show <entry>',
    describe: 'Print one event whole',
    builder: (yargs) =>
      yargs
        .positional('entry', { type: 'string', demandOption: true, describe: 'Its number, or the beginning of its id' })
        .example('cm audit show 12', 'Event number 12'),
    handler: (args) =>
      inLedger(args, async (ledger) => {
        process.stdout.write(`${printableJson(await ledger.show(args.entry), 2)}\n`);
      }),
  };
}

function verifyCommand(context: CommandContext): Command {
  return {
    command: 'verify',
    describe: 'Check the hash chain from the first event to the last',
    builder: (yargs) => yargs.example('cm audit verify', 'Exit 0 when nothing was altered, 1 when something was'),
    handler: (args) =>
      inLedger(args, async (ledger) => {
        const verdict = await ledger.verify();
        if (!verdict.ok) context.exitCode = ExitCode.found;
        const { colors } = context.terminal;
        if (args.json) process.stdout.write(`${printableJson(verdict)}\n`);
        else if (verdict.ok)
          context.terminal.line(`${colors.green('✓')} ${verdict.entries} events, head ${verdict.head.slice(0, 16)}`);
        else context.terminal.line(`${colors.red('✗')} event ${verdict.seq}: ${verdict.reason}`);
      }),
  };
}

async function inLedger(args: GlobalArguments, use: Parameters<typeof withLedger<void>>[1]): Promise<void> {
  const { repository } = await openRepositoryAt(args.cwd);
  await withLedger(repository.root, use);
}

function row({ terminal }: CommandContext, { seq, event }: LedgerEntry): string {
  const colors = terminal.dataColors;
  const data = (event.data ?? {}) as Record<string, unknown>;
  const said = ['result', 'outcome', 'origin', 'branch', 'summary', 'reason']
    .filter((name) => typeof data[name] === 'string')
    .map((name) => `${name}=${printable(String(data[name])).slice(0, 60)}`)
    .join(' ');
  return `${String(seq).padStart(5)}  ${event.time}  ${colors.bold(printable(event.type.replace('dev.codemonkeys.', '')))}  ${colors.dim(printable(event.subject ?? ''))}  ${said}`;
}
