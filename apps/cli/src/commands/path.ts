import { ExitCode } from '@cm/core';
import { askOracle, edgeData, idsOf, nodeData, nodeLine } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';

interface PathArguments extends GlobalArguments {
  from: string;
  to: string;
}

export function pathCommand(context: CommandContext): Command<PathArguments> {
  return {
    command: 'path <from> <to>',
    describe: 'Say how one symbol comes to use another: the shortest chain, with the evidence for each step',
    builder: (yargs) =>
      yargs
        .positional('from', { type: 'string', demandOption: true, describe: 'The symbol that uses' })
        .positional('to', { type: 'string', demandOption: true, describe: 'The symbol that is used' })
        .example('cm path main Database.query', 'How main comes to the database'),
    handler: (args) =>
      askOracle(context, args, async ({ oracle, symbols, answer }) => {
        const [sources, targets] = [await symbols(args.from), await symbols(args.to)];
        const [from, to] = [sources[0]!, targets[0]!];
        const chain = await oracle.path(idsOf(sources), idsOf(targets));
        if (chain === null) context.exitCode = ExitCode.found;
        const data = chain && {
          nodes: chain.nodes.map(nodeData),
          edges: chain.edges.map(edgeData),
          confidence: chain.confidence,
        };
        await answer({ from: nodeData(from), to: nodeData(to), path: data }, () => {
          if (chain === null) context.terminal.line(`no chain of uses leads from ${from.qualified_name} to ${to.qualified_name}`);
          for (const [index, node] of chain?.nodes.entries() ?? []) {
            const edge = chain?.edges[index - 1];
            const note =
              edge === undefined
                ? ''
                : `${edge.type}: ${edge.evidence}, line ${edge.line}, ${Math.round(edge.confidence * 100)} %`;
            process.stdout.write(`${'  '.repeat(index)}${nodeLine(context, node, note)}`);
          }
        });
      }),
  };
}
