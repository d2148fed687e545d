import { join } from 'node:path';
import { sql } from 'kysely';
import { readSource } from '../files/read-file.ts';
import { decode } from '../files/skip-reason.ts';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import { bm25, type CountedDocument, rarity } from './bm25.ts';
import { countWords } from './count-words.ts';
import type { Db } from './queries.ts';

/** Files with words of a question, by path. */
export interface FileWords {
  documents: Map<string, CountedDocument>;
  /** How rare each word is among all files of the index. */
  rarities: Map<string, number>;
}

interface IndexedFile {
  id: number;
  path: string;
  lines: number;
}

/** Texts that are read: the index knows in how many symbols of a file a word is, but not how often. */
const MOST_READ = 300;
const LENGTH_COUNTS = 0.6;

/**
 * Counts the words of a question in the files that have the most of them by the index.
 * @param liking of two files with as many the one that is liked more is read.
 */
export async function readFileWords(
  db: Db,
  root: string,
  files: readonly IndexedFile[],
  asked: ReadonlyMap<string, string>,
  liking: (path: string) => number,
): Promise<FileWords> {
  const indexed = new Map(files.map(({ id, lines }) => [id, { length: lines, counts: new Map<string, number>() }]));
  const rarities = new Map<string, number>();
  for (const [stem, word] of asked) {
    const { rows } = await sql<{ file: number; count: number }>`
      select rowid / ${sql.lit(IDS_PER_FILE)} as file, count(*) as count from words where words match ${`"${word.replaceAll('"', '""')}"`} group by 1`.execute(
      db,
    );
    for (const { file, count } of rows) indexed.get(file)?.counts.set(stem, count);
    rarities.set(stem, rarity(rows.length, files.length));
  }
  const scores = bm25(indexed, rarities, LENGTH_COUNTS);
  const likely = files
    .filter(({ id }) => scores.has(id))
    .map(({ id, path }) => ({ path, score: scores.get(id)! * liking(path) }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_READ);
  const documents = new Map<string, CountedDocument>();
  for (const { path } of likely) {
    const text = textOf(join(root, path));
    if (text !== null) documents.set(path, countWords(`${path} ${text}`, asked));
  }
  return { documents, rarities };
}

function textOf(path: string): string | null {
  const read = readSource(path);
  const decoded = 'skip' in read ? read : decode(read.bytes);
  return 'skip' in decoded ? null : decoded.text;
}
