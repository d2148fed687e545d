import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { CmError, isError } from '@cm/core';
import type { GraphFormat } from '@cm/oracle';
import { type Asking, askOracle } from '../ask-oracle.ts';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { graphPage } from '../graph-page.ts';

interface GraphArguments extends GlobalArguments {
  format: GraphFormat | 'scip';
  output: string | undefined;
  html: string | undefined;
  around: string | undefined;
  depth: number;
}

const FORMATS = ['json', 'graphml', 'dot', 'mermaid', 'scip'] as const;
/** What can still be looked at. Mermaid draws no more than 500 edges unless it is told to. */
const MOST_DRAWN = { mermaid: 60, dot: 400 } as const;
const FLUSH = 1 << 16;

export function graphCommand(context: CommandContext): Command<GraphArguments> {
  return {
    command: 'graph',
    describe: 'Write the graph of the code for other programs, or as a page to look at',
    builder: (yargs) =>
      yargs
        .option('format', { choices: FORMATS, default: 'json' as GraphArguments['format'], describe: 'Its form' })
        .option('output', { alias: 'o', type: 'string', describe: 'The file to write; stdout without it' })
        .option('html', { type: 'string', describe: 'Write one offline page to this file: search, zoom, source, impact' })
        .conflicts('html', 'output')
        .option('around', { type: 'string', describe: 'Only what is near to this symbol' })
        .option('depth', { type: 'number', default: 2, describe: 'With --around: how many edges away' })
        .check(({ depth }) => (Number.isInteger(depth) && depth >= 1) || '--depth takes a whole number, 1 or more')
        .check(
          ({ format, around }) =>
            format !== 'scip' || around === undefined || 'SCIP is of whole repositories: --around does not go with it',
        )
        .example('cm graph --html graph.html', 'A page to look at')
        .example('cm graph --format json', 'All nodes and edges')
        .example('cm graph --format mermaid --around Router.match', 'A drawing for Markdown')
        .example('cm graph --format scip -o index.scip', 'An index for Sourcegraph and the scip command'),
    handler: (args) =>
      askOracle(context, args, async (asking) => {
        const { chunks, cut } = await piecesOf(asking, args);
        const named = args.html ?? args.output;
        const file = named === undefined ? null : resolve(args.cwd, named);
        await write(file, chunks);
        const { terminal } = context;
        if (cut !== null) terminal.line(`left out: ${cut}`);
        if (file !== null) terminal.line(`${terminal.colors.green('✓')} ${named}`);
      }),
  };
}

interface Pieces {
  chunks: Iterable<string | Uint8Array>;
  cut: string | null;
}

async function piecesOf(asking: Asking, args: GraphArguments): Promise<Pieces> {
  const { oracle, symbol } = asking;
  const around = args.around === undefined ? {} : { around: (await symbol(args.around)).id, depth: args.depth };
  if (args.html !== undefined) {
    const { page, cut } = await graphPage(asking, around);
    return { chunks: [page], cut };
  }
  if (args.format === 'scip') {
    const { chunks, skipped } = await oracle.scip();
    return { chunks, cut: skipped.length === 0 ? null : `${skipped.length} files that changed meanwhile` };
  }
  const { exportGraph } = await import('@cm/oracle');
  const limit = args.format === 'mermaid' || args.format === 'dot' ? { limit: MOST_DRAWN[args.format] } : {};
  const { cut, ...graph } = await oracle.graph({ ...around, ...limit });
  return { chunks: exportGraph(graph, args.format), cut };
}

/** In pieces of some size: one write for each node would take longer than the scan. */
async function write(file: string | null, chunks: Iterable<string | Uint8Array>): Promise<void> {
  if (file === null) {
    for (const piece of gathered(chunks))
      if (!process.stdout.write(piece)) await new Promise<void>((done) => process.stdout.once('drain', done));
    return;
  }
  try {
    const descriptor = openSync(file, 'w');
    try {
      for (const piece of gathered(chunks)) for (let at = 0; at < piece.length; ) at += writeSync(descriptor, piece, at);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!isError(error) || !('code' in error)) throw error;
    throw new CmError(`${file} can't be written`, {
      code: 'CM_NOT_WRITABLE',
      hint: 'name a file in a folder that exists and that you may write to',
      cause: error,
    });
  }
}

function* gathered(chunks: Iterable<string | Uint8Array>): Iterable<Uint8Array> {
  let pending: Uint8Array[] = [];
  let size = 0;
  for (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    pending.push(bytes);
    size += bytes.length;
    if (size < FLUSH) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pending);
}
