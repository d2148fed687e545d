import { availableParallelism } from 'node:os';
import { printableJson } from '@cm/core';
import type { CheckerReport, EmbedReport, Oracle, ScanReport, VectorStatus } from '@cm/oracle';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { embedInBackground } from '../embed-in-background.ts';
import { openProjectOracle } from '../open-oracle.ts';
import { printable, type Terminal } from '../terminal.ts';
import { openProject } from '../workspace.ts';

interface ScanArguments extends GlobalArguments {
  vectors: boolean;
  wait: boolean;
  checker: boolean;
  watch: boolean;
}

const MOST_SKIPPED = 10;
/** Fewer than this are embedded by the next search by meaning, which loads the model anyway. */
export const FEW_SYMBOLS = 32;

export function scanCommand(context: CommandContext): Command<ScanArguments> {
  return {
    command: 'scan',
    describe: 'Bring the index of the code up to date',
    builder: (yargs) =>
      yargs
        .option('vectors', {
          type: 'boolean',
          default: true,
          describe: 'Embed symbols for search by meaning, in the background; --no-vectors leaves that out',
        })
        .option('wait', { type: 'boolean', default: false, describe: 'Return when every symbol is embedded' })
        .option('checker', {
          type: 'boolean',
          default: false,
          describe: 'Ask the TypeScript checker about calls that are not known otherwise: slower, and surer',
        })
        .option('watch', { type: 'boolean', default: false, describe: 'Go on, and scan again whenever files change' })
        .check(({ vectors, wait }) => vectors || !wait || '--wait waits for vectors, and --no-vectors leaves them out')
        .example('cm scan', 'Index what changed since the last scan')
        .example('cm scan --wait', 'The same, with everything ready for search by meaning')
        .check(({ watch, wait, checker }) => !(watch && (wait || checker)) || '--watch goes with neither --wait nor --checker')
        .example('cm scan --watch', 'Go on, and follow every change')
        .example('cm scan --json', 'The same, with the counts as data'),
    handler: async (args) => {
      const { terminal, signal } = context;
      const project = await openProject(args.cwd);
      const oracle = await openProjectOracle(project, { threads: availableParallelism() });
      try {
        if (args.watch) {
          await watch(oracle, context, args.json);
          return;
        }
        const report = await oracle.scan({
          signal,
          ...(args.checker ? { checker: true } : {}),
          onProgress: ({ done, total }) => terminal.progress(`parsing ${done}/${total} files`),
        });
        const embedding = args.wait ? await embed(oracle, context) : null;
        const status = args.vectors ? await oracle.vectorStatus() : null;
        terminal.endProgress();
        if (args.json) {
          const vectors = status && { ...status, ...(embedding ?? {}) };
          process.stdout.write(`${printableJson({ ...report, vectors }, 2)}\n`);
        } else {
          sayReport(terminal, report);
          if (embedding !== null) sayEmbedding(terminal, embedding);
        }
        if (status !== null && status.total - status.covered > FEW_SYMBOLS && !args.wait)
          sayBackground(terminal, status, embedInBackground(project.root));
      } finally {
        await oracle.close();
      }
    },
  };
}

/** With `--json` a line for each scan. */
async function watch(oracle: Oracle, { terminal, signal }: CommandContext, json: boolean): Promise<void> {
  await oracle.watch({
    signal,
    onScan: (report) => {
      if (json) process.stdout.write(`${printableJson(report)}\n`);
      else sayReport(terminal, report);
    },
    onNotice: (notice) => terminal.line(terminal.colors.yellow(notice)),
  });
}

async function embed(oracle: Oracle, { terminal, signal }: CommandContext): Promise<EmbedReport | null> {
  if ((await oracle.vectorStatus()) === null) return null;
  return oracle.embed({ signal, onProgress: ({ done, total }) => terminal.progress(`embedding ${done}/${total} symbols`) });
}

function sayReport(terminal: Terminal, report: ScanReport): void {
  const { colors } = terminal;
  terminal.line(
    `${colors.green('✓')} ${report.files} files: ${report.parsed} parsed, ${report.unchanged} unchanged, ${report.removed} removed ${colors.dim(`${(report.durationMs / 1000).toFixed(2)} s`)}`,
  );
  terminal.line(`  ${report.nodes} nodes, ${report.edges} edges, ${report.unresolved} unresolved`);
  if (report.checker !== null) sayChecker(terminal, report.checker);
  for (const { path, reason } of report.skipped.slice(0, MOST_SKIPPED))
    terminal.line(colors.dim(`  skipped ${printable(path)}: ${printable(reason)}`));
  if (report.skipped.length > MOST_SKIPPED)
    terminal.line(colors.dim(`  … and ${report.skipped.length - MOST_SKIPPED} more skipped; --json lists them`));
}

function sayChecker(terminal: Terminal, { asked, answered, stopped }: CheckerReport): void {
  terminal.line(`  checker: ${answered} of ${asked} files answered${stopped === null ? '' : `, then ${printable(stopped)}`}`);
}

function sayEmbedding(terminal: Terminal, { embedded, cached, removed, durationMs, rebuilt }: EmbedReport): void {
  const why = rebuilt === null ? '' : `, all anew because ${rebuilt}`;
  terminal.line(
    `  vectors: ${embedded} embedded, ${cached} from the cache, ${removed} removed${why} ${terminal.colors.dim(`${(durationMs / 1000).toFixed(2)} s`)}`,
  );
}

function sayBackground(terminal: Terminal, { covered, total }: VectorStatus, isStarted: boolean): void {
  const how = isStarted ? 'the others follow in the background; --wait waits for them' : 'cm scan --wait embeds the others';
  terminal.line(terminal.colors.dim(`  ${covered} of ${total} symbols can be found by meaning; ${how}`));
}
