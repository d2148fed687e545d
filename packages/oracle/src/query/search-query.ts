import { eachWord, splitName } from '../parse/split-words.ts';

/** What a person typed, and what it looks like. */
export interface SearchQuery {
  text: string;
  /** A name as it is written in code, rather than words about it. */
  isSymbol: boolean;
  /** Lower case, names in their parts, without the words that every text has. */
  words: readonly string[];
  /** All words in order, names in their parts. */
  parts: readonly string[];
  /** A name with just these words, as code may write it: `join url` is `joinurl` or `join_url`, in whatever case. */
  names: readonly string[];
  /** Names that prose speaks of: what is called, quoted, or written as only code is. */
  mentions: readonly string[];
}

const LONGEST_QUERY = 500;
const MOST_WORDS = 24;
const MOST_PARTS = 8;
const MOST_MENTIONS = 4;
const MENTION =
  /`([A-Za-z_$][\w$]*)(?:\(\))?`|\b([A-Za-z_$][\w$]*)\(|\b([a-z][a-z0-9]*[A-Z][\w$]*|[A-Za-z]\w*_\w*[A-Za-z]|(?:[A-Z][a-z0-9]+){2,})\b/g;
const SYMBOL = /^[\p{L}_$@][\p{L}\p{N}_$]*(?:(?:\.|#|::)[\p{L}_$][\p{L}\p{N}_$]*)*(?:\(\))?$/u;
const COMMON = new Set(
  'a an and are as at be been but by can do does for from has have how i if in into is it its of on or so such than that the their then there these they this to was were what when where which who why will with would you your'.split(
    ' ',
  ),
);

export function readQuery(query: string): SearchQuery {
  const text = query.slice(0, LONGEST_QUERY).trim();
  const isSymbol = SYMBOL.test(text);
  const parts = partsOf(text);
  const telling = [...new Set(parts)].filter((word) => !COMMON.has(word));
  return {
    text: isSymbol ? text.replace('()', '') : text,
    isSymbol,
    words: (telling.length > 0 ? telling : [...new Set(parts)]).slice(0, MOST_WORDS),
    names:
      parts.length > 1 && parts.length <= MOST_PARTS ? [...new Set(['', '_', '-'].map((between) => parts.join(between)))] : [],
    parts,
    mentions: isSymbol ? [] : mentionsOf(text),
  };
}

/** The words of a text or name in order, names in their parts: `_parse_body` is `parse`, `body`. */
export function partsOf(text: string): string[] {
  const all: string[] = [];
  eachWord(text, (word) => {
    const [whole, ...parts] = splitName(word).split(' ');
    all.push(...(parts.length > 0 ? parts : [whole!]));
  });
  return all;
}

function mentionsOf(text: string): string[] {
  const found = new Set<string>();
  for (const [, quoted, called, written] of text.matchAll(MENTION)) found.add((quoted ?? called ?? written)!);
  return [...found].slice(0, MOST_MENTIONS);
}

/** True for a query that is a name as code writes it: it is answered without a model. */
export function isSymbolQuery(query: string): boolean {
  return readQuery(query).isSymbol;
}
