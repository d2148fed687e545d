import { CmError, createLogger } from '@cm/core';
import type { Oracle } from '@cm/oracle';
import type { Command, CommandContext, GlobalArguments } from '../command.ts';
import { embedInBackground } from '../embed-in-background.ts';
import { openProjectOracle } from '../open-oracle.ts';
import { VERSION } from '../version.ts';
import { openProject } from '../workspace.ts';
import { FEW_SYMBOLS } from './scan.ts';

interface McpArguments extends GlobalArguments {
  http: number | undefined;
  host: string | undefined;
}

export function mcpCommand(context: CommandContext): Command<McpArguments> {
  return {
    command: 'mcp',
    describe: 'Answer agents’ questions about the code over the Model Context Protocol',
    builder: (yargs) =>
      yargs
        .option('http', {
          type: 'number',
          describe: 'Serve streamable HTTP on this port instead of stdio; 0 for any that is free',
        })
        .option('host', { type: 'string', describe: 'With --http: another address than 127.0.0.1; needs CM_MCP_TOKEN' })
        .check(
          ({ http }) => http === undefined || (Number.isInteger(http) && http >= 0 && http < 65_536) || '--http takes a port',
        )
        .check(({ http, host }) => host === undefined || http !== undefined || '--host goes with --http')
        .example('claude mcp add codemonkeys -- cm mcp', 'For Claude Code, in the repository')
        .example('cm mcp --http 7337', 'For clients that connect to http://127.0.0.1:7337/mcp'),
    handler: async (args) => {
      const { signal } = context;
      const project = await openProject(args.cwd);
      const oracle = await openProjectOracle(project);
      const logger = createLogger('mcp');
      const options = { oracle, version: VERSION, onBug: (error: unknown) => logger.error(error) };
      // The first question should not have to wait for it.
      const stop = new AbortController();
      const ready = prepare(oracle, project.root, AbortSignal.any([signal, stop.signal])).catch((error: unknown) => {
        if (!(error instanceof CmError)) logger.error(error);
      });
      try {
        const { serveStdio } = await import('@cm/mcp');
        if (args.http === undefined) await serveStdio({ ...options, signal });
        else await serveOverHttp(context, args, options);
      } finally {
        stop.abort();
        await ready;
        await oracle.close();
      }
    },
  };
}

async function prepare(oracle: Oracle, root: string, signal: AbortSignal): Promise<void> {
  await oracle.scan({ signal });
  const status = await oracle.vectorStatus();
  if (status !== null && status.total - status.covered > FEW_SYMBOLS) embedInBackground(root);
}

async function serveOverHttp(
  { terminal, signal }: CommandContext,
  { http, host }: McpArguments,
  options: { oracle: Oracle; version: string; onBug: (error: unknown) => void },
): Promise<void> {
  const { serveHttp } = await import('@cm/mcp');
  const token = process.env.CM_MCP_TOKEN || undefined;
  const running = await serveHttp({ ...options, port: http ?? 0, token, ...(host === undefined ? {} : { host }) });
  terminal.line(
    `${terminal.colors.green('✓')} serving ${running.url}${token === undefined ? '' : ', with the token of CM_MCP_TOKEN'}`,
  );
  if (!signal.aborted) await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  await running.close();
}
