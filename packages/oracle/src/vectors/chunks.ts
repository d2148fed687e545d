import { join } from 'node:path';
import { sha256 } from '@cm/core';
import type { Connection } from '../database/open-index.ts';
import { readSource } from '../files/read-file.ts';
import { decode } from '../files/skip-reason.ts';
import { splitName } from '../parse/split-words.ts';
import { isTestPath } from '../query/test-path.ts';

/** What is embedded of one symbol. */
export interface Chunk {
  /** Of the node. */
  id: number;
  /** Says in words which symbol it was, since an index that was built anew numbers its nodes anew. */
  key: string;
  text: string;
  /** SHA-256 of the text and of the model. */
  hash: string;
}

export interface ChunksOfFile {
  path: string;
  /** Nodes that should have a vector, also where the file could not be read as it was indexed. */
  ids: readonly number[];
  /** Empty where the file is no longer what was indexed: the next scan brings it. */
  chunks: readonly Chunk[];
}

interface Row {
  id: number;
  path: string;
  type: string;
  qualified_name: string;
  signature: string;
  docstring: string | null;
  start_line: number;
  end_line: number;
}

/** Longer texts are cut: the model reads 256 tokens, and every token costs time. */
const LONGEST_TEXT = 900;
const LONGEST_SIGNATURE = 300;
const LONGEST_DOCSTRING = 500;

/** Tests are found by words: there are as many of them as of all else, and nobody describes one. */
const WANTED = `nodes.type <> 'test' and (nodes.type not in ('module', 'constant') or nodes.docstring is not null)`;
const ROWS = `
select id, path, type, qualified_name, signature, docstring, start_line, end_line from nodes
where path = ? and ${WANTED} order by start_line, id`;

export const keyOf = (path: string, qualifiedName: string): string => `${path}#${qualifiedName}`;

/** How many symbols should have a vector. */
export function countWanted(db: Connection): number {
  const rows = db.prepare(`select path, count(*) as count from nodes where ${WANTED} group by path`).all();
  return (rows as { path: string; count: number }[]).reduce((sum, { path, count }) => sum + (isTestPath(path) ? 0 : count), 0);
}

/** The chunks of an index file by file, each file read and compared with its hash first. */
export function* chunksByFile(db: Connection, root: string, model: string): Generator<ChunksOfFile> {
  const files = db.prepare('select path, sha256 from files where sha256 is not null and skip is null order by path').all();
  const select = db.prepare(ROWS);
  for (const { path, sha256: indexed } of files as { path: string; sha256: string }[]) {
    if (isTestPath(path)) continue;
    const rows = select.all(path) as Row[];
    if (rows.length > 0) yield { path, ids: rows.map((row) => row.id), chunks: chunksOf(rows, join(root, path), indexed, model) };
  }
}

function chunksOf(rows: readonly Row[], file: string, indexed: string, model: string): Chunk[] {
  const read = readSource(file);
  const decoded = 'skip' in read || read.sha256 !== indexed ? null : decode(read.bytes);
  if (decoded === null || 'skip' in decoded) return [];
  const lines = decoded.text.split('\n');
  return rows.map((row) => {
    const text = chunkText(row, lines);
    return { id: row.id, key: keyOf(row.path, row.qualified_name), text, hash: sha256(`${model}\0${text}`) };
  });
}

function chunkText(row: Row, lines: readonly string[]): string {
  const name = row.qualified_name.split(/[.#]/).map(spoken).join(' ');
  const signature = row.signature.slice(0, LONGEST_SIGNATURE);
  const docstring = (row.docstring ?? '').slice(0, LONGEST_DOCSTRING);
  const body = row.type === 'module' ? '' : bodyOf(row, lines);
  const text = [`${row.type} ${name}`, docstring, signature, body].filter((part) => part !== '').join('\n');
  return text.slice(0, LONGEST_TEXT).toWellFormed();
}

/** A name as people say it: `parseHTTPRequest` is `parse http request`. */
function spoken(name: string): string {
  const [whole = '', ...parts] = splitName(name).split(' ');
  return parts.length > 0 ? parts.join(' ') : whole;
}

/** The first lines after the signature without their indentation; the docstring that Python writes there is known already. */
function bodyOf({ start_line, end_line, docstring }: Row, lines: readonly string[]): string {
  const text = lines
    .slice(start_line, Math.min(end_line, start_line + 40))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
  return docstring === null ? text : text.replace(/("""|''')[\s\S]*?\1\n?/, '');
}
