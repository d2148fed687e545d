// The lists that search is made from, each ranked by one thing alone.
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../database/schema.ts';
import type { NodeType } from '../facts.ts';
import { keyOf } from '../vectors/chunks.ts';
import type { VectorHit } from '../vectors/vector-table.ts';

export interface Hit {
  id: number;
  path: string;
  type: NodeType;
  name: string;
  qualified_name: string;
  start_line: number;
  end_line: number;
  exported: number;
  /** What the list is ranked by; more is better. */
  rank: number;
}

/** An edge, seen from one of its ends. */
export interface Reach {
  from: number;
  to: number;
  confidence: number;
}

type Db = Kysely<Tables>;

const COLUMNS = sql`nodes.id, nodes.path, nodes.type, nodes.name, nodes.qualified_name, nodes.start_line, nodes.end_line, nodes.exported`;
/** Weights of name, path, docstring and body for BM25. */
const WEIGHTS = sql`8.0, 3.0, 4.0, 1.0`;
const MOST_OF_A_NAME = 200;

/** Symbols of exactly this name, plain or qualified; those that differ in case come after. */
export async function byName(db: Db, text: string): Promise<Hit[]> {
  const last = text.slice(text.search(/[^.#:]*$/));
  const dotted = text.replace(/::|#/g, '.');
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, case when nodes.name = ${text} or nodes.qualified_name = ${dotted} then 1.0 else 0.7 end as rank from nodes
    where nodes.name = ${last} collate nocase and (nodes.name = ${text} collate nocase or nodes.qualified_name like ${`%${escapeLike(dotted)}`} escape '\\')
    order by rank desc, nodes.exported desc, nodes.path, nodes.start_line limit ${MOST_OF_A_NAME}`.execute(db);
  return rows;
}

/** Symbols with one of these names, in whatever case. */
export async function byNames(db: Db, names: readonly string[]): Promise<Hit[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, 1.0 as rank from nodes where nodes.name collate nocase in (${sql.join(names)})
    order by nodes.exported desc, nodes.path, nodes.start_line limit ${MOST_OF_A_NAME}`.execute(db);
  return rows;
}

/** Symbols whose name begins so, the shortest first. */
export async function byPrefix(db: Db, text: string, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, 1.0 * ${text.length} / length(nodes.name) as rank from nodes
    where nodes.name >= ${text} collate nocase and nodes.name < ${`${text}\u{10ffff}`} collate nocase
    order by length(nodes.name), nodes.exported desc, nodes.path, nodes.start_line limit ${limit}`.execute(db);
  return rows;
}

/** Symbols with all of the words in their name, the beginnings of words too. */
export function byWordsOfName(db: Db, words: readonly string[], limit: number): Promise<Hit[]> {
  return byMatch(db, `{name} : (${words.map((word) => `${quote(word)} *`).join(' AND ')})`, limit);
}

/** Symbols with any of the words in name, path, docstring or text, by BM25. */
export function byText(db: Db, words: readonly string[], limit: number): Promise<Hit[]> {
  return byMatch(db, words.map(quote).join(' OR '), limit);
}

async function byMatch(db: Db, match: string, limit: number): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select ${COLUMNS}, found.rank as rank from
    (select rowid, -bm25(words, ${WEIGHTS}) as rank from words where words match ${match} order by bm25(words, ${WEIGHTS}) limit ${limit}) as found
    join nodes on nodes.id = found.rowid order by found.rank desc, nodes.path, nodes.start_line`.execute(db);
  return rows;
}

/** The symbols of a list of vectors; one whose number means another symbol by now is left out. */
export async function byVectors(db: Db, hits: readonly VectorHit[]): Promise<Hit[]> {
  const nodes = await nodesOf(
    db,
    hits.map((hit) => hit.id),
  );
  return hits.flatMap(({ id, key, similarity }) => {
    const node = nodes.get(id);
    return node !== undefined && keyOf(node.path, node.qualified_name) === key ? [{ ...node, rank: similarity }] : [];
  });
}

/** Symbols by their numbers; `rank` is 0. */
export async function nodesOf(db: Db, ids: readonly number[]): Promise<Map<number, Hit>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Hit>`select ${COLUMNS}, 0.0 as rank from nodes where id in (${sql.join(ids)})`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What these tests call. */
export async function testedBy(db: Db, tests: readonly number[]): Promise<Reach[]> {
  const { rows } = await sql<Reach>`
    select source_id as "from", target_id as "to", confidence from edges
    where type = 'tests' and source_id in (select value from json_each(${JSON.stringify(tests)}))`.execute(db);
  return rows;
}

/** Who calls or is called by these, with how sure that is. */
export async function aroundThem(db: Db, ids: readonly number[]): Promise<Reach[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Reach>`
    select source_id as "from", target_id as "to", confidence from edges
    where type in ('calls', 'instantiates', 'extends', 'implements') and source_id in (${sql.join(ids)})
    union all
    select target_id as "from", source_id as "to", confidence from edges
    where type in ('calls', 'instantiates', 'extends', 'implements') and target_id in (${sql.join(ids)})
    limit 2000`.execute(db);
  return rows;
}

const quote = (word: string): string => `"${word.replaceAll('"', '""')}"`;

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
