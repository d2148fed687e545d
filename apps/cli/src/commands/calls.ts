import type { CodeNode } from '@cm/oracle';
import { askOracle, edgeData, idsOf, nodeData, nodeLine } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';

interface CallsArguments extends GlobalArguments {
  symbol: string;
  depth: number;
}

const DEEPEST = 20;
const MOST_PLACES = 4;

/** `callers` and `callees` are one question from its two ends. */
export function callsCommand(context: CommandContext, name: 'callers' | 'callees'): Command<CallsArguments> {
  const [describe, nobody] =
    name === 'callers' ? ['List who calls a symbol', 'nobody calls it'] : ['List what a symbol calls', 'it calls nothing'];
  return {
    command: `${name} <symbol>`,
    describe,
    builder: (yargs) =>
      yargs
        .positional('symbol', {
          type: 'string',
          demandOption: true,
          describe: 'name, Class.method, module.name, path#name or path:line',
        })
        .option('depth', { type: 'number', default: 1, describe: 'How many calls away' })
        .check(
          ({ depth }) =>
            (Number.isInteger(depth) && depth >= 1 && depth <= DEEPEST) || `--depth takes a whole number from 1 to ${DEEPEST}`,
        )
        .example(`cm ${name} Router.match`, 'One call away')
        .example(`cm ${name} src/app.ts:42 --depth 3 --json`, 'Up to three calls away, as data'),
    handler: (args) =>
      askOracle(context, args, async ({ oracle, symbols, answer }) => {
        const [node, ...others] = await symbols(args.symbol);
        const reached = await oracle[name](idsOf([node!, ...others]), { depth: args.depth });
        const rows = reached.map((each) => ({
          ...nodeData(each.node),
          distance: each.distance,
          confidence: each.confidence,
          edge: edgeData(each.edge),
        }));
        await answer({ symbol: nodeData(node!), with: others.map(nodeData), [name]: rows }, () => {
          if (others.length > 0) context.terminal.line(`taken together: ${placesOf([node!, ...others])}`);
          if (reached.length === 0)
            context.terminal.line(`${nobody} that the index knows of; cm impact lists uses that may mean it`);
          for (const { node: other, edge, distance, confidence } of reached) {
            const far = distance > 1 ? `, ${distance} calls away` : '';
            process.stdout.write(
              nodeLine(context, other, `${edge.evidence} in line ${edge.line}, ${Math.round(confidence * 100)} %${far}`),
            );
          }
        });
      }),
  };
}

function placesOf(nodes: readonly CodeNode[]): string {
  const places = nodes.slice(0, MOST_PLACES).map(({ path, start_line }) => `${printable(path)}:${start_line}`);
  const more = nodes.length - places.length;
  return `${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
