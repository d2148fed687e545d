import { availableParallelism } from 'node:os';
import { CmError, printableJson } from '@cm/core';
import type { Oracle, SearchOptions } from '@cm/oracle';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { openProjectOracle } from '../open-oracle.ts';
import { printable } from '../terminal.ts';
import { openProject } from '../workspace.ts';
import { FEW_SYMBOLS } from './scan.ts';

const BUSY = 'CM_EMBEDDING_BUSY';

type By = NonNullable<SearchOptions['by']>;

interface SearchArguments extends GlobalArguments {
  query: string[];
  limit: number;
  by: By;
}

export function searchCommand(context: CommandContext): Command<SearchArguments> {
  return {
    command: 'search <query..>',
    describe: 'Find code by name, by words or by what it does',
    builder: (yargs) =>
      yargs
        .positional('query', { type: 'string', array: true, demandOption: true, describe: 'A symbol, or words that describe it' })
        .option('limit', { type: 'number', default: 10, describe: 'How many results at the most' })
        .option('by', { choices: ['both', 'words', 'meaning'] as const, default: 'both' as By, describe: 'What to go by' })
        .check(
          ({ limit }) => (Number.isInteger(limit) && limit > 0 && limit <= 1000) || '--limit takes a whole number from 1 to 1000',
        )
        .example('cm search parseOptions', 'Where is it?')
        .example('cm search retry with backoff --limit 5 --json', 'Five results as data'),
    handler: async (args) => {
      const { terminal, signal } = context;
      const query = args.query.join(' ');
      const oracle = await openProjectOracle(await openProject(args.cwd), { threads: availableParallelism() });
      try {
        await oracle.scan({ signal, onProgress: ({ done, total }) => terminal.progress(`parsing ${done}/${total} files`) });
        const { isSymbolQuery } = await import('@cm/oracle');
        const isByMeaning = args.by === 'meaning' || (args.by === 'both' && !isSymbolQuery(query));
        const incomplete = isByMeaning ? await embedFew(oracle, signal) : null;
        const results = await oracle.search(query, { limit: args.limit, by: args.by });
        const note = (await oracle.vectorStatus())?.problem ?? incomplete;
        terminal.endProgress();
        if (note !== null) terminal.line(terminal.colors.dim(note));
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

/** Embeds what is missing where that takes no longer than loading the model; else says what the answer leaves out. */
async function embedFew(oracle: Oracle, signal: AbortSignal): Promise<string | null> {
  const status = await oracle.vectorStatus();
  if (status === null || status.covered === status.total) return null;
  if (status.total - status.covered <= FEW_SYMBOLS) {
    try {
      await oracle.embed({ signal, wait: false });
      return null;
    } catch (error) {
      if (!(error instanceof CmError) || signal.aborted) throw error;
      if (error.code !== BUSY) return error.message;
    }
  }
  return `${status.covered} of ${status.total} symbols can be found by meaning, the others by words; cm scan --wait embeds them`;
}
