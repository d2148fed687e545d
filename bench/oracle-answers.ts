// How long do answers take? Each question is put of symbols all over a repository, to an index that is there and in a process that is warm.
//   node --conditions=@cm/source bench/oracle-answers.ts PATH... [--count 60]
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type CodeNode, type Oracle, openOracle } from '@cm/oracle';
import { printTable } from './print-table.ts';

const SYMBOLS = new Set(['function', 'method', 'class', 'interface', 'struct', 'enum']);

const QUESTIONS: Readonly<Record<string, (oracle: Oracle, node: CodeNode) => Promise<unknown>>> = {
  at: (oracle, node) => oracle.at(node.path, node.start_line, 3),
  'search, a name': (oracle, node) => oracle.search(node.name, { by: 'words' }),
  'search, words': (oracle, node) => oracle.search(node.signature.replace(/\W+/g, ' '), { by: 'words' }),
  definition: (oracle, node) => oracle.definition(node.qualified_name),
  references: (oracle, node) => oracle.references(node.id),
  impact: (oracle, node) => oracle.impact({ ids: [node.id] }),
  'context of a task': (oracle, node) => oracle.context({ task: node.signature.replace(/\W+/g, ' ') }),
  files: (oracle, node) => oracle.files(node.signature.replace(/\W+/g, ' ')),
};
const RARELY: Readonly<Record<string, (oracle: Oracle) => Promise<unknown>>> = {
  map: (oracle) => oracle.map(),
  'hot spots': (oracle) => oracle.hotSpots(),
  cycles: (oracle) => oracle.cycles(),
  'dead exports': (oracle) => oracle.deadExports(),
  communities: (oracle) => oracle.communities(),
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { count: { type: 'string', default: '60' } } });
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-answers.ts PATH... [--count 60]\n');
  process.exit(2);
}

async function time(ask: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await ask();
  return performance.now() - started;
}

function row(repository: string, question: string, times: readonly number[]): object {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)]!);
  return { repository, question, asked: times.length, 'median ms': at(0.5), 'p95 ms': at(0.95), 'most ms': at(1) };
}

async function measure(root: string, folder: string): Promise<object[]> {
  const name = basename(root);
  const oracle = await openOracle({ root, file: join(folder, `${name}.db`), embedder: null });
  await oracle.scan();
  const { nodes } = await oracle.graph();
  const symbols = nodes.filter(({ type }) => SYMBOLS.has(type));
  const count = Math.min(Number(values.count), symbols.length);
  const asked = Array.from({ length: count }, (_, index) => symbols[Math.floor((index * symbols.length) / count)]!);
  const rows: object[] = [];
  for (const [question, ask] of Object.entries(QUESTIONS)) {
    // The first one reads git's log.
    await ask(oracle, asked[0]!);
    const times: number[] = [];
    for (const node of asked) times.push(await time(() => ask(oracle, node)));
    rows.push(row(`${name}, ${nodes.length} symbols`, question, times));
  }
  for (const [question, ask] of Object.entries(RARELY))
    rows.push(row(`${name}, ${nodes.length} symbols`, question, [await time(() => ask(oracle))]));
  await oracle.close();
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), 'cm-answers-'));
try {
  const rows: object[] = [];
  for (const path of positionals) rows.push(...(await measure(resolve(path), folder)));
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
