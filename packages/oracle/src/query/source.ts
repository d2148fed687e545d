import { join } from 'node:path';
import type { Source } from '../answers.ts';
import type { Definition } from '../facts.ts';
import { readSource } from '../files/read-file.ts';
import { decode } from '../files/skip-reason.ts';
import { parseSource } from '../parse/parse-source.ts';
import type { CodeNode } from '../words.ts';
import { type Db, nodeById } from './queries.ts';

/** A file's text as it is now. */
export interface CurrentText {
  text: string;
  /** It is the one that was indexed. */
  isIndexed: boolean;
}

/** Reads and hashes a file; null when there is none that could be indexed. */
export async function currentText(db: Db, root: string, path: string): Promise<CurrentText | null> {
  const row = await db.selectFrom('files').select('sha256').where('path', '=', path).executeTakeFirst();
  if (row === undefined) return null;
  const read = readSource(join(root, path));
  const decoded = 'skip' in read ? read : decode(read.bytes);
  if ('skip' in read || 'skip' in decoded) return null;
  return { text: decoded.text, isIndexed: read.sha256 === row.sha256 };
}

/** Texts that were read for one question, by path. */
export type ReadTexts = Map<string, CurrentText | null>;

/**
 * The text of a symbol. From a file that changed since it was indexed, where the symbol is now; null when it is gone. A question that asks for many
 * gives `texts`, so that each file is read once.
 */
export async function sourceOf(db: Db, root: string, id: number, texts: ReadTexts = new Map()): Promise<Source | null> {
  const node = await nodeById(db, id);
  if (node !== null && !texts.has(node.path)) texts.set(node.path, await currentText(db, root, node.path));
  const current = node === null ? null : texts.get(node.path)!;
  if (node === null || current === null) return null;
  const span = current.isIndexed ? node : await spanNow(node, current.text);
  if (span === null) return null;
  const { start_line, end_line } = span;
  const text = current.text
    .split('\n')
    .slice(start_line - 1, end_line)
    .join('\n');
  return { node, path: node.path, start_line, end_line, text, from: current.isIndexed ? 'indexed' : 'reparsed' };
}

async function spanNow(node: CodeNode, text: string): Promise<Pick<CodeNode, 'start_line' | 'end_line'> | null> {
  const { definitions } = await parseSource(text, node.path);
  const alike = definitions.filter(
    (each, index) =>
      each.type === node.type &&
      (node.parent_id === null ? each.parent === -1 : qualifiedName(definitions, index) === node.qualified_name),
  );
  // Of several with one name the same signature decides; else nobody can say which it was.
  const [first, second] = alike.length > 1 ? alike.filter((each) => each.signatureHash === node.signature_hash) : alike;
  return first === undefined || second !== undefined ? null : { start_line: first.startLine, end_line: first.endLine };
}

function qualifiedName(definitions: readonly Definition[], index: number): string {
  const names: string[] = [];
  for (let at = index; at > 0; at = definitions[at]!.parent) names.unshift(definitions[at]!.name);
  return names.join('.');
}
