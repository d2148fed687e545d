// Are the calls between files of Python and Rust right? Precision and recall of our call edges against scip-python, which is Pyright, or rust-analyzer, on a repository given by path.
//   node --conditions=@cm/source bench/oracle-edges-scip.ts python|rust PATH... [--show N]
// A call is a name with a bracket behind it that leads to a function, method or (Python) class which another file defines. What leads out of the repository is on
// neither side, nor are names that the other tool doesn't know, such as the members of what pytest gives to a test, code that is left out of the build, and members
// that it gives another name than they have in the text.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openOracle } from '@cm/oracle';
import { Callers, compare, type Found, type Key, ourEdges } from './edges/compare-edges.ts';
import { callsOf, type Indexed, knownNames } from './edges/scip.ts';
import { python } from './edges/scip-python.ts';
import { rust } from './edges/scip-rust.ts';
import { printTable } from './print-table.ts';

const LANGUAGES: Readonly<Record<string, Indexed>> = { python, rust };

function withoutUnknown(edges: Map<Key, Found>, known: ReadonlySet<string>): Map<Key, Found> {
  const isKnown = ([key, { where }]: [Key, Found]) =>
    known.has(`${key.slice(0, key.indexOf('#'))}:${where.replace('line ', '')}:${key.slice(key.lastIndexOf('#') + 1)}`);
  return new Map([...edges].filter(isKnown));
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: 'string', default: '0' } } });
const [name = '', ...paths] = positionals;
const language = LANGUAGES[name];
if (language === undefined || paths.length === 0 || paths.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-edges-scip.ts python|rust PATH... [--show N]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
try {
  const index = language.start(join(folder, 'indexer'));
  const rows: object[] = [];
  for (const [number, path] of paths.entries()) {
    const root = resolve(path);
    const own = join(folder, String(number));
    mkdirSync(own);
    const documents = index(root, own);
    const oracle = await openOracle({ root, file: join(own, 'oracle.db') });
    await oracle.scan();
    const graph = await oracle.graph();
    const truth = callsOf(language, root, documents, new Callers(graph.nodes));
    const ours = withoutUnknown(ourEdges(graph, language.source), knownNames(language, documents));
    rows.push(compare(name, basename(root), ours, truth, Number(values.show)));
    await oracle.close();
  }
  printTable(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
