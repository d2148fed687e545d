import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/schema.ts';
import { eachWord, splitName } from '../parse/split-words.ts';
import type { SearchResult } from '../words.ts';

interface Hit extends Omit<SearchResult, 'score' | 'why'> {
  qualified_name: string;
  exported: number;
  rank: number;
}

type Db = Kysely<Tables>;

const COLUMNS = sql`nodes.id, nodes.path, nodes.type, nodes.name, nodes.qualified_name, nodes.start_line, nodes.end_line, nodes.exported`;
const LONGEST_QUERY = 500;
const MOST_WORDS = 16;
/** Weights of name, path, docstring and body for BM25. */
const WEIGHTS = sql`8.0, 3.0, 4.0, 1.0`;
const TEST_PATH = /(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\.|(?:^|\/)test_/;
const COMMON = new Set(
  'a an and are as at be by do does for from how i in is it of on or that the this to what when where which who why with'.split(
    ' ',
  ),
);

/** An exact name is better than a name that begins so or has these words in it, and that is better than text. */
const BANDS = { exact: 0.9, prefix: 0.75, words: 0.6, text: 0 } as const;
const BAND_WIDTH = { exact: 0.1, prefix: 0.1, words: 0.14, text: 0.58 } as const;

/** Finds symbols by their name, by parts of it, or by words in and around them. */
export async function search(db: Db, query: string, limit: number): Promise<SearchResult[]> {
  const text = query.slice(0, LONGEST_QUERY).trim();
  const words = wordsOf(text);
  const found = new Map<number, SearchResult>();
  const add = (hits: readonly Hit[], band: keyof typeof BANDS, why: string) => {
    const best = hits.reduce((most, hit) => Math.max(most, hit.rank), Number.EPSILON);
    for (const { qualified_name: _, exported, rank, ...node } of hits) {
      // Where all else is equal people look for what others can use, and for code before its tests.
      const liking =
        0.85 +
        0.1 * exported -
        (TEST_PATH.test(node.path) || node.type === 'test' ? 0.15 : 0) +
        (node.type === 'module' ? -0.05 : 0.05);
      const score = Math.round((BANDS[band] + BAND_WIDTH[band] * (rank / best) * Math.max(0, Math.min(1, liking))) * 1e4) / 1e4;
      const known = found.get(node.id);
      if (known === undefined || known.score < score) found.set(node.id, { ...node, score, why });
    }
  };
  if (text === '' || limit < 1) return [];
  add(await byName(db, text), 'exact', 'exact name');
  if (/^[\p{L}_$][\p{L}\p{N}_$.#]*$/u.test(text)) add(await byPrefix(db, text, limit), 'prefix', 'name begins so');
  if (words.length > 0) {
    add(
      await byWords(db, `{name} : (${words.map((word) => `${quote(word)} *`).join(' AND ')})`, limit),
      'words',
      'all words are in the name',
    );
    add(await byWords(db, words.map(quote).join(' OR '), limit * 2), 'text', 'words in its text');
  }
  return [...found.values()]
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.start_line - b.start_line))
    .slice(0, limit);
}

function wordsOf(text: string): string[] {
  const words = new Set<string>();
  eachWord(text, (word) => {
    const [whole, ...parts] = splitName(word).split(' ');
    for (const each of parts.length > 0 ? parts : [whole!]) words.add(each);
  });
  const telling = [...words].filter((word) => !COMMON.has(word));
  return (telling.length > 0 ? telling : [...words]).slice(0, MOST_WORDS);
}

const quote = (word: string): string => `"${word.replaceAll('"', '""')}"`;

async function byName(db: Db, text: string): Promise<Hit[]> {
  const last = text.slice(text.lastIndexOf('.') + 1);
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, case when nodes.name = ${text} or nodes.qualified_name = ${text} then 1.0 else 0.7 end as rank from nodes
    where nodes.name = ${last} collate nocase and (nodes.name = ${text} collate nocase or nodes.qualified_name like ${`%${escapeLike(text)}`} escape '\\')
    order by rank desc, nodes.exported desc, nodes.path, nodes.start_line limit 200`.execute(db);
  return rows;
}

async function byPrefix(db: Db, text: string, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, 1.0 * ${text.length} / length(nodes.name) as rank from nodes
    where nodes.name >= ${text} collate nocase and nodes.name < ${`${text}\u{10ffff}`} collate nocase
    order by length(nodes.name), nodes.exported desc, nodes.path, nodes.start_line limit ${limit}`.execute(db);
  return rows;
}

async function byWords(db: Db, match: string, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, found.rank as rank from
    (select rowid, -bm25(words, ${WEIGHTS}) as rank from words where words match ${match} order by bm25(words, ${WEIGHTS}) limit ${limit}) as found
    join nodes on nodes.id = found.rowid`.execute(db);
  return rows;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
