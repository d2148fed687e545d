import { request } from 'node:http';
import { type Oracle, openOracle } from '@cm/oracle';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type SmallRepository, smallRepository } from './repository.fixture.ts';
import { type HttpOptions, type RunningServer, serveHttp } from './serve-http.ts';

const TOKEN = 'a-token-of-some-length';
let repository: SmallRepository;
let oracle: Oracle;
let running: RunningServer | undefined;

beforeAll(async () => {
  repository = smallRepository();
  oracle = await openOracle({ root: repository.root, embedder: null });
});
afterEach(async () => {
  await running?.close();
  running = undefined;
});
afterAll(async () => {
  await oracle.close();
  repository.remove();
});

async function serve(options: Partial<HttpOptions> = {}): Promise<RunningServer> {
  running = await serveHttp({ oracle, version: '1', port: 0, ...options });
  return running;
}

/** One request as it is, with headers that `fetch` would not send. */
function ask(url: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  const body = options.body ?? JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...options.headers };
  return new Promise<{ status: number; text: string }>((done, failed) => {
    const sent = request(url, { method: options.method ?? 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', failed);
    sent.end(options.method === 'GET' ? undefined : body);
  });
}

it('serves the official client, several at once', async () => {
  const { url } = await serve();
  const clients = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const client = new Client({ name, version: '1' });
      await client.connect(new StreamableHTTPClientTransport(new URL(url)) as Parameters<typeof client.connect>[0]);
      return client;
    }),
  );
  const answers = await Promise.all(
    clients.map((client) => client.callTool({ name: 'search', arguments: { query: 'loadUser' } })),
  );
  for (const { structuredContent } of answers)
    expect(structuredContent).toMatchObject({ results: expect.arrayContaining([expect.objectContaining({ name: 'loadUser' })]) });
  for (const client of clients) await client.close();
});

it('serves this machine under its own names alone', async () => {
  const { url } = await serve();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  const port = new URL(url).port;
  expect((await ask(url)).status).toBe(200);
  expect((await ask(url, { headers: { Host: `localhost:${port}`, Origin: 'http://localhost:5173' } })).status).toBe(200);
  for (const headers of [
    { Host: `evil.example:${port}` },
    { Host: 'localhost.evil.example' },
    { Host: '@' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://127.0.0.1.evil.example' },
  ])
    expect((await ask(url, { headers })).status).toBe(403);
});

it('refuses what is too large, not JSON, elsewhere or another method', async () => {
  const { url } = await serve();
  expect((await ask(url, { body: `"${'x'.repeat(2_100_000)}"` })).status).toBe(413);
  expect((await ask(url, { body: '{' })).status).toBe(400);
  expect((await ask(url.replace('/mcp', '/other'))).status).toBe(404);
  expect((await ask(url, { method: 'GET' })).status).toBe(405);
  expect((await ask(url)).status).toBe(200);
});

it('asks for the token where there is one', async () => {
  const { url } = await serve({ token: TOKEN });
  expect((await ask(url)).status).toBe(401);
  expect((await ask(url, { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
  expect((await ask(url, { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
});

it('serves other machines with a token only, and no pages of other origins', async () => {
  await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'CM_MCP_TOKEN_NEEDED' });
  await expect(serve({ host: '0.0.0.0', token: 'short' })).rejects.toMatchObject({ code: 'CM_MCP_TOKEN_TOO_SHORT' });
  const { url } = await serve({ host: '0.0.0.0', token: TOKEN });
  const here = url.replace('0.0.0.0', '127.0.0.1');
  const headers = { Authorization: `Bearer ${TOKEN}`, Host: 'build-box:80' };
  expect((await ask(here, { headers })).status).toBe(200);
  expect((await ask(here, { headers: { ...headers, Origin: 'http://evil.example' } })).status).toBe(403);
});

it('says when the port is taken', async () => {
  const { url } = await serve();
  await expect(serveHttp({ oracle, version: '1', port: Number(new URL(url).port) })).rejects.toMatchObject({
    code: 'CM_MCP_PORT',
  });
});
