import { join } from 'node:path';
import { printableJson } from '@cm/core';
import type { Command, CommandContext } from '../command.ts';
import { printable } from '../terminal.ts';
import { openProject } from '../workspace.ts';

const MOST_SKIPPED = 10;

export function scanCommand(context: CommandContext): Command {
  return {
    command: 'scan',
    describe: 'Bring the index of the code up to date',
    builder: (yargs) =>
      yargs
        .example('cm scan', 'Index what changed since the last scan')
        .example('cm scan --json', 'The same, with the counts as data'),
    handler: async (args) => {
      const { terminal, signal } = context;
      const { root, config, state } = await openProject(args.cwd);
      const { openOracle } = await import('@cm/oracle');
      const oracle = await openOracle({ root, file: join(state, 'oracle.db'), exclude: config.oracle.exclude });
      try {
        const report = await oracle.scan({
          signal,
          onProgress: ({ done, total }) => terminal.progress(`parsing ${done}/${total} files`),
        });
        terminal.endProgress();
        if (args.json) {
          process.stdout.write(`${printableJson(report, 2)}\n`);
          return;
        }
        const { colors } = terminal;
        terminal.line(
          `${colors.green('✓')} ${report.files} files: ${report.parsed} parsed, ${report.unchanged} unchanged, ${report.removed} removed ${colors.dim(`${(report.durationMs / 1000).toFixed(2)} s`)}`,
        );
        terminal.line(`  ${report.nodes} nodes, ${report.edges} edges, ${report.unresolved} unresolved`);
        for (const { path, reason } of report.skipped.slice(0, MOST_SKIPPED))
          terminal.line(colors.dim(`  skipped ${printable(path)}: ${printable(reason)}`));
        if (report.skipped.length > MOST_SKIPPED)
          terminal.line(colors.dim(`  … and ${report.skipped.length - MOST_SKIPPED} more skipped; --json lists them`));
      } finally {
        await oracle.close();
      }
    },
  };
}
