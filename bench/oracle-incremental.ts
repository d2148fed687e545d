// Does an index that is brought up to date equal one built from nothing, and how fast is it brought up to date?
//   node --conditions=@cm/source bench/oracle-incremental.ts [PATH...] [--sequences 1000] [--kills 200] [--files 5000] [--saves 200] [--seed 1]
// 1. On a small git repository in several languages, or on clones of the repositories given: sequences of one to four random edits, renames, deletions, reverts, commits and switches between
//    branches; after each the index is compared with a cold one, row by row: files, nodes, edges, unresolved uses, dependencies, full text.
// 2. `kill -9` at a random moment of a scan: the next scan repairs it, and equals a cold one. Every tenth time two scans run at once, while a reader asks.
// 3. On a synthetic repository: from a save to the answer of a query, and a scan that finds nothing changed.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import Database from 'better-sqlite3';
import { type Ground, realGround } from './incremental/real-ground.ts';
import { printTable } from './print-table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sequences: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '200' },
    files: { type: 'string', default: '5000' },
    saves: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});

/** Mulberry32: the same sequence for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomFrom(Number(values.seed));
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ts: [
    `export function run() { return help(); }\nexport function help() {}\n`,
    `\n/** Helps. */\nexport function help() {}\nexport class A { go() { return this.stop(); } stop() {} }\n`,
    `export * from './b';\nexport * from './lib';\nimport { A, help } from './b';\nconst a = new A();\na.go();\nhelp();\n`,
    `import { A } from '@x/b';\nimport { C } from 'lib';\nexport class B extends A { go() { super.go(); new C().help(); } }\n`,
    `import { B } from '../b';\nimport * as a from '../a';\nexport class C extends B { help() { this.go(); a.run(); a.help(); } }\nexport { help } from '../a';\n`,
    `import { Box } from './a';\nexport interface Box { open(): Box }\nexport const use = (box: Box) => box.open().open();\n`,
  ],
  js: [
    `const { help } = require('./b');\nconst lib = require('./lib');\nmodule.exports = { help };\nlib.help();\nhelp();\n`,
    `exports.help = function help() {};\n`,
  ],
  py: [
    `from .m import M\nfrom . import m\n\ndef make() -> M:\n    return M()\n`,
    `class M:\n    def go(self):\n        return self.stop()\n\n    def stop(self):\n        pass\n`,
    `import p\nfrom p import make, M\nfrom p.m import *\n\ndef test_it():\n    make().go()\n    p.m.M().stop()\n    M().go()\n`,
    `from q import *\n\nclass N(M):\n    def go(self):\n        super().go()\n`,
    `import pytest\nfrom p.m import M\n\n@pytest.fixture\ndef box(tmp_path):\n    made = M()\n    yield made\n`,
    `import pytest\nfrom p import make\n\n@pytest.fixture(name="box")\ndef _box(request) -> "M":\n    return make()\n\n@pytest.fixture\ndef other(box):\n    return box\n`,
    `from q import *\nfrom p.m import *\n\ndef test_it(box, other):\n    box.go()\n    other.stop()\n`,
    `import pytest\n\nclass TestIt:\n    @pytest.fixture\n    def other(self, box):\n        return box\n\n    def test_it(self, box, other):\n        box.stop()\n        other.go()\n\n@pytest.mark.parametrize("box", [1])\ndef test_no(box):\n    box.go()\n`,
  ],
  go: [
    `package main\n\nfunc Help() {}\n\nfunc Run() { Help() }\n`,
    `package main\n\ntype Box struct{}\n\nfunc (b *Box) Open() { Help() }\n`,
  ],
  rs: [
    `pub fn help() {}\npub struct A;\nimpl A { pub fn go(&self) { help(); } }\n`,
    `mod lib;\nuse lib::help;\nfn main() { help(); }\n`,
  ],
  java: [`package app;\nclass A { void go() { B.help(); } }\n`, `package app;\nclass B { static void help() {} }\n`],
  rb: [`class A\n  def go\n    stop\n  end\n  def stop; end\nend\n`, `require_relative 'a'\nA.new.go\n`],
  md: [`# Guide\n\nCall \`run\` of a.ts.\n\n## More\n\nSee [b](./b.ts).\n`, `# Other\n\nNothing.\n`],
  json: [
    `{ "compilerOptions": { "paths": { "@x/*": ["./*"] } } }`,
    `{ "compilerOptions": { "paths": { "@x/*": ["./lib/*"] } } }`,
    `{ "name": "lib", "main": "c.ts" }`,
    `{ "name": "lib" }`,
  ],
};
const PATHS = [
  'a.ts',
  'b.ts',
  'lib/index.ts',
  'lib/c.ts',
  'a.test.ts',
  'c.js',
  'p/__init__.py',
  'p/m.py',
  'q.py',
  'conftest.py',
  'p/conftest.py',
  'p/tests/conftest.py',
  'p/tests/test_a.py',
  'p/test_b.py',
  'main.go',
  'box.go',
  'main.rs',
  'lib.rs',
  'app/A.java',
  'app/B.java',
  'a.rb',
  'b.rb',
  'guide.md',
  'tsconfig.json',
  'lib/package.json',
];
const BRANCHES = ['main', 'one', 'two'];

