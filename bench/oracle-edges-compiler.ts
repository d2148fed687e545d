// Are the calls between files of Go, Java, C, C++, C#, PHP or Ruby right? Precision and recall of our edges against the language's own compiler, for PHP against Mago's
// analyzer, and for Ruby against what runs, on repositories given by path.
//   node --conditions=@cm/source bench/oracle-edges-compiler.ts go|java|csharp|c|php|ruby PATH... [--flag=-DNAME=1] [--run=COMMAND] [--show N]
// Go: needs Go, and what the module needs (`go mod download`); golang.org/x/tools comes from Go's proxy. Java: needs a JDK; what the repository needs from elsewhere
// may be missing. C#: Linux, npm and Mono's compiler (`apt install mono-mcs`); .NET and Roslyn come in a package of npm. Packages of NuGet are missing, and calls
// that Roslyn doesn't know for it are on neither side. C and C++: needs Python with libclang (`pip install libclang`) and g++; `--flag` is given to Clang, and include
// paths are the repository and its `include`. Calls that Clang doesn't see, in code for other systems, are on neither side. PHP: needs Rust; Mago's crates come from
// crates.io and are kept compiled in the temporary folder; `--flag` is a folder of what the repository needs. Calls on values that Mago has no type for, or several
// with methods of their own, are on neither side. Ruby: needs Ruby 3.1 and what the repository's tests need; `--run` runs them in the repository, and what they
// don't run is on neither side, nor is what runs methods of classes that have nothing in common.
// An edge is a call of a function or method of the repository, or a literal or construction of one of its types, from one file to another. Files
// that the compiler leaves out are on neither side.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import { Callers, compare, type Found, type Key, ourEdges } from './edges/compare-edges.ts';
import { buildCsharpHost } from './edges/csharp-host.ts';
import { printTable } from './print-table.ts';

const TOOLS = 'golang.org/x/tools/go/packages@latest';
const MOST_OUTPUT = 1 << 28;

/** A program that prints the files and calls of a repository; gives how it is started. */
type Lister = (folder: string) => readonly [command: string, ...args: string[]];

const LISTERS: Readonly<Record<string, { source: RegExp; build: Lister; callsOnly?: true }>> = {
  go: { source: /\.go$/, build: buildForGo },
  java: { source: /\.java$/, build: () => ['java', join(import.meta.dirname, 'edges/JavaCalls.java')] },
  csharp: { source: /\.cs$/, build: buildCsharpHost, callsOnly: true },
  c: {
    source: /\.(?:c|cc|cpp|cxx|h|hh|hpp)$/,
    build: () => ['python3', join(import.meta.dirname, 'edges/c_calls.py')],
    callsOnly: true,
  },
  php: { source: /\.php$/, build: buildForPhp, callsOnly: true },
  ruby: {
    source: /\.(?:rb|ru|rake|thor)$/,
    build: () => ['ruby', join(import.meta.dirname, 'edges/ruby_calls.rb')],
    callsOnly: true,
  },
};

function buildForGo(folder: string): readonly [string] {
  cpSync(join(import.meta.dirname, 'edges/go-calls'), folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module calls\n\ngo 1.24\n');
  execFileSync('go', ['get', TOOLS], { cwd: folder, stdio: 'pipe' });
  execFileSync('go', ['build', '-o', 'calls', '.'], { cwd: folder, stdio: 'pipe' });
  return [join(folder, 'calls')];
}

function buildForPhp(folder: string): readonly [string] {
  const target = join(tmpdir(), 'cm-bench-php-calls');
  cpSync(join(import.meta.dirname, 'edges/php-calls'), folder, { recursive: true });
  execFileSync('cargo', ['build', '--release', '--target-dir', target], { cwd: folder, stdio: 'pipe' });
  return [join(target, 'release/php-calls')];
}

interface Calls {
  edges: Map<Key, Found>;
  /** Files that were built. */
  files: ReadonlySet<string>;
  /** Calls wherever they lead, as `path:line:name`. */
  calls: ReadonlySet<string>;
  /** Edges to another place of what is called, and the one to its first; null where one of its places is the caller's file. */
  same: ReadonlyMap<Key, Key | null>;
}

function trueEdges([command, ...args]: readonly [string, ...string[]], callers: Callers): Calls {
  const edges = new Map<Key, Found>();
  const files = new Set<string>();
  const calls = new Set<string>();
  const same = new Map<Key, Key | null>();
  const printed = execFileSync(command, args, { encoding: 'utf8', maxBuffer: MOST_OUTPUT });
  for (const line of printed.split('\n')) {
    const [path, row, target, name, others] = line.split('\t');
    if (path === undefined || path === '') continue;
    files.add(path);
    if (row === undefined) continue;
    calls.add(`${path}:${row}:${name}`);
    const keyTo = (place: string | undefined) => `${path}#${callers.at(path, Number(row))} -> ${place}#${name}`;
    if (target !== '') edges.set(keyTo(target), { tier: '', where: `line ${row}` });
    for (const other of others?.split(';') ?? []) if (other !== '') same.set(keyTo(other), target === '' ? null : keyTo(target));
  }
  return { edges, files, calls, same };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    show: { type: 'string', default: '0' },
    flag: { type: 'string', multiple: true, default: [] },
    run: { type: 'string', default: '' },
  },
});
const [language = '', ...paths] = positionals;
const known = LISTERS[language];
if (known === undefined || paths.length === 0 || paths.some((path) => !existsSync(path))) {
  process.stderr.write(
    'usage: oracle-edges-compiler.ts go|java|csharp|c|php|ruby PATH... [--flag=FLAG] [--run=COMMAND] [--show N]\n',
  );
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
    const more =
      language === 'c' ? [`-I${root}`, `-I${join(root, 'include')}`] : values.run.split(' ').filter((part) => part !== '');
    const { edges, files, calls, same } = trueEdges([...lister, root, ...more, ...values.flag], new Callers(graph.nodes));
    const isSeen = ([key, { where }]: [Key, Found]) =>
      known.callsOnly
        ? edges.has(key) ||
          calls.has(`${key.slice(0, key.indexOf('#'))}:${where.slice('line '.length)}:${key.slice(key.lastIndexOf('#') + 1)}`)
        : files.has(key.slice(0, key.indexOf('#')));
    const ours = new Map<Key, Found>();
    for (const [key, found] of [...ourEdges(graph, known.source)].filter(isSeen)) {
      const meant = same.has(key) && !edges.has(key) ? same.get(key)! : key;
      if (meant !== null) ours.set(meant, found);
    }
    rows.push(compare(language, basename(root), ours, edges, Number(values.show)));
    await oracle.close();
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
