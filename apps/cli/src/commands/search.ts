import { join } from 'node:path';
import { printableJson } from '@cm/core';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';
import { openProject } from '../workspace.ts';

interface SearchArguments extends GlobalArguments {
  query: string[];
  limit: number;
}

export function searchCommand(context: CommandContext): Command<SearchArguments> {
  return {
    command: 'search <query..>',
    describe: 'Find code by name or by words',
    builder: (yargs) =>
      yargs
        .positional('query', { type: 'string', array: true, demandOption: true, describe: 'A symbol, or words that describe it' })
        .option('limit', { type: 'number', default: 10, describe: 'How many results at the most' })
        .check(
          ({ limit }) => (Number.isInteger(limit) && limit > 0 && limit <= 1000) || '--limit takes a whole number from 1 to 1000',
        )
        .example('cm search parseOptions', 'Where is it?')
        .example('cm search retry with backoff --limit 5 --json', 'Five results as data'),
    handler: async (args) => {
      const { terminal, signal } = context;
      const { root, config, state } = await openProject(args.cwd);
      const { openOracle } = await import('@cm/oracle');
      const oracle = await openOracle({ root, file: join(state, 'oracle.db'), exclude: config.oracle.exclude });
      try {
        await oracle.scan({ signal, onProgress: ({ done, total }) => terminal.progress(`parsing ${done}/${total} files`) });
        const results = await oracle.search(args.query.join(' '), { limit: args.limit });
        terminal.endProgress();
        if (args.json) {
          process.stdout.write(`${printableJson(results, 2)}\n`);
          return;
        }
        if (results.length === 0) terminal.line('nothing found; try fewer or other words');
        for (const { path, type, name, start_line, end_line, why } of results) {
          process.stdout.write(
            `${printable(path)}:${start_line}-${end_line}  ${type} ${terminal.dataColors.bold(printable(name))}  ${terminal.dataColors.dim(printable(why))}\n`,
          );
        }
      } finally {
        await oracle.close();
      }
    },
  };
}
