// `pnpm docs:cli`: writes docs/cli.md anew.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLI_DOCS, renderCliDocs } from './cli-docs.ts';
import { root } from './paths.ts';

writeFileSync(join(root, CLI_DOCS), await renderCliDocs());
process.stderr.write(`✓ ${CLI_DOCS}\n`);
