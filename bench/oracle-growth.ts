// Does it stay linear? Cold scans of synthetic TypeScript monorepos.
//   node --conditions=@cm/source bench/oracle-growth.ts [--files 1000,10000,50000]
// Packages of 100 files of 30 lines each, that import and call one another within the package and across packages. Each size is a process of its own.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from './print-table.ts';

const PER_PACKAGE = 100;
const SCAN = `
import { openOracle } from '@cm/oracle';
const [root, file] = process.argv.slice(1);
const oracle = await openOracle({ root, file, embedder: null });
const cold = await oracle.scan();
const peak = process.resourceUsage().maxRSS / 1024;
const unchanged = await oracle.scan();
await oracle.close();
console.log(JSON.stringify({ ...cold, skipped: cold.skipped.length, peak, unchanged: unchanged.durationMs }));
`;

function writeRepository(root: string, files: number): void {
  for (let index = 0; index < files; index++) {
    const folder = join(root, `packages/p${Math.floor(index / PER_PACKAGE)}`);
    if (index % PER_PACKAGE === 0) {
      mkdirSync(join(folder, 'src'), { recursive: true });
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@m/p${index / PER_PACKAGE}`, main: './src/f0.ts' }));
    }
    const at = index % PER_PACKAGE;
    const next = (at + 1) % PER_PACKAGE;
    const other = Math.floor(index / PER_PACKAGE / 2);
    const functions = Array.from(
      { length: 4 },
      (_, number) =>
        `/** Makes number ${number}. */\nexport function make${at}x${number}(value: number): Thing${at} {\n  const thing = new Thing${at}(value);\n  thing.add(make${next}x${number}(value).size);\n  return thing;\n}\n`,
    );
    const text = `import { make0x0 } from '@m/p${other}';\nimport { ${[0, 1, 2, 3].map((number) => `make${next}x${number}`).join(', ')} } from './f${next}';\n\nexport class Thing${at} {\n  size: number;\n  constructor(size: number) {\n    this.size = size;\n  }\n  add(more: number) {\n    make0x0(more);\n  }\n}\n${functions.join('')}`;
    writeFileSync(join(folder, `src/f${at}.ts`), text);
  }
}

const { values } = parseArgs({ options: { files: { type: 'string', default: '1000,10000,50000' } } });
const rows: object[] = [];
for (const files of values.files.split(',').map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
  try {
    writeRepository(join(folder, 'root'), files);
    const args = [
      '--conditions=@cm/source',
      '--input-type=module',
      '-e',
      SCAN,
      '--',
      join(folder, 'root'),
      join(folder, 'oracle.db'),
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${files} files: ${stderr}`);
    const run = JSON.parse(stdout);
    rows.push({
      files: run.files,
      lines: run.lines,
      nodes: run.nodes,
      edges: run.edges,
      'cold s': (run.durationMs / 1000).toFixed(1),
      'lines/s': Math.round((run.lines / run.durationMs) * 1000),
      'unchanged ms': Math.round(run.unchanged),
      'peak MB': Math.round(run.peak),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
printTable(rows);
