export { createMcpServer, type McpServerOptions } from './mcp.ts';
export { type HttpOptions, type RunningServer, serveHttp } from './serve-http.ts';
export { serveStdio } from './serve-stdio.ts';
