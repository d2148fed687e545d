import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CmError, type Permit, takePermitMint } from '@cm/core';
import { remoteEmbedder } from './remote-embedder.ts';

const mint = takePermitMint();
const permit = (action: string, facts: Record<string, unknown>): Permit =>
  mint({ id: '1', action, facts, articles: [], constitutionHash: '', issuedAt: '' });
const allowed = {
  connect: (facts: Record<string, unknown>) => permit('network.connect', facts),
  call: (facts: Record<string, unknown>) => permit('model.call', facts),
};

describe('an embedding service', () => {
  let server: Server;
  let url: string;
  let answer: (body: { model: string; input: string[] }, request: IncomingMessage) => [status: number, body: unknown];
  let requests = 0;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      requests++;
      let text = '';
      for await (const part of request) text += part;
      const [status, body] = answer(JSON.parse(text), request);
      response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const open = (permits = allowed, key?: string) => remoteEmbedder({ url, model: 'm', dimensions: 2, permits, key });

  it('is asked as OpenAI and Ollama are, in batches, and its vectors are put in order and made of length 1', async () => {
    const seen: unknown[] = [];
    answer = ({ model, input }, { url: path, headers }) => {
      seen.push([path, headers.authorization, model, input.length]);
      return [200, { data: input.map((text, index) => ({ index, embedding: [3 * text.length, 4 * text.length] })).reverse() }];
    };
    const vectors = await open(allowed, 'secret').embed(Array.from({ length: 70 }, (_, index) => 'x'.repeat(index)));
    expect(vectors).toHaveLength(70);
    for (const [x, y] of vectors) expect([x, y]).toEqual([expect.closeTo(0.6, 5), expect.closeTo(0.8, 5)]);
    expect(seen).toEqual([
      ['/v1/embeddings', 'Bearer secret', 'm', 64],
      ['/v1/embeddings', 'Bearer secret', 'm', 6],
    ]);
  });

  it('is not asked without a permit, nor with one for something else', async () => {
    const refused = (): Permit => {
      throw new CmError('no', { code: 'CM_DENIED', hint: 'no' });
    };
    const before = requests;
    await expect(open({ ...allowed, connect: refused }).embed(['a'])).rejects.toMatchObject({ code: 'CM_DENIED' });
    await expect(open({ ...allowed, call: refused }).embed(['a'])).rejects.toMatchObject({ code: 'CM_DENIED' });
    const elsewhere = () => permit('network.connect', { host: 'example.org', port: 443, purpose: 'embed code' });
    await expect(open({ ...allowed, connect: elsewhere }).embed(['a'])).rejects.toMatchObject({ code: 'CM_NO_PERMIT' });
    expect(requests).toBe(before);
  });

  it.each<[string, number, unknown]>([
    ['an error', 500, {}],
    ['a redirection', 302, ''],
    ['no JSON', 200, 'hello'],
    ['null', 200, 'null'],
    ['too few vectors', 200, { data: [] }],
    ['a vector of another length', 200, { data: [{ embedding: [1] }] }],
    ['no numbers', 200, { data: [{ embedding: ['1', null] }] }],
    ['a place that is none', 200, { data: [{ index: 7, embedding: [1, 2] }] }],
  ])('that answers with %s is an error that says so', async (_what, status, body) => {
    answer = () => [status, body];
    await expect(open().embed(['a'])).rejects.toMatchObject({
      code: 'CM_EMBEDDING_FAILED',
      hint: expect.stringContaining('oracle.embeddings'),
    });
  });

  it('that is not there is an error that says so', async () => {
    const nobody = remoteEmbedder({ url: 'http://127.0.0.1:1/v1', model: 'm', dimensions: 2, permits: allowed });
    await expect(nobody.embed(['a'])).rejects.toMatchObject({ code: 'CM_EMBEDDING_FAILED' });
  });
});
