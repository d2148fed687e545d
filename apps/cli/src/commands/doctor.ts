import { ExitCode, printableJson } from '@cm/core';
import type { Command, CommandContext } from '../command.ts';
import { printable } from '../terminal.ts';

export function doctorCommand(context: CommandContext): Command {
  return {
    command: 'doctor',
    describe: 'Say which sandbox and which toolchains were found, and what is missing',
    builder: (yargs) => yargs.example('cm doctor', 'Exit 0 when tests can be run safely here, 1 when not'),
    handler: async (args) => {
      const { doctor } = await import('@cm/sandbox');
      const report = await doctor({ root: args.cwd });
      const works = report.sandboxes.some((sandbox) => sandbox.works);
      if (!works) context.exitCode = ExitCode.found;
      if (args.json) {
        process.stdout.write(`${printableJson(report, 2)}\n`);
        return;
      }
      const { terminal } = context;
      const { colors } = terminal;
      const mark = (good: boolean) => (good ? colors.green('✓') : colors.yellow('–'));
      terminal.line(colors.bold('sandboxes'));
      for (const { kind, works: good, detail } of report.sandboxes)
        terminal.line(`  ${mark(good)} ${kind.padEnd(12)} ${colors.dim(printable(detail))}`);
      terminal.line(colors.bold('toolchains'));
      for (const { name, version, executable } of report.toolchains) {
        terminal.line(
          `  ${mark(executable !== undefined)} ${name.padEnd(12)} ${executable === undefined ? colors.dim('not found') : `${printable(version ?? '')} ${colors.dim(printable(executable))}`}`,
        );
      }
      for (const hint of report.hints) terminal.line(`${colors.yellow('hint')} ${hint}`);
    },
  };
}
