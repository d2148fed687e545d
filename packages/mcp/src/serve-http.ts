import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { type Gate, isLoopbackHost, refusalOf } from './check-request.ts';
import { portTaken, tokenNeeded, tokenTooShort } from './errors.ts';
import { createMcpServer, type McpServerOptions } from './mcp.ts';

export interface HttpOptions extends McpServerOptions {
  /** 0 for any that is free. */
  port: number;
  /** `127.0.0.1` unless given: only this machine. */
  host?: string;
  /** What clients have to send as a bearer token. Without one, only this machine is served. */
  token?: string | undefined;
}

export interface RunningServer {
  /** Where clients connect: `http://127.0.0.1:PORT/mcp`. */
  url: string;
  close(): Promise<void>;
}

const PATH = '/mcp';
const MOST_BYTES = 2_000_000;
const MOST_CONNECTIONS = 64;
const SHORTEST_TOKEN = 16;

/**
 * Serves clients over streamable HTTP. No request knows of another, so that clients can come and go.
 * @throws {CmError} `CM_MCP_TOKEN_NEEDED`, `CM_MCP_TOKEN_TOO_SHORT`, `CM_MCP_PORT`.
 */
export async function serveHttp({ port, host = '127.0.0.1', token, ...options }: HttpOptions): Promise<RunningServer> {
  const gate: Gate = { isLoopback: isLoopbackHost(host), token };
  if (token === undefined && !gate.isLoopback) throw tokenNeeded(host);
  if (token !== undefined && token.length < SHORTEST_TOKEN) throw tokenTooShort();
  const onBug = options.onBug ?? (() => undefined);
  const server = createServer((request, response) => {
    handle(request, response, gate, options).catch((error: unknown) => {
      onBug(error);
      if (!response.headersSent) refuse(response, 500, 'something went wrong here');
      else response.destroy();
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${taken}${PATH}`, close: () => close(server) };
}

async function handle(request: IncomingMessage, response: ServerResponse, gate: Gate, options: McpServerOptions): Promise<void> {
  const refusal = refusalOf(request.headers, gate);
  if (refusal !== null) {
    if (refusal.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    return refuse(response, refusal.status, refusal.message);
  }
  if (URL.parse(request.url ?? '', 'http://here')?.pathname !== PATH) return refuse(response, 404, `the server is at ${PATH}`);
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'POST');
    return refuse(response, 405, 'only POST is served');
  }
  const server = createMcpServer(options);
  const transport = new StreamableHTTPServerTransport({ maxRequestBodySize: MOST_BYTES });
  response.once('close', () => void server.close());
  // Its types predate exactOptionalPropertyTypes.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error) => failed(portTaken(host, port, error)));
    server.listen(port, host, () => done());
  });
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeAllConnections();
  return closed;
}