const textFor = (path: string): string => pick(TEXTS[path.slice(path.lastIndexOf('.') + 1)]!);

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(root: string, ...args: string[]): void {
  const settings = ['user.name=a', 'user.email=a@example.org', 'commit.gpgsign=false', 'gc.auto=0'].flatMap((each) => [
    '-c',
    each,
  ]);
  execFileSync('git', [...settings, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
}

const commit = (root: string): void => {
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'x', '--allow-empty');
};

const STEPS: readonly ((root: string) => void)[] = [
  (root) => {
    const path = pick(PATHS);
    write(root, path, textFor(path));
  },
  (root) => {
    const path = pick(PATHS);
    // The same code somewhere else in the file.
    write(root, path, path.endsWith('json') ? textFor(path) : `\n\n${textFor(path)}`);
  },
  (root) => rmSync(join(root, pick(PATHS)), { force: true }),
  (root) => {
    const from = pick(PATHS);
    const to = pick(PATHS.filter((path) => path.endsWith(from.slice(from.lastIndexOf('.')))));
    if (!existsSync(join(root, from))) return;
    mkdirSync(dirname(join(root, to)), { recursive: true });
    renameSync(join(root, from), join(root, to));
  },
  (root) => git(root, 'checkout', '-q', '--', '.'),
  commit,
  (root) => {
    commit(root);
    git(root, 'switch', '-q', pick(BRANCHES));
  },
];

/** All rows of an index, without the numbers that depend on the order of scans. */
function rowsOf(file: string): Set<string> {
  const db = new Database(file, { readonly: true });
  const inFile = 2 ** 21;
  const place = (column: string) => `(select path from files where id = ${column} / ${inFile}) || '#' || (${column} % ${inFile})`;
  db.exec(`create virtual table temp.vocabulary using fts5vocab(main, words, instance)`);
  const queries = [
    `select 'file', path, language, sha256, lines, has_errors, skip from files`,
    `select 'facts', path, surface, uses, written, resolved from facts left join imports using (file_id) join files on files.id = file_id`,
    `select 'node', ${place('id')}, type, name, qualified_name, ${place('parent_id')}, start_line, end_line, signature, signature_hash, docstring, visibility, exported from nodes`,
    `select 'edge', ${place('source_id')}, ${place('target_id')}, type, tier, confidence, evidence, line from edges`,
    `select 'unresolved', ${place('source_id')}, type, name, receiver, line from unresolved`,
    `select 'depends', on_path, path from depends join files on files.id = file_id`,
    `select 'word', ${place('doc')}, term, col, "offset" from vocabulary`,
  ];
  const rows = queries.flatMap((sql) => db.prepare(sql).raw().all() as unknown[][]).map((row) => JSON.stringify(row));
  db.close();
  const counted = new Map<string, number>();
  for (const row of rows) counted.set(row, (counted.get(row) ?? 0) + 1);
  return new Set([...counted].map(([row, count]) => `${count} ${row}`));
}

async function coldRows(root: string, folder: string): Promise<Set<string>> {
  const file = join(folder, 'cold.db');
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true });
  const oracle = await openOracle({ root, file, embedder: null });
  await oracle.scan({ workers: 1 });
  await oracle.close();
  return rowsOf(file);
}

function differences(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [
    ...[...a].filter((row) => !b.has(row)).map((row) => `+ ${row}`),
    ...[...b].filter((row) => !a.has(row)).map((row) => `- ${row}`),
  ];
}

function smallGround(folder: string): Ground {
  const root = join(folder, 'repository');
  mkdirSync(root);
  for (const path of PATHS) write(root, path, textFor(path));
  git(root, 'init', '-q', '-b', 'main');
  commit(root);
  for (const branch of BRANCHES.slice(1)) {
    git(root, 'switch', '-qc', branch);
    for (const path of PATHS) if (random() < 0.5) write(root, path, textFor(path));
    commit(root);
  }
  return { name: 'small', root, step: () => pick(STEPS)(root), remove: () => undefined };
}

async function runSequences({ name, root, step }: Ground, folder: string, count: number): Promise<object> {
  const file = join(folder, `warm-${name}.db`);
  const oracle = await openOracle({ root, file, embedder: null });
  let different = 0;
  let compared = 0;
  for (let index = 0; index < count; index++) {
    for (let steps = 1 + Math.floor(random() * 4); steps > 0; steps--) step();
    await oracle.scan({ workers: 1 });
    const cold = await coldRows(root, folder);
    const found = differences(rowsOf(file), cold);
    compared += cold.size;
    if (found.length > 0) {
      different += found.length;
      process.stderr.write(`sequence ${index}:\n  ${found.slice(0, 5).join('\n  ')}\n`);
    }
  }
  await oracle.close();
  return { what: `${count} random sequences, ${name}`, result: `${different} rows different of ${compared} compared` };
}

