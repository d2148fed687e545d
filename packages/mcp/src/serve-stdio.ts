import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer, type McpServerOptions } from './mcp.ts';

export interface StdioOptions extends McpServerOptions {
  signal: AbortSignal;
  input?: Readable;
  /** Carries the protocol and nothing else. */
  output?: Writable;
}

/** Serves one client on stdin and stdout until it closes its end or `signal` says stop. */
export async function serveStdio({
  signal,
  input = process.stdin,
  output = process.stdout,
  ...options
}: StdioOptions): Promise<void> {
  const server = createMcpServer(options);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  input.once('end', end);
  input.once('close', end);
  signal.addEventListener('abort', () => end(), { once: true });
  if (signal.aborted) end();
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  await server.close();
}
