// A small repository that tests ask about.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FILES: Record<string, string> = {
  'src/store.ts': `/** Reads one user. */
export function loadUser(id: string): string {
  return normalize(id);
}

export function normalize(id: string): string {
  return id.trim().toLowerCase();
}
`,
  'src/api.ts': `import { loadUser } from './store.ts';

export function handleRequest(id: string): string {
  return \`hello \${loadUser(id)}\`;
}
`,
  'src/store.test.ts': `import { loadUser } from './store.ts';

test('loads a user', () => {
  expect(loadUser(' A ')).toBe('a');
});
`,
};

export interface SmallRepository {
  root: string;
  write(path: string, text: string): void;
  remove(): void;
}

export function smallRepository(): SmallRepository {
  const root = mkdtempSync(join(tmpdir(), 'cm-mcp-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
