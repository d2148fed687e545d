import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '@cm/core/testing';
import { temporaryRepository } from '@cm/git/testing';
import { cm } from './run-cm.fixture.ts';

type Repository = Awaited<ReturnType<typeof temporaryRepository>>;

const CODE = `
export function retryWithBackoff(task, attempts) {
  for (let attempt = 0; attempt < attempts; attempt++) wait(2 ** attempt);
}

export function drawTriangle(canvas) {
  canvas.lineTo(1, 2);
}
`;
const many = Array.from({ length: 40 }, (_, index) => `export function step${index}() {}\n`).join('');
/** Nothing may go on after a test that did not ask for it. */
const CI = { CI: 'true' };

async function until(isDone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isDone(); tries++) await sleep(100);
  expect(isDone()).toBe(true);
}

describe('cm search', () => {
  let made: Repository;
  beforeAll(async () => {
    made = await temporaryRepository({ files: { 'src/a.js': CODE } });
  });
  afterAll(() => made.remove());

  it('finds by meaning, offline, and gives exactly what it promises as JSON', async () => {
    const { stdout, exitCode } = await cm(
      made.path,
      ['search', 'sketch', 'a', 'shape', 'with', 'three', 'sides', '--json', '--limit', '2'],
      CI,
    );
    expect(exitCode).toBe(0);
    const found = JSON.parse(stdout) as Record<string, unknown>[];
    expect(found).toHaveLength(2);
    expect(found[0]).toEqual({
      id: expect.any(Number),
      path: 'src/a.js',
      type: 'function',
      name: 'drawTriangle',
      start_line: 6,
      end_line: 8,
      score: expect.any(Number),
      why: 'close in meaning',
    });
  });

  it('finds a name without any model', async () => {
    const { stdout } = await cm(made.path, ['search', 'retryWithBackoff', '--by', 'words'], CI);
    expect(stdout).toMatch(/^src\/a\.js:2-4 {2}function retryWithBackoff {2}exact name\n/);
  });
});

describe('cm scan', () => {
  let made: Repository;
  beforeEach(async () => {
    made = await temporaryRepository({ files: { 'src/a.js': CODE, 'src/steps.js': many } });
  });
  afterEach(() => made.remove());
  const log = () => join(made.path, '.codemonkeys', 'embedding.log');

  it('waits for vectors with --wait, and then there is nothing more to do', async () => {
    const first = JSON.parse((await cm(made.path, ['scan', '--wait', '--json'], CI)).stdout);
    expect(first).toMatchObject({ files: 2, vectors: { embedded: 42, covered: 42, total: 42 } });
    const again = await cm(made.path, ['scan'], CI);
    expect(again.stderr).not.toContain('meaning');
  });

  it('leaves vectors out with --no-vectors, in CI, and where they are off', async () => {
    expect((await cm(made.path, ['scan', '--no-vectors'])).stderr).not.toContain('meaning');
    expect((await cm(made.path, ['scan'], CI)).stderr).toContain(
      '0 of 42 symbols can be found by meaning; cm scan --wait embeds the others',
    );
    writeFileSync(join(made.path, 'codemonkeys.yaml'), 'oracle: { embeddings: off }\n');
    expect((await cm(made.path, ['scan'])).stderr).not.toContain('meaning');
    expect(existsSync(join(made.path, '.codemonkeys', 'vectors'))).toBe(false);
    expect((await cm(made.path, ['scan', '--wait', '--no-vectors'])).exitCode).toBe(2);
  });

  it('embeds in the background, and that ends by itself', async () => {
    expect((await cm(made.path, ['scan'])).stderr).toContain('the others follow in the background');
    await until(() => existsSync(log()) && readFileSync(log(), 'utf8').includes('42 of 42 symbols, done'));
  });

  it('leaves nothing behind in a repository that was removed meanwhile', async () => {
    await cm(made.path, ['scan']);
    rmSync(made.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    await sleep(3000);
    expect(existsSync(made.path)).toBe(false);
  });

  it('sends code to no service that the constitution does not name', async () => {
    writeFileSync(
      join(made.path, 'codemonkeys.yaml'),
      'oracle: { embeddings: { url: "http://127.0.0.1:1/v1", model: m, dimensions: 3 } }\n',
    );
    const refused = await cm(made.path, ['scan', '--wait'], CI);
    expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('host') });
    const found = await cm(made.path, ['search', 'retry', 'with', 'backoff'], CI);
    expect(found.stdout).toContain('retryWithBackoff');
    expect(found.stderr).toContain('VIII.2');
  });

  it('asks the service that the settings name, once its person allows the host', async () => {
    const asked: string[] = [];
    const service = createServer(async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      const { input, model } = JSON.parse(text) as { input: string[]; model: string };
      asked.push(`${request.url} ${model}`);
      const data = input.map((each, index) => ({ index, embedding: [each.includes('riangle') ? 1 : 0, 1, 0.5] }));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ data }));
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const home = temporaryFolder('cm-home');
    try {
      mkdirSync(join(home.path, '.codemonkeys/constitution'), { recursive: true });
      writeFileSync(
        join(home.path, '.codemonkeys/constitution/network.yaml'),
        'amendments:\n  - { article: VIII.2, params: { allowedHosts: ["127.0.0.1"] } }\n  - { article: VIII.3, params: { allowedProviders: ["127.0.0.1"] } }\n',
      );
      writeFileSync(
        join(made.path, 'codemonkeys.yaml'),
        `oracle: { embeddings: { url: "http://127.0.0.1:${(service.address() as AddressInfo).port}/v1", model: nomic, dimensions: 3 } }\n`,
      );
      const env = { ...CI, HOME: home.path };
      const scan = await cm(made.path, ['scan', '--wait', '--json'], env);
      expect(JSON.parse(scan.stdout)).toMatchObject({ vectors: { embedded: 42, covered: 42, total: 42 } });
      const found = await cm(
        made.path,
        ['search', 'which shape is a triangle', '--by', 'meaning', '--json', '--limit', '1'],
        env,
      );
      expect(JSON.parse(found.stdout)).toMatchObject([{ name: 'drawTriangle' }]);
      expect(new Set(asked)).toEqual(new Set(['/v1/embeddings nomic']));
    } finally {
      home.remove();
      service.close();
    }
  });
});
