import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI_DOCS, renderCliDocs } from './cli-docs.ts';
import { root } from './paths.ts';

it('docs/cli.md says what the help says; `pnpm docs:cli` writes it anew', async () => {
  expect(readFileSync(join(root, CLI_DOCS), 'utf8')).toBe(await renderCliDocs());
});
