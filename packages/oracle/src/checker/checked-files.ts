import type { Connection } from '../database/open-index.ts';
import { languageByName } from '../languages/languages.ts';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import type { FileQuestions } from './checker-words.ts';
import { type CheckedFile, closureKeys } from './closure-keys.ts';

export interface Checkable {
  files: Map<string, CheckedFile>;
  ids: Map<string, number>;
  keys: Map<string, string>;
}

const MOST_SYMBOLS = 20_000;

/** The files that the checker can read, and for each what its answers rest on. */
export function readCheckable(db: Connection): Checkable {
  const rows = db
    .prepare(
      `select id, path, language, sha256, resolved, ambient from facts join imports using (file_id) join files on files.id = file_id order by path`,
    )
    .all() as { id: number; path: string; language: string; sha256: string; resolved: string; ambient: number }[];
  const files = new Map<string, CheckedFile>();
  const ids = new Map<string, number>();
  for (const row of rows) {
    if (languageByName(row.language)?.family !== 'ecmascript') continue;
    const resolved = JSON.parse(row.resolved === '' ? '{}' : row.resolved) as CheckedFile['resolved'];
    files.set(row.path, { path: row.path, sha256: row.sha256, resolved, ambient: row.ambient === 1 });
    ids.set(row.path, row.id);
  }
  return { files, ids, keys: closureKeys(files) };
}

/** What is not known of a file's calls, or only by what functions say they return; null when all is. */
export function questionsOf(db: Connection, path: string, id: number): FileQuestions | null {
  const range = [id * IDS_PER_FILE, (id + 1) * IDS_PER_FILE - 1];
  const open = db
    .prepare(`select distinct source_id, name from unresolved where source_id between ? and ? and type = 'calls'`)
    .raw()
    .all(range) as [number, string][];
  const weak = db
    .prepare(
      `select distinct source_id, nodes.name from edges join nodes on nodes.id = target_id
       where source_id between ? and ? and edges.type in ('calls', 'instantiates') and tier = 'flow'`,
    )
    .raw()
    .all(range) as [number, string][];
  const questions = [...new Map([...open, ...weak].map((each) => [each.join(' '), each])).values()];
  if (questions.length === 0) return null;
  const symbols = db
    .prepare('select id, start_line, end_line from nodes where id between ? and ? limit ?')
    .raw()
    .all(...range, MOST_SYMBOLS + 1) as FileQuestions['symbols'];
  return symbols.length > MOST_SYMBOLS ? null : { path, symbols, questions };
}
