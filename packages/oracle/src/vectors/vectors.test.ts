import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CmError } from '@cm/core';
import { makeFolder, writeFiles } from '../fixture-folder.ts';
import { openOracle } from '../oracle.ts';
import { type CountingEmbedder, wordEmbedder } from './fixture-embedder.ts';

const COUNT = 200;
const module = (from: number, to: number, body = 'return 1') =>
  Array.from({ length: to - from }, (_, index) => `export function job${from + index}(): number {\n  ${body};\n}\n`).join('\n');

async function open(root: string, embedder: CountingEmbedder = wordEmbedder()) {
  const oracle = await openOracle({ root, embedder });
  await oracle.scan();
  return { oracle, embedder };
}

async function embedOnce(root: string, embedder = wordEmbedder()) {
  const { oracle } = await open(root, embedder);
  try {
    return await oracle.embed();
  } finally {
    await oracle.close();
  }
}

describe('vectors', () => {
  let root: string;
  beforeEach(() => {
    root = makeFolder();
    writeFiles(root, { 'src/jobs.ts': module(0, COUNT) });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 3 }));

  it('are computed once for a text, whatever happens to files and branches in between', async () => {
    const { oracle, embedder } = await open(root);
    const progress: number[] = [];
    expect(await oracle.vectorStatus()).toEqual({ covered: 0, total: COUNT, model: 'words', problem: null });
    expect(await oracle.embed({ onProgress: ({ done }) => progress.push(done) })).toMatchObject({
      embedded: COUNT,
      cached: 0,
      removed: 0,
      covered: COUNT,
      total: COUNT,
      rebuilt: null,
    });
    expect(progress).toEqual([64, 128, 192, 200]);
    expect(await oracle.embed()).toMatchObject({ embedded: 0, cached: 0, removed: 0, covered: COUNT });

    writeFiles(root, { 'src/jobs.ts': module(0, COUNT - 1).replace('return 1', 'return 2') });
    await oracle.scan();
    expect(await oracle.embed()).toMatchObject({ embedded: 1, cached: 0, removed: 1, covered: COUNT - 1 });

    writeFiles(root, { 'src/jobs.ts': module(0, COUNT) });
    await oracle.scan();
    expect(await oracle.embed()).toMatchObject({ embedded: 0, cached: 2, removed: 0, covered: COUNT });
    expect(embedder.texts).toBe(COUNT + 1);
    await oracle.close();
  });

  it('go on where an error or an interruption stopped them', async () => {
    const failing = wordEmbedder();
    failing.failAfter = 130;
    await expect(embedOnce(root, failing)).rejects.toThrow('told to fail');
    const { oracle, embedder } = await open(root);
    const stop = new AbortController();
    await expect(oracle.embed({ signal: stop.signal, onProgress: () => stop.abort() })).rejects.toMatchObject({
      code: 'CM_INTERRUPTED',
    });
    expect(await oracle.embed()).toMatchObject({ covered: COUNT });
    expect(failing.texts + embedder.texts).toBe(COUNT);
    await oracle.close();
  });

  it('go on after a process was killed in the middle', async () => {
    const script = `
      const { openOracle } = await import(${JSON.stringify(new URL('../oracle.ts', import.meta.url).href)});
      const { wordEmbedder } = await import(${JSON.stringify(new URL('./fixture-embedder.ts', import.meta.url).href)});
      const oracle = await openOracle({ root: process.argv[1], embedder: wordEmbedder('words', { delayMs: 300 }) });
      await oracle.scan();
      await oracle.embed({ onProgress: ({ done }) => console.log(done) });`;
    const child = spawn(process.execPath, ['--conditions=@cm/source', '--input-type=module', '-e', script, root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { oracle, embedder } = await open(root);
    expect(await oracle.embed()).toMatchObject({ covered: COUNT, rebuilt: null });
    expect(embedder.texts).toBeLessThan(COUNT);
    await oracle.close();
  });

  it('are made by one process at a time', async () => {
    const { oracle } = await open(root, wordEmbedder('words', { delayMs: 100 }));
    const { oracle: other } = await open(root);
    const first = oracle.embed();
    await expect(other.embed({ wait: false })).rejects.toMatchObject({ code: 'CM_EMBEDDING_BUSY' });
    expect(await other.embed()).toMatchObject({ embedded: 0, covered: COUNT });
    expect(await first).toMatchObject({ embedded: COUNT });
    await Promise.all([oracle.close(), other.close()]);
  });

  it('are built anew, from the cache, where their folder is damaged or foreign, and say why', async () => {
    await embedOnce(root);
    const folder = join(root, '.codemonkeys', 'vectors', 'lance');
    const table = join(folder, 'code_vectors.lance');
    for (const file of readdirSync(join(table, 'data'))) writeFileSync(join(table, 'data', file), 'no vectors');
    expect(await embedOnce(root)).toMatchObject({ embedded: 0, cached: COUNT, rebuilt: 'the vectors were damaged' });

    for (const file of readdirSync(join(table, '_versions'))) writeFileSync(join(table, '_versions', file), 'no manifest');
    expect(await embedOnce(root)).toMatchObject({ embedded: 0, cached: COUNT, rebuilt: 'the vectors were damaged' });

    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    expect(await embedOnce(root)).toMatchObject({ cached: COUNT, rebuilt: 'something else was in the place of the vectors' });

    writeFileSync(join(root, '.codemonkeys', 'vectors', 'cache.db'), 'no database'.repeat(1000));
    expect(await embedOnce(root)).toMatchObject({ embedded: 0, covered: COUNT, rebuilt: 'the cache of vectors was damaged' });

    writeFileSync(join(root, '.codemonkeys', 'vectors', 'embed.lock'), 'no lock'.repeat(1000));
    expect(await embedOnce(root)).toMatchObject({ embedded: 0, covered: COUNT, rebuilt: null });
  });

  it('of another model are not mixed with these', async () => {
    await embedOnce(root);
    const { oracle, embedder } = await open(root, wordEmbedder('other', { dimensions: 32 }));
    expect(await oracle.search('some job', { by: 'meaning' })).toEqual([]);
    expect(await oracle.embed()).toMatchObject({ embedded: COUNT, rebuilt: 'the vectors were of the model words' });
    expect(embedder.texts).toBe(COUNT);
    await oracle.close();
    expect(await embedOnce(root)).toMatchObject({ embedded: 0, cached: COUNT, rebuilt: 'the vectors were of the model other' });
  });

  it('do not bring a folder back that was removed meanwhile', async () => {
    const { oracle } = await open(root);
    await expect(
      oracle.embed({ onProgress: () => rmSync(join(root, '.codemonkeys'), { recursive: true, force: true }) }),
    ).rejects.toMatchObject({ code: 'CM_INTERRUPTED' });
    expect(existsSync(join(root, '.codemonkeys'))).toBe(false);
    await oracle.close();
  });

  it('are not written through a link', async () => {
    const elsewhere = makeFolder();
    const state = join(root, '.codemonkeys');
    mkdirSync(state);
    symlinkSync(elsewhere, join(state, 'vectors'));
    await expect(embedOnce(root)).rejects.toMatchObject({ code: 'CM_STATE_IS_LINK' });
    expect(readdirSync(elsewhere)).toEqual([]);
    rmSync(elsewhere, { recursive: true });
  });

  it('lead to symbols, and never to another one that has got the number', async () => {
    writeFiles(root, { 'src/jobs.ts': 'export function cancelOrder(): void {}\n\nexport function paintFence(): void {}\n' });
    const first = await open(root);
    await first.oracle.embed();
    expect((await first.oracle.search('order to cancel', { by: 'meaning' })).map((found) => found.name)).toEqual([
      'cancelOrder',
      'paintFence',
    ]);
    await first.oracle.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(root, '.codemonkeys', `oracle.db${suffix}`), { force: true });
    writeFiles(root, { 'src/a.ts': 'export function zebra(): void {}\n' });
    const second = await open(root);
    const names = (await second.oracle.search('order to cancel', { by: 'meaning' })).map((found) => found.name);
    expect(names).not.toContain('zebra');
    await second.oracle.embed();
    expect((await second.oracle.search('order to cancel', { by: 'meaning' }))[0]?.name).toBe('cancelOrder');
    await second.oracle.close();
  });

  it('are done without where the model fails, unless they were asked for', async () => {
    await embedOnce(root);
    const broken = wordEmbedder();
    broken.embed = () => Promise.reject(new CmError('no model', { code: 'CM_MODEL_DAMAGED', hint: 'none' }));
    const { oracle } = await open(root, broken);
    expect((await oracle.search('what does the job number'))[0]?.name).toMatch(/^job/);
    expect(await oracle.vectorStatus()).toMatchObject({ covered: COUNT, problem: 'no model' });
    await expect(oracle.search('a job', { by: 'meaning' })).rejects.toMatchObject({ code: 'CM_MODEL_DAMAGED' });
    await oracle.close();
  });

  it('can be left out', async () => {
    const oracle = await openOracle({ root, embedder: null });
    await oracle.scan();
    expect(await oracle.vectorStatus()).toBeNull();
    await expect(oracle.embed()).rejects.toMatchObject({ code: 'CM_EMBEDDING_OFF' });
    expect((await oracle.search('job7'))[0]?.name).toBe('job7');
    await oracle.close();
  });
});
