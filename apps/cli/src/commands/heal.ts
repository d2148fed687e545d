import { ExitCode, type Outcome, printableJson } from '@cm/core';
import type { HealResult } from '@cm/heal';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { openConstitution } from '../open-constitution.ts';
import { showHealing, showHealResult } from '../show-healing.ts';
import { openRepositoryAt, withLedger } from '../workspace.ts';

interface HealArguments extends GlobalArguments {
  'dry-run': boolean;
  apply: boolean;
  trust: boolean;
  install: boolean;
  'time-budget': number | undefined;
}

const exitCodes: Record<Outcome['result'], ExitCode> = {
  healed: ExitCode.done,
  proposed: ExitCode.done,
  'nothing-to-do': ExitCode.done,
  'not-healed': ExitCode.notRepaired,
  refused: ExitCode.denied,
};

/** yargs makes NaN of a word where a number is wanted. */
function isCount(number: number | undefined): boolean {
  return number === undefined || (Number.isFinite(number) && number >= 1);
}

export function healCommand(context: CommandContext): Command<HealArguments> {
  return {
    command: 'heal',
    describe: 'Repair red tests, and leave the verified repair on a branch',
    builder: (yargs) =>
      yargs
        .option('dry-run', { type: 'boolean', default: false, describe: 'Find and verify a repair, but write no branch' })
        .option('apply', {
          type: 'boolean',
          default: false,
          describe: 'Also write a sure repair into the files of your checkout',
        })
        .option('install', {
          type: 'boolean',
          default: false,
          describe: 'Install declared dependencies first, in a copy; this takes the network',
        })
        .option('trust', {
          type: 'boolean',
          default: false,
          describe: 'Run the tests without a sandbox, where none can be had: your risk',
        })
        .option('time-budget', {
          type: 'number',
          describe: 'Seconds that the run may take',
          defaultDescription: 'heal.timeBudgetSeconds',
        })
        .check((args) => !(args['dry-run'] && args.apply) || '--dry-run writes nothing, so it does not go with --apply')
        .check((args) => isCount(args['time-budget']) || '--time-budget wants a number of seconds, 1 or more')
        .example('cm heal', 'Repair what is red at HEAD; the result is a branch cm/heal/…')
        .example('cm heal --dry-run --json', 'See what it would do, as data')
        .example('cm heal --apply', 'Repair, and put the repair into your files too')
        .epilog('Here: 0 healed or nothing red; 3 not allowed; 4 --apply, but a person has to choose; 5 could not repair.'),
    handler: async (args) => {
      const result = await runHeal(context, args);
      context.exitCode = exitCodes[result.outcome.result];
      if (args.json) process.stdout.write(`${printableJson(result, 2)}\n`);
      else showHealResult(context.terminal, result);
    },
  };
}

async function runHeal(context: CommandContext, args: HealArguments): Promise<HealResult> {
  const { repository, config } = await openRepositoryAt(args.cwd);
  const [{ heal }, { openSandbox }] = await Promise.all([import('@cm/heal'), import('@cm/sandbox')]);
  const constitution = await openConstitution(repository.root, config);
  const sandbox = await openSandbox({ trust: args.trust });
  const timeBudgetSeconds = args['time-budget'] ?? config.heal.timeBudgetSeconds;
  return withLedger(repository.root, (ledger) =>
    heal({
      repository,
      constitution,
      ledger,
      sandbox,
      config: { ...config, heal: { ...config.heal, timeBudgetSeconds } },
      trusted: args.trust,
      dryRun: args['dry-run'],
      apply: args.apply,
      install: args.install,
      signal: context.signal,
      onProgress: showHealing(context.terminal),
    }),
  );
}
