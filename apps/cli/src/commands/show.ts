import type { CodeNode, Cursor, Source } from '@cm/oracle';
import { askOracle, nodeData, nodeLine } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { printable } from '../terminal.ts';

interface ShowArguments extends GlobalArguments {
  symbol: string;
}

const MOST_LISTED = 5;

export function showCommand(context: CommandContext): Command<ShowArguments> {
  return {
    command: 'show <symbol>',
    describe: 'Show a symbol: its source, who uses it, what it uses, its tests and what to do next',
    builder: (yargs) =>
      yargs
        .positional('symbol', {
          type: 'string',
          demandOption: true,
          describe: 'name, Class.method, module.name, path#name, path:line or a path',
        })
        .example('cm show Router.match', 'A method')
        .example('cm show src/app.ts:42', 'What is at this line')
        .example('cm show src/app.ts --json', 'The outline of a file as data'),
    handler: (args) =>
      askOracle(context, args, async ({ oracle, symbol, answer }) => {
        const node = await symbol(args.symbol);
        if (node.parent_id === null) {
          const outline = await oracle.outline(node.path);
          const data = {
            symbol: details(node),
            outline: outline.map((each) => ({ ...nodeData(each), signature: each.signature })),
          };
          return answer(data, () => showOutline(context, outline));
        }
        const source = await oracle.source(node.id);
        const around = await oracle.at(node.path, node.start_line);
        return answer(
          {
            symbol: details(node),
            source: source && { start_line: source.start_line, end_line: source.end_line, text: source.text, from: source.from },
            callers: around.callers.map((each) => nodeData(each.node)),
            callees: around.callees.map((each) => nodeData(each.node)),
            tests: around.tests.map((each) => ({ ...nodeData(each.node), distance: each.distance })),
            similar: around.similar.map(nodeData),
            usually: around.usually,
            next: around.next,
          },
          () => showSymbol(context, node, source, around),
        );
      }),
  };
}

function details(node: CodeNode) {
  return { ...nodeData(node), signature: node.signature, docstring: node.docstring, visibility: node.visibility };
}

function showOutline({ terminal }: CommandContext, outline: readonly CodeNode[]): void {
  const { bold, dim } = terminal.dataColors;
  const depths = new Map<number, number>();
  for (const node of outline) {
    const depth = node.parent_id === null ? 0 : (depths.get(node.parent_id) ?? 0) + 1;
    depths.set(node.id, depth);
    const lines = dim(`${node.start_line}-${node.end_line}`);
    process.stdout.write(`${'  '.repeat(Math.min(depth, 20))}${node.type} ${bold(printable(node.name))}  ${lines}\n`);
  }
}

function showSymbol(context: CommandContext, node: CodeNode, source: Source | null, around: Cursor): void {
  process.stdout.write(nodeLine(context, node));
  if (source === null) context.terminal.line(`${printable(node.path)} no longer holds it`);
  else process.stdout.write(`${source.text.split('\n').map(printable).join('\n')}\n`);
  const list = (title: string, nodes: readonly CodeNode[]) => {
    if (nodes.length === 0) return;
    process.stdout.write(`\n${title}\n`);
    for (const each of nodes.slice(0, MOST_LISTED)) process.stdout.write(`  ${nodeLine(context, each)}`);
    if (nodes.length > MOST_LISTED) process.stdout.write(`  … and ${nodes.length - MOST_LISTED} more\n`);
  };
  const nodesOf = (found: readonly { node: CodeNode }[]) => found.map((each) => each.node);
  list('called by', nodesOf(around.callers));
  list('calls', nodesOf(around.callees));
  list('tested by', nodesOf(around.tests));
  list('similar', around.similar);
  if (around.next.length > 0) process.stdout.write('\nnext\n');
  for (const { kind, text, path, line } of around.next)
    process.stdout.write(`  ${kind}: ${printable(text)} (${printable(path)}:${line})\n`);
}
