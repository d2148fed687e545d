// What SCIP indexes of another tool say of calls, whatever the language.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeNode } from '@cm/oracle';
import protobuf from 'protobufjs';
import type { Callers, Found, Key } from './compare-edges.ts';

const DEFINITION = 1;
const MOST_OUTPUT = 1 << 28;

interface Occurrence {
  range: number[];
  symbol: string;
  symbolRoles: number;
}
export interface Document {
  relativePath: string;
  occurrences: Occurrence[];
}

/** How an index is made, and how its symbols and the text tell a call. */
export interface Indexed {
  source: RegExp;
  /** Makes the tool ready; gives what indexes a repository, with a folder that it may write to. */
  start(folder: string): (root: string, folder: string) => Document[];
  /** A symbol without the tool, the package and the version. */
  descriptorsOf(symbol: string): string;
  /** The name of what can be called; null for anything else. */
  nameOf(symbol: string): string | null;
  isCall(name: string, before: string, text: string, after: string): boolean;
  /** Whether a line belongs to a symbol that it is written in. */
  isIn(lines: readonly string[], node: CodeNode, line: number): boolean;
}

export function run(command: string, args: readonly string[], cwd: string, path = process.env.PATH): void {
  execFileSync(command, args, { cwd, stdio: 'pipe', maxBuffer: MOST_OUTPUT, env: { ...process.env, PATH: path } });
}

export function readDocuments(file: string): Document[] {
  const schema = new URL('../../packages/oracle/fixtures/scip/scip.proto', import.meta.url);
  const type = protobuf.parse(readFileSync(schema, 'utf8')).root.lookupType('scip.Index');
  return (type.toObject(type.decode(readFileSync(file)), { arrays: true, defaults: true }) as { documents: Document[] })
    .documents;
}

/** Where symbols are defined, by their descriptors; null for those that several files define: files that several programs are made of, and namesakes in programs of one package. */
function placesOf({ descriptorsOf }: Indexed, documents: readonly Document[]): Map<string, string | null> {
  const places = new Map<string, string | null>();
  for (const { relativePath, occurrences } of documents)
    for (const { symbol, symbolRoles } of occurrences) {
      if ((symbolRoles & DEFINITION) === 0) continue;
      const key = descriptorsOf(symbol);
      const known = places.get(key);
      places.set(key, known === undefined || known === relativePath ? relativePath : null);
    }
  return places;
}

/** Names that lead to one place, as `path:line:name`. */
export function knownNames(language: Indexed, documents: readonly Document[]): ReadonlySet<string> {
  const { descriptorsOf, nameOf } = language;
  const places = placesOf(language, documents);
  const known = new Set<string>();
  for (const { relativePath, occurrences } of documents)
    for (const { range, symbol } of occurrences) {
      const name = nameOf(symbol);
      if (name === null || symbol.startsWith('local ') || places.get(descriptorsOf(symbol)) === null) continue;
      known.add(`${relativePath}:${range[0]! + 1}:${name}`);
    }
  return known;
}

/** Calls that lead to another file of the repository. */
export function callsOf(language: Indexed, root: string, documents: readonly Document[], callers: Callers): Map<Key, Found> {
  const { descriptorsOf, nameOf } = language;
  const places = placesOf(language, documents);
  const found = new Map<Key, Found>();
  for (const { relativePath: path, occurrences } of documents) {
    const lines = readFileSync(join(root, path), 'utf8').split(/\r?\n/);
    for (const { range, symbol, symbolRoles } of occurrences) {
      const target = places.get(descriptorsOf(symbol));
      const name = nameOf(symbol);
      if (target == null || target === path || name === null || (symbolRoles & DEFINITION) !== 0) continue;
      const [row, start, end] = range.length === 3 ? [range[0]!, range[1]!, range[2]!] : [range[0]!, range[1]!, range[3]!];
      const line = lines[row] ?? '';
      if (!language.isCall(name, line.slice(0, start), line.slice(start, end), line.slice(end))) continue;
      const around = callers.at(path, row + 1, (node) => language.isIn(lines, node, row + 1));
      const key = `${path}#${around} -> ${target}#${name}`;
      if (!found.has(key))
        found.set(key, { tier: '', where: `line ${row + 1}: ${line.slice(Math.max(0, start - 60), end).trim()}` });
    }
  }
  return found;
}
