import { askOracle, nodeData } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';

interface MapArguments extends GlobalArguments {
  tokens: number;
  mention: string[];
}

export function mapCommand(context: CommandContext): Command<MapArguments> {
  return {
    command: 'map',
    describe: 'Print a map of the repository: the signatures that the rest builds on, within a token budget',
    builder: (yargs) =>
      yargs
        .option('tokens', { type: 'number', default: 2000, describe: 'How many tokens at the most' })
        .option('mention', { type: 'string', array: true, default: [], describe: 'A name or path that matters now' })
        .check(({ tokens }) => (Number.isInteger(tokens) && tokens >= 1) || '--tokens takes a whole number, 1 or more')
        .example('cm map --tokens 1000', 'For a prompt')
        .example('cm map --mention Router', 'With what has to do with Router'),
    handler: (args) =>
      askOracle(context, args, async ({ oracle, answer }) => {
        const map = await oracle.map({ tokens: args.tokens, mentions: args.mention });
        const files = map.files.map(({ path, rank, symbols }) => ({ path, rank, symbols: symbols.map(nodeData) }));
        await answer({ text: map.text, tokens: map.tokens, files, left: map.left }, () => {
          process.stdout.write(map.text.split('\n').map(printable).join('\n'));
          context.terminal.line(context.terminal.colors.dim(`about ${map.tokens} tokens; ${map.left} files did not fit`));
        });
      }),
  };
}
