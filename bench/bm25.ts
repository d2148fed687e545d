// BM25 over whole texts, the yardstick of code search: SQLite's own, and one that also knows names in their parts.
import BetterSqlite3 from 'better-sqlite3';

const K1 = 1.2;
const B = 0.75;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const PART = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|_+/u;

/** Names as they are, and in their parts. */
function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].flatMap(([word]) => {
    const parts = word.split(PART).filter((part) => part.length > 1);
    return (parts.length > 1 ? [word, ...parts] : [word]).map((part) => part.toLowerCase());
  });
}

/** Paths of the texts that hold words of the query, the best first. The path counts as text. */
export function rankByBm25(texts: ReadonlyMap<string, string>, query: string): string[] {
  const counts = new Map<string, Map<string, number>>();
  const lengths = new Map<string, number>();
  const documents = new Map<string, number>();
  for (const [path, text] of texts) {
    const words = wordsOf(`${path} ${text}`);
    const count = new Map<string, number>();
    for (const word of words) count.set(word, (count.get(word) ?? 0) + 1);
    for (const word of count.keys()) documents.set(word, (documents.get(word) ?? 0) + 1);
    counts.set(path, count);
    lengths.set(path, words.length);
  }
  const average = [...lengths.values()].reduce((sum, length) => sum + length, 0) / Math.max(1, texts.size);
  const asked = new Set(wordsOf(query));
  const scoreOf = (path: string) => {
    let score = 0;
    for (const word of asked) {
      const frequency = counts.get(path)!.get(word) ?? 0;
      const others = documents.get(word) ?? 0;
      const rarity = Math.log(1 + (texts.size - others + 0.5) / (others + 0.5));
      score += (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * lengths.get(path)!) / average));
    }
    return score;
  };
  return [...texts.keys()]
    .map((path) => ({ path, score: scoreOf(path) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

/** The public yardstick: any of the words, as FTS5 ranks them with its own weights after Porter's stemmer. The path counts as text. */
export function rankByFts5(texts: ReadonlyMap<string, string>, query: string): string[] {
  const words = query.match(/[\p{L}\p{N}_]+/gu) ?? [];
  if (words.length === 0) return [];
  const db = new BetterSqlite3(':memory:');
  try {
    db.exec(`create virtual table texts using fts5 (path unindexed, text, tokenize = 'porter unicode61')`);
    const insert = db.prepare('insert into texts values (?, ?)');
    db.transaction(() => {
      for (const [path, text] of texts) insert.run(path, `${path} ${text}`);
    })();
    const match = words.map((word) => `"${word}"`).join(' OR ');
    return db.prepare('select path from texts where texts match ? order by rank, path').pluck().all(match) as string[];
  } finally {
    db.close();
  }
}
