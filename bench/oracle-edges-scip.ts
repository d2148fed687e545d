// Are the calls between files of Python right? Precision and recall of our call edges against scip-python, which is Pyright, on a repository given by path.
//   node --conditions=@cm/source bench/oracle-edges-scip.ts PATH... [--show N]
// scip-python is installed from npm into a temporary folder with install scripts off and run on a copy of the repository. A call is a name with a bracket behind it
// that leads to a function, method or class which another file defines. What leads out of the repository is on neither side, nor are names that scip-python
// doesn't know, such as the members of what pytest gives to a test, and members that it gives another name than they have in the text.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type CodeNode, openOracle } from '@cm/oracle';
import protobuf from 'protobufjs';
import { Callers, compare, type Found, type Key, ourEdges } from './edges/compare-edges.ts';
import { printTable } from './print-table.ts';

const SOURCE = /\.pyi?$/;
const DEFINITION = 1;
const MOST_OUTPUT = 1 << 28;

interface Occurrence {
  range: number[];
  symbol: string;
  symbolRoles: number;
}
interface Document {
  relativePath: string;
  occurrences: Occurrence[];
}

function installIndexer(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '@sourcegraph/scip-python'], folder);
  return join(folder, 'node_modules/@sourcegraph/scip-python/index.js');
}

function run(command: string, args: readonly string[], cwd: string, path = process.env.PATH): void {
  execFileSync(command, args, { cwd, stdio: 'pipe', maxBuffer: MOST_OUTPUT, env: { ...process.env, PATH: path } });
}

/** A folder with a Python that fails: what is installed on this machine is not looked at, which may be another version of the repository. */
function withoutPython(folder: string): string {
  const empty = join(folder, 'no-python');
  mkdirSync(empty);
  for (const name of ['python', 'python3']) writeFileSync(join(empty, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  return `${empty}:${process.env.PATH}`;
}

function indexed(indexer: string, root: string, folder: string): Document[] {
  const copy = join(folder, 'copy');
  cpSync(root, copy, { recursive: true, filter: (path) => !/[/\\](?:\.codemonkeys|node_modules|\.venv)$/.test(path) });
  const file = join(folder, 'index.scip');
  writeFileSync(join(copy, 'pyrightconfig.json'), '{ "extraPaths": ["src"] }');
  const environment = join(folder, 'environment.json');
  writeFileSync(environment, '[]');
  const args = ['--cwd', copy, '--project-name', basename(root), '--environment', environment, '--output', file];
  run(process.execPath, [indexer, 'index', copy, ...args], copy, withoutPython(folder));
  const schema = new URL('../packages/oracle/fixtures/scip/scip.proto', import.meta.url);
  const type = protobuf.parse(readFileSync(schema, 'utf8')).root.lookupType('scip.Index');
  return (type.toObject(type.decode(readFileSync(file)), { arrays: true, defaults: true }) as { documents: Document[] })
    .documents;
}

/** The name in the last descriptor of a function, a method or a class; null for anything else. */
function nameOf(symbol: string): string | null {
  return /(?:^|[#/.`])([^#/.`()]+)(?:\(\)\.|#)$/.exec(symbol)?.[1] ?? null;
}

/** The descriptors of a symbol. Modules of the repository are imported with `src` and without. */
const descriptorsOf = (symbol: string): string => symbol.replace(/^scip-python \S+ \S+ \S+ /, '').replace(/^`src\./, '`');

/** Names that lead somewhere, as `path:line:name`. */
function knownNames(documents: readonly Document[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { relativePath, occurrences } of documents)
    for (const { range, symbol } of occurrences) {
      const name = nameOf(symbol);
      if (name !== null && !symbol.startsWith('local ')) known.add(`${relativePath}:${range[0]! + 1}:${name}`);
    }
  return known;
}

function withoutUnknown(edges: Map<Key, Found>, known: ReadonlySet<string>): Map<Key, Found> {
  const isKnown = ([key, { where }]: [Key, Found]) =>
    known.has(`${key.slice(0, key.indexOf('#'))}:${where.replace('line ', '')}:${key.slice(key.lastIndexOf('#') + 1)}`);
  return new Map([...edges].filter(isKnown));
}

/** The line of `def` or `class`: decorators before it are called by what is around. */
function definitionLine(lines: readonly string[], { start_line }: CodeNode): number {
  const found = lines.findIndex((line, row) => row >= start_line - 1 && /^\s*(?:async\s+def|def|class)\b/.test(line));
  return found < 0 ? start_line : found + 1;
}

function trueEdges(root: string, documents: readonly Document[], callers: Callers): Map<Key, Found> {
  const defined = new Map<string, string>();
  for (const { relativePath, occurrences } of documents)
    for (const { symbol, symbolRoles } of occurrences)
      if ((symbolRoles & DEFINITION) !== 0) defined.set(descriptorsOf(symbol), relativePath);
  const found = new Map<Key, Found>();
  for (const { relativePath: path, occurrences } of documents) {
    const lines = readFileSync(join(root, path), 'utf8').split(/\r?\n/);
    for (const { range, symbol, symbolRoles } of occurrences) {
      const target = defined.get(descriptorsOf(symbol));
      const name = nameOf(symbol);
      if (target === undefined || target === path || name === null || (symbolRoles & DEFINITION) !== 0) continue;
      const [row, start, end] = range.length === 3 ? range : [range[0], range[1], range[3]];
      const line = lines[row!] ?? '';
      // Of a module that takes all of another, scip-python names what `__all__` has first for whatever is asked of it: `httpx.Response` is `Request`.
      if (line[start! - 1] === '.' && line.slice(start!, end) !== name && line.slice(start!, end) !== '__init__') continue;
      const isDecorator = /^\s*@[\w.]*$/.test(line.slice(0, end));
      if (!isDecorator && !/^\s*\(/.test(line.slice(end))) continue;
      const around = callers.at(path, row! + 1, (node) => definitionLine(lines, node) <= row! + 1);
      const key = `${path}#${around} -> ${target}#${name}`;
      if (!found.has(key))
        found.set(key, { tier: '', where: `line ${row! + 1}: ${line.slice(Math.max(0, start! - 60), end).trim()}` });
    }
  }
  return found;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '0' } } });
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-edges-scip.ts PATH... [--show N]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
try {
  const indexer = installIndexer(join(folder, 'scip-python'));
  const rows: object[] = [];
  for (const [index, path] of positionals.entries()) {
    const root = resolve(path);
    const own = join(folder, String(index));
    mkdirSync(own);
    const documents = indexed(indexer, root, own);
    const oracle = await openOracle({ root, file: join(own, 'oracle.db') });
    await oracle.scan();
    const graph = await oracle.graph();
    const truth = trueEdges(root, documents, new Callers(graph.nodes));
    const ours = withoutUnknown(ourEdges(graph, SOURCE), knownNames(documents));
    rows.push(compare('Python', basename(root), ours, truth, Number(values.show)));
    await oracle.close();
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
