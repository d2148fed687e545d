import type { VectorHit } from '../vectors/vector-table.ts';
import type { SearchResult } from '../words.ts';
import { symbolsMeant } from './find-symbol.ts';
import { bareNameOf } from './name-readings.ts';
import type { Db } from './queries.ts';
import { FoundSymbols, isOfTests } from './search-fusion.ts';
import {
  aroundThem,
  byName,
  byNames,
  byPrefix,
  byText,
  byVectors,
  byWordsOfName,
  type Hit,
  nodesOf,
  testedBy,
} from './search-lists.ts';
import { partsOf, readQuery, type SearchQuery } from './search-query.ts';
import { stemOf } from './stems.ts';

/** `words`: no model is asked. `meaning`: only the model. */
export type SearchBy = 'both' | 'words' | 'meaning';

export interface SearchSources {
  db: Db;
  /** The symbols nearest in meaning; null where nothing was embedded. */
  nearest: (text: string, limit: number) => Promise<VectorHit[] | null>;
}

const CANDIDATES = 100;
/** Words and meaning are looked at far down: of what one of them has high, the other one should not be silent. */
const SPOKEN_FOR = 1000;
/** And farther down where more are asked for. */
const SPOKEN_FOR_EACH = 10;
/** How many of the best bring their neighbours in. */
const EXPANDED = 8;

/** Finds symbols: those asked for by name, then those that words and meaning speak for, then what is close to them in the graph. */
export async function search(sources: SearchSources, text: string, limit: number, by: SearchBy): Promise<SearchResult[]> {
  const query = readQuery(text);
  if (query.text === '' || limit < 1) return [];
  const found = new FoundSymbols();
  if (by !== 'meaning') await addNames(found, sources, query, Math.max(CANDIDATES, limit));
  await addTextAndMeaning(found, sources, query, by, Math.max(SPOKEN_FOR, limit * SPOKEN_FOR_EACH));
  if (by === 'both' && !query.isSymbol) await addNeighbours(found, sources);
  return found.best(limit).map(({ hit: { id, path, type, name, start_line, end_line }, score, why }) => ({
    id,
    path,
    type,
    name,
    start_line,
    end_line,
    score,
    why,
  }));
}

async function addNames(found: FoundSymbols, { db }: SearchSources, query: SearchQuery, limit: number): Promise<void> {
  const { text, words, names, isSymbol } = query;
  const exact = await byName(db, text);
  if (exact.length === 0 && isNameOfSeveralParts(text)) found.addBand(await byPlace(db, text), 'exact', 'exact name');
  // Tests are called what people say.
  found.addBand(isSymbol ? exact : exact.filter((hit) => !isOfTests(hit)), 'exact', 'exact name');
  found.addBand(await byNames(db, names), 'words', 'the words of its name');
  if (isSymbol) found.addBand(await byPrefix(db, text, limit), 'prefix', 'name begins so');
  if (words.length < (isSymbol ? 1 : 2)) return;
  const partly = await byWordsOfName(db, words, limit);
  // `_parse` and `$parse` are made of just these words too.
  const wholly = partly
    .filter((hit) => partsOf(hit.name).join(' ') === query.parts.join(' '))
    .map((hit) => ({ ...hit, rank: 1 }));
  if (query.parts.length > 1) found.addBand(wholly, 'words', 'the words of its name');
  found.addBand(isSymbol ? partly : partly.filter((hit) => !isOfTests(hit)), 'partOfName', 'all words are in the name');
}

/** A name of any language with what is around it. */
function isNameOfSeveralParts(text: string): boolean {
  const name = bareNameOf(text);
  return name.includes('.') && !/\s/.test(name);
}

/** What a text means where it says more than a name does: the namespace, the package or the file. */
async function byPlace(db: Db, text: string): Promise<Hit[]> {
  const meant = await symbolsMeant(db, text);
  const hits = await nodesOf(
    db,
    meant.map(({ id }) => id),
  );
  return [...hits.values()].map((hit) => ({ ...hit, rank: 1 }));
}

async function addTextAndMeaning(
  found: FoundSymbols,
  { db, nearest }: SearchSources,
  { text, words, isSymbol, mentions }: SearchQuery,
  by: SearchBy,
  limit: number,
): Promise<void> {
  const dense = by === 'words' || (by === 'both' && isSymbol) ? null : await nearest(text, limit);
  const meaning = dense === null ? null : await byVectors(db, dense);
  if (by === 'meaning') return found.addFused({ words: [], meaning, mentioned: [], tested: [], asked: new Set() });
  const said = words.length === 0 ? [] : await byText(db, words, limit);
  const tests = said.filter(isOfTests).map(({ id }) => id);
  found.addFused({
    words: said,
    meaning,
    mentioned: await byNames(db, mentions),
    tested: await testedBy(db, tests),
    asked: new Set(words.map(stemOf)),
  });
}

/** What the best results call, or are called by, may be what was meant. */
async function addNeighbours(found: FoundSymbols, { db }: SearchSources): Promise<void> {
  const edges = await aroundThem(
    db,
    found.best(EXPANDED).map(({ hit }) => hit.id),
  );
  const nodes = await nodesOf(db, [...new Set(edges.map((edge) => edge.to))]);
  for (const { from, to, confidence } of edges) {
    const [hit, source] = [nodes.get(to), found.get(from)];
    if (hit !== undefined && source !== undefined) found.addNeighbour(hit, source, confidence);
  }
}
