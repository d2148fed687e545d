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

/** A file with symbols that should have a vector. */
export interface WantedFile {
  path: string;
  /** As it was indexed. */
  sha256: string;
  /** Of its nodes. */
  ids: readonly number[];
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

/** The files of an index with symbols that should have a vector, by path. */
export function wantedFiles(db: Connection): WantedFile[] {
  const rows = db
    .prepare(
      `select files.path, files.sha256, group_concat(nodes.id) as ids from nodes join files on files.id = nodes.file_id
       where files.sha256 is not null and ${WANTED} group by files.id order by files.path`,
    )
    .all() as { path: string; sha256: string; ids: string }[];
  return rows.filter((row) => !isTestPath(row.path)).map((row) => ({ ...row, ids: row.ids.split(',').map(Number) }));
}

/** What to embed of a file. Empty where it is no longer what was indexed: the next scan brings that. */
export function chunksOf(db: Connection, root: string, { path, sha256: indexed }: WantedFile, model: string): Chunk[] {
  const read = readSource(join(root, path));
  const decoded = 'skip' in read || read.sha256 !== indexed ? null : decode(read.bytes);
  if (decoded === null || 'skip' in decoded) return [];
  const lines = decoded.text.split('\n');
  return (db.prepare(ROWS).all(path) as Row[]).map((row) => {
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
