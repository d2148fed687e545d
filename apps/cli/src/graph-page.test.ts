import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cm } from './run-cm.fixture.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'cm-page-'));
  mkdirSync(join(root, 'app'));
  writeFileSync(join(root, 'app/shop.py'), 'def load(name):\n    return name\n\n\ndef main():\n    return load("a")\n');
  writeFileSync(join(root, 'alone.py'), 'def alone():\n    pass\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('writes one page with the graph and its sources', async () => {
  const { exitCode, stdout, stderr } = await cm(root, ['graph', '--html', 'page.html']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  expect(stderr).toContain('✓ page.html');
  const page = readFileSync(join(root, 'page.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain('"alone.py"');
  expect(page.match(/class="block"/g)).toHaveLength(1);
});

it('draws what is near to a symbol', async () => {
  const { exitCode } = await cm(root, ['graph', '--html', 'near.html', '--around', 'load']);
  expect(exitCode).toBe(0);
  const page = readFileSync(join(root, 'near.html'), 'utf8');
  expect(page).toContain('"main"');
  expect(page).not.toContain('alone');
});

it('says what is wrong', async () => {
  const missing = await cm(root, ['graph', '--html', 'no/such/folder.html']);
  expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("can't be written") });
  const both = await cm(root, ['graph', '--html', 'a.html', '--output', 'b.json']);
  expect(both).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('mutually exclusive') });
});
