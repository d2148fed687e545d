/** What BM25 knows of a document. */
export interface CountedDocument {
  /** In words. */
  length: number;
  /** How often it has each word that is asked for. */
  counts: ReadonlyMap<string, number>;
}

const K1 = 1.2;

/**
 * Okapi BM25: documents with any of the words, and how much they have to do with them.
 * @param words each with how rare it is.
 * @param b how much the length of a document is held against it, 0 to 1.
 */
export function bm25<K>(
  documents: ReadonlyMap<K, CountedDocument>,
  words: ReadonlyMap<string, number>,
  b: number,
): Map<K, number> {
  let total = 0;
  for (const { length } of documents.values()) total += length;
  const average = Math.max(1, total / Math.max(1, documents.size));
  const scores = new Map<K, number>();
  for (const [key, { length, counts }] of documents) {
    let score = 0;
    for (const [word, count] of counts)
      score += ((words.get(word) ?? 0) * count * (K1 + 1)) / (count + K1 * (1 - b + (b * length) / average));
    if (score > 0) scores.set(key, score);
  }
  return scores;
}

/** How rare a word is that `having` of `all` documents have. */
export function rarity(having: number, all: number): number {
  return Math.log(1 + (Math.max(all, having) - having + 0.5) / (having + 0.5));
}

/** How rare each word is among documents. */
export function rarities(documents: ReadonlyMap<unknown, CountedDocument>, words: Iterable<string>): Map<string, number> {
  const having = new Map([...words].map((word) => [word, 0]));
  for (const { counts } of documents.values())
    for (const word of counts.keys()) if (having.has(word)) having.set(word, having.get(word)! + 1);
  return new Map([...having].map(([word, count]) => [word, rarity(count, documents.size)]));
}
