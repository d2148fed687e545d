import type { Kysely } from 'kysely';
import type { Tables } from '../database/schema.ts';
import { splitName } from '../parse/split-words.ts';
import type { VectorHit } from '../vectors/vector-table.ts';
import type { SearchResult } from '../words.ts';
import { aroundThem, byName, byPrefix, byText, byVectors, byWordsOfName, type Hit, nodesOf } from './search-lists.ts';
import { readQuery, type SearchQuery } from './search-query.ts';
import { isTestPath } from './test-path.ts';

/** `words`: no model is asked. `meaning`: only the model. */
export type SearchBy = 'both' | 'words' | 'meaning';

export interface SearchSources {
  db: Kysely<Tables>;
  /** The symbols nearest in meaning; null where nothing was embedded. */
  nearest: (text: string, limit: number) => Promise<VectorHit[] | null>;
}

interface Found {
  hit: Hit;
  score: number;
  why: string;
}

/** A name is better than its beginning, that is better than its words, and those are better than text and meaning. */
const BANDS = {
  exact: [0.9, 0.1],
  words: [0.8, 0.1],
  prefix: [0.7, 0.1],
  partOfName: [0.6, 0.1],
  text: [0, 0.6],
} as const satisfies Record<string, readonly [from: number, width: number]>;

const CANDIDATES = 100;
/** What meaning counts for beside words. */
const MEANING = 0.6;
/** Similarities of unrelated texts lie around this. */
const UNRELATED = 0.1;
const EXPANDED = 8;
const EXPANSION = 0.35;

/** Finds symbols: those asked for by name, then those that words and meaning speak for, then what is close to them in the graph. */
export async function search(sources: SearchSources, text: string, limit: number, by: SearchBy): Promise<SearchResult[]> {
  const query = readQuery(text);
  if (query.text === '' || limit < 1) return [];
  const found = new Map<number, Found>();
  if (by !== 'meaning') await addNames(found, sources, query, limit);
  await addTextAndMeaning(found, sources, query, by, Math.max(CANDIDATES, limit * 2));
  if (by === 'both' && !query.isSymbol) await addNeighbours(found, sources);
  return [...found.values()]
    .map(({ hit: { qualified_name: _, exported: __, rank: ___, ...node }, score, why }) => ({
      ...node,
      score: rounded(score),
      why,
    }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.start_line - b.start_line))
    .slice(0, limit);
}

async function addNames(found: Map<number, Found>, { db }: SearchSources, query: SearchQuery, limit: number): Promise<void> {
  const { text, words } = query;
  addBand(found, await byName(db, text), 'exact', 'exact name');
  if (query.isSymbol) addBand(found, await byPrefix(db, text, limit), 'prefix', 'name begins so');
  if (words.length === 0) return;
  const parts = await byWordsOfName(db, words, Math.max(limit, CANDIDATES));
  const asked = words.join(' ');
  const whole = parts.filter((hit) => partsOf(hit.name) === asked || partsOf(hit.qualified_name) === asked);
  if (words.length > 1) addBand(found, whole, 'words', 'the words of its name');
  addBand(found, parts, 'partOfName', 'all words are in the name');
}

async function addTextAndMeaning(
  found: Map<number, Found>,
  { db, nearest }: SearchSources,
  { text, words, isSymbol }: SearchQuery,
  by: SearchBy,
  limit: number,
): Promise<void> {
  const lexical = by === 'meaning' || words.length === 0 ? [] : await byText(db, words, limit);
  const dense = by === 'words' || (by === 'both' && isSymbol) ? null : await nearest(text, limit);
  if (dense === null) return addBand(found, lexical, 'text', 'words in its text');
  const close = await byVectors(db, dense);
  const share = by === 'meaning' ? 1 : MEANING;
  const bestWords = Math.max(Number.EPSILON, ...lexical.map((hit) => hit.rank));
  const bestMeaning = Math.max(UNRELATED + Number.EPSILON, ...close.map((hit) => hit.rank));
  const both = new Map<number, { hit: Hit; words: number; meaning: number }>();
  for (const hit of lexical) both.set(hit.id, { hit, words: hit.rank / bestWords, meaning: 0 });
  for (const hit of close) {
    const meaning = Math.max(0, (hit.rank - UNRELATED) / (bestMeaning - UNRELATED));
    both.set(hit.id, { hit, words: both.get(hit.id)?.words ?? 0, meaning });
  }
  const [from, width] = BANDS.text;
  for (const { hit, words, meaning } of both.values()) {
    const strength = (1 - share) * words + share * meaning;
    const why = meaning === 0 ? 'words in its text' : words === 0 ? 'close in meaning' : 'words in its text, close in meaning';
    add(found, hit, from + width * strength * liking(hit), why);
  }
}

/** What the best results call, or are called by, may be what was meant, as far as the edge is sure. */
async function addNeighbours(found: Map<number, Found>, { db }: SearchSources): Promise<void> {
  const best = [...found.values()].sort((a, b) => b.score - a.score || a.hit.id - b.hit.id).slice(0, EXPANDED);
  const edges = await aroundThem(
    db,
    best.map(({ hit }) => hit.id),
  );
  const missing = edges.map((edge) => edge.to).filter((id) => !found.has(id));
  const nodes = await nodesOf(db, [...new Set(missing)]);
  for (const { from, to, confidence } of edges) {
    const hit = nodes.get(to);
    const source = found.get(from);
    if (hit === undefined || source === undefined) continue;
    add(
      found,
      hit,
      Math.min(source.score, BANDS.text[1]) * EXPANSION * confidence * liking(hit),
      `close to ${source.hit.name} in the graph`,
    );
  }
}

function addBand(found: Map<number, Found>, hits: readonly Hit[], band: keyof typeof BANDS, why: string): void {
  const best = hits.reduce((most, hit) => Math.max(most, hit.rank), Number.EPSILON);
  const [from, width] = BANDS[band];
  for (const hit of hits) add(found, hit, from + width * (hit.rank / best) * liking(hit), why);
}

function add(found: Map<number, Found>, hit: Hit, score: number, why: string): void {
  const known = found.get(hit.id);
  if (known === undefined || known.score < score) found.set(hit.id, { hit, score, why });
}

/** Where all else is equal people look for what others can use, and for code before its tests. From 0 to 1. */
function liking({ exported, path, type }: Hit): number {
  const isTest = type === 'test' || isTestPath(path);
  return Math.min(1, 0.85 + 0.1 * exported - (isTest ? 0.3 : 0) + (type === 'module' ? -0.05 : 0.05));
}

function partsOf(name: string): string {
  return name
    .split('.')
    .map((part) => {
      const [whole = '', ...parts] = splitName(part).split(' ');
      return parts.length > 0 ? parts.join(' ') : whole;
    })
    .join(' ');
}

const rounded = (score: number): number => Math.round(score * 1e4) / 1e4;
