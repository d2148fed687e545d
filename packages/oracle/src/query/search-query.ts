import { eachWord, splitName } from '../parse/split-words.ts';

/** What a person typed, and what it looks like. */
export interface SearchQuery {
  text: string;
  /** A name as it is written in code, rather than words about it. */
  isSymbol: boolean;
  /** Lower case, names in their parts, without the words that every text has. */
  words: readonly string[];
}

const LONGEST_QUERY = 500;
const MOST_WORDS = 24;
const SYMBOL = /^[\p{L}_$@][\p{L}\p{N}_$]*(?:(?:\.|#|::)[\p{L}_$][\p{L}\p{N}_$]*)*(?:\(\))?$/u;
const COMMON = new Set(
  'a an and are as at be been but by can do does for from has have how i if in into is it its of on or so such than that the their then there these they this to was were what when where which who why will with would you your'.split(
    ' ',
  ),
);

export function readQuery(query: string): SearchQuery {
  const text = query.slice(0, LONGEST_QUERY).trim();
  const isSymbol = SYMBOL.test(text);
  return { text: isSymbol ? text.replace('()', '') : text, isSymbol, words: wordsOf(text) };
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

/** True for a query that is a name as code writes it: it is answered without a model. */
export function isSymbolQuery(query: string): boolean {
  return readQuery(query).isSymbol;
}
