import { eachWord, splitName } from '../parse/split-words.ts';

const MOST_CACHED = 50_000;
const cache = new Map<string, string>();

/** What `skips`, `skipped` and `skipping` have in common. Rough: it need not be a word, only the same for all of them. */
export function stemOf(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const stem = cut(word);
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(word, stem);
  return stem;
}

function cut(word: string): string {
  if (word.length < 5) return word;
  let stem = word
    .replace(/sses$/, 'ss')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1');
  if (stem.length > 5) stem = stem.replace(/(?:ing|ed)$/, '').replace(/([^aeiouls])\1$/, '$1');
  return stem.length > 4 ? stem.replace(/e$/, '') : stem;
}

/** Each word of a text as its stem, in order; names as they are and in their parts. */
export function eachStem(text: string, visit: (stem: string, word: string) => void): void {
  eachWord(text, (name) => {
    for (const word of splitName(name).split(' ')) if (word.length > 1) visit(stemOf(word), word);
  });
}
