// Are the calls between files of Go or Java right? Precision and recall of our edges against the language's own compiler, on repositories given by path.
//   node --conditions=@cm/source bench/oracle-edges-compiler.ts go|java PATH... [--show N]
// Go: needs Go, and what the module needs (`go mod download`); golang.org/x/tools comes from Go's proxy. Java: needs a JDK; what the repository needs from elsewhere
// may be missing. An edge is a call of a function or method of the repository, or a literal or construction of one of its types, from one file to another. Files
// that the compiler leaves out are on neither side.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import { Callers, compare, type Found, type Key, ourEdges } from './edges/compare-edges.ts';
import { printTable } from './print-table.ts';

const TOOLS = 'golang.org/x/tools/go/packages@latest';
const MOST_OUTPUT = 1 << 28;

/** A program that prints the files and calls of a repository; gives how it is started. */
type Lister = (folder: string) => readonly [command: string, ...args: string[]];

const LISTERS: Readonly<Record<string, { source: RegExp; build: Lister }>> = {
  go: { source: /\.go$/, build: buildForGo },
  java: { source: /\.java$/, build: () => ['java', join(import.meta.dirname, 'edges/JavaCalls.java')] },
};

function buildForGo(folder: string): readonly [string] {
  cpSync(join(import.meta.dirname, 'edges/go-calls'), folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module calls\n\ngo 1.24\n');
  execFileSync('go', ['get', TOOLS], { cwd: folder, stdio: 'pipe' });
  execFileSync('go', ['build', '-o', 'calls', '.'], { cwd: folder, stdio: 'pipe' });
  return [join(folder, 'calls')];
}

interface Calls {
  edges: Map<Key, Found>;
  /** Files that were built. */
  files: ReadonlySet<string>;
}

function trueEdges([command, ...args]: ReturnType<Lister>, root: string, callers: Callers): Calls {
  const edges = new Map<Key, Found>();
  const files = new Set<string>();
  const printed = execFileSync(command, [...args, root], { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  for (const line of printed.split('\n')) {
    const [path, row, target, name] = line.split('\t');
    if (path === undefined || path === '') continue;
    files.add(path);
    if (row !== undefined)
      edges.set(`${path}#${callers.at(path, Number(row))} -> ${target}#${name}`, { tier: '', where: `line ${row}` });
  }
  return { edges, files };
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '0' } } });
const [language = '', ...paths] = positionals;
const known = LISTERS[language];
if (known === undefined || paths.length === 0 || paths.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-edges-compiler.ts go|java PATH... [--show N]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
try {
  const lister = known.build(join(folder, 'lister'));
  const rows: object[] = [];
  for (const [index, path] of paths.entries()) {
    const root = resolve(path);
    const oracle = await openOracle({ root, file: join(folder, `${index}.db`) });
    await oracle.scan();
    const graph = await oracle.graph();
    const { edges, files } = trueEdges(lister, root, new Callers(graph.nodes));
    const ours = new Map([...ourEdges(graph, known.source)].filter(([key]) => files.has(key.slice(0, key.indexOf('#')))));
    rows.push(compare(language, basename(root), ours, edges, Number(values.show)));
    await oracle.close();
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