const SCAN = `
import { openOracle } from '@cm/oracle';
const [root, file] = process.argv.slice(1);
const oracle = await openOracle({ root, file, embedder: null });
process.stdout.write('open');
await oracle.scan({ workers: 1 });
await oracle.close();
`;

function startScan(root: string, file: string) {
  const args = ['--conditions=@cm/source', '--input-type=module', '-e', SCAN, '--', root, file];
  return spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Under load; alone it is over sooner. */
const LONGEST_SCAN_MS = 250;

async function runKills(folder: string, count: number): Promise<object> {
  const root = join(folder, 'repository');
  const file = join(folder, 'killed.db');
  let different = 0;
  let mixed = 0;
  let killed = 0;
  for (let index = 0; index < count; index++) {
    for (const path of PATHS) if (random() < 0.5) write(root, path, textFor(path));
    const child = startScan(root, file);
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    await Promise.race([ended, sleep(random() * LONGEST_SCAN_MS)]);
    if (child.kill('SIGKILL')) killed++;
    await ended;
    if (index % 10 === 0) mixed += await scanTwice(root, file);
    const oracle = await openOracle({ root, file, embedder: null });
    await oracle.scan({ workers: 1 });
    await oracle.close();
    different += differences(rowsOf(file), await coldRows(root, folder)).length;
  }
  return {
    what: `${killed} kill -9 during ${count} scans, two scans at once after every tenth`,
    result: `${different} rows different, ${mixed} mixed answers`,
  };
}

/** Two scans at once and a reader: how often the reader saw what neither the old nor the new index says. */
async function scanTwice(root: string, file: string): Promise<number> {
  const reader = await openOracle({ root, file, embedder: null });
  const see = async () => JSON.stringify((await reader.graph()).nodes);
  const before = await see();
  const scans = [startScan(root, file), startScan(root, file)];
  const ends = scans.map((scan) => once(scan, 'exit'));
  const seen = new Set<string>();
  let running = true;
  void Promise.all(ends).then(() => (running = false));
  while (running) {
    seen.add(await see());
    await sleep(5);
  }
  if (scans.some((scan) => scan.exitCode !== 0)) throw new Error('a scan failed');
  const after = await see();
  await reader.close();
  return [...seen].filter((each) => each !== before && each !== after).length;
}

async function runSaves(folder: string, files: number, saves: number): Promise<object[]> {
  const root = join(folder, 'large');
  const nameOf = (index: number) => `packages/p${index % 50}/src/f${index}.ts`;
  const textOf = (index: number, mark: string) =>
    `import { f${(index + 50) % files} } from './f${(index + 50) % files}';\n${Array.from({ length: 8 }, (_, at) => `/** Does ${at}. */\nexport function f${index}${at === 0 ? '' : `x${at}`}(value: number) {\n  return f${(index + 50) % files}(value + ${at});\n}\n`).join('')}export const ${mark} = 1;\n`;
  for (let index = 0; index < files; index++) write(root, nameOf(index), textOf(index, `m${index}`));
  git(root, 'init', '-q', '-b', 'main');
  commit(root);
  const oracle = await openOracle({ root, file: join(folder, 'large.db'), embedder: null });
  const { lines } = await oracle.scan();
  await sleep(50);
  await oracle.scan();
  const save: number[] = [];
  const idle: number[] = [];
  for (let index = 0; index < saves; index++) {
    const at = Math.floor(random() * files);
    const mark = `saved${index}z`;
    const started = performance.now();
    write(root, nameOf(at), textOf(at, mark));
    await oracle.scan();
    const found = await oracle.search(mark, { limit: 1 });
    save.push(performance.now() - started);
    if (found[0]?.name !== mark) throw new Error(`${mark} was not found`);
    await sleep(25);
    idle.push((await oracle.scan()).durationMs);
  }
  await oracle.close();
  const at = (list: number[], part: number) => `${list.toSorted((a, b) => a - b)[Math.floor(list.length * part)]?.toFixed(0)} ms`;
  return [
    { what: `save → queryable, ${files} files, ${lines} lines`, result: `median ${at(save, 0.5)}, p95 ${at(save, 0.95)}` },
    { what: 'nothing changed', result: `median ${at(idle, 0.5)}, p95 ${at(idle, 0.95)}` },
  ];
}

const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
try {
  if (positionals.length > 0) {
    const rows: object[] = [];
    for (const path of positionals) {
      const ground = realGround(path, random);
      try {
        rows.push(await runSequences(ground, folder, Number(values.sequences)));
      } finally {
        ground.remove();
      }
    }
    printTable(rows);
  } else {
    const rows = [
      await runSequences(smallGround(folder), folder, Number(values.sequences)),
      await runKills(folder, Number(values.kills)),
    ];
    printTable([...rows, ...(await runSaves(folder, Number(values.files), Number(values.saves)))]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
