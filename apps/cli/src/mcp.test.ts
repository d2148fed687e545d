import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { cm } from './run-cm.fixture.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cm-mcp-'));
  writeFileSync(join(root, 'shop.py'), 'def load(name):\n    return name\n\n\ndef main():\n    return load("a")\n');
  writeFileSync(join(root, 'codemonkeys.yaml'), 'version: 1\noracle:\n  embeddings: "off"\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('serves the official client on stdio, with nothing but the protocol on stdout', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const problems: unknown[] = [];
  client.onerror = (error) => problems.push(error);
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--conditions=@cm/source', '--disable-warning=ExperimentalWarning', MAIN, 'mcp', '--cwd', root],
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), CI: '1' },
    stderr: 'pipe',
  });
  await client.connect(transport);
  expect(client.getServerVersion()).toMatchObject({ name: 'codemonkeys' });
  try {
    const answer = await client.callTool({ name: 'explore', arguments: { query: 'load' } });
    expect(answer.structuredContent).toMatchObject({
      understood: 'symbol',
      parts: expect.arrayContaining([expect.objectContaining({ path: 'shop.py', name: 'load', form: 'source' })]),
      relations: [{ callers: [{ name: 'main', confidence: expect.any(Number) }] }],
      basis: { current: true, commit: null },
    });
  } finally {
    await client.close();
  }
  expect(problems).toEqual([]);
});

it('says what is wrong with how it was called', async () => {
  expect(await cm(root, ['mcp', '--host', '0.0.0.0'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('--host goes with --http'),
  });
  const open = await cm(root, ['mcp', '--http', '0', '--host', '0.0.0.0']);
  expect(open).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('CM_MCP_TOKEN') });
});

it('ends when its client does', async () => {
  const { exitCode, stdout } = await cm(root, ['mcp']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});
