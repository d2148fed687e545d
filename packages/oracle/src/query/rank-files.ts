import { sql } from 'kysely';
import type { RankedFile } from '../answers.ts';
import { languageOfPath } from '../languages/languages.ts';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import { eachWord, splitName } from '../parse/split-words.ts';
import { namedIn } from './context-seeds.ts';
import type { Db } from './queries.ts';
import { round } from './reach.ts';
import { isTestPath } from './test-path.ts';

const MOST_WORDS = 40;
const LONGEST = 4000;
/** BM25F: what a word in each field counts for, beside one in the text of a symbol. */
const FIELDS = { path: 6, name: 3, docstring: 1.5, body: 1 } as const;
const K1 = 1.2;
const B = 0.5;
/** What the other witnesses count for beside the best file by words, which has 1. */
const NAMED = 0.6;
const FOUND = 0.5;
const CHURN = 0.25;
const FALLING = 8;

/**
 * The files that a text is about: by its words, by the symbols that it names, by what search finds, and by how often they change.
 * @param found what search answered to the text, the best first.
 */
export async function rankFiles(
  db: Db,
  text: string,
  found: readonly { path: string }[],
  churn: ReadonlyMap<string, number>,
  limit: number,
): Promise<RankedFile[]> {
  const files = await db
    .selectFrom('files')
    .select(['id', 'path', 'lines'])
    .where('skip', 'is', null)
    .where('language', '<>', 'manifest')
    .execute();
  const scores = new Map(files.map(({ path }) => [path, 0]));
  const add = (path: string, score: number) => scores.set(path, (scores.get(path) ?? 0) + score);
  const byWords = await scoreByWords(db, text.slice(0, LONGEST), files);
  const best = Math.max(Number.EPSILON, ...byWords.values());
  for (const [path, score] of byWords) add(path, score / best);
  const named = await namedIn(db, text.slice(0, LONGEST), 1, '');
  const namedBy = new Map<string, number>();
  for (const { node, weight } of named) namedBy.set(node.path, Math.max(namedBy.get(node.path) ?? 0, weight));
  for (const [path, weight] of namedBy) add(path, NAMED * weight);
  for (const [rank, path] of [...new Set(found.map((each) => each.path))].entries())
    add(path, (FOUND * FALLING) / (FALLING + rank));
  const most = Math.log2(1 + Math.max(1, ...churn.values()));
  for (const path of byWords.keys()) add(path, (CHURN * Math.log2(1 + (churn.get(path) ?? 0))) / most);
  return [...scores]
    .filter(([, score]) => score > 0)
    .map(([path, score]) => ({ path, score: round(isTestPath(path) || languageOfPath(path) === undefined ? score / 2 : score) }))
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .slice(0, limit);
}

/** BM25F over files; how often a word is there is how many symbols of the file have it. */
async function scoreByWords(
  db: Db,
  text: string,
  files: readonly { id: number; path: string; lines: number }[],
): Promise<Map<string, number>> {
  const byId = new Map(files.map((file) => [file.id, file]));
  const average = files.reduce((sum, { lines }) => sum + lines, 0) / Math.max(1, files.length);
  const scores = new Map<string, number>();
  for (const word of wordsOf(text)) {
    const counts = new Map<number, number>();
    for (const [field, weight] of Object.entries(FIELDS)) {
      const match = `{${field}} : "${word.replaceAll('"', '""')}"`;
      const { rows } = await sql<{ file: number; count: number }>`
        select rowid / ${sql.lit(IDS_PER_FILE)} as file, count(*) as count from words where words match ${match} group by 1`.execute(
        db,
      );
      // The path is the same for all symbols of a file.
      for (const { file, count } of rows) counts.set(file, (counts.get(file) ?? 0) + weight * (field === 'path' ? 1 : count));
    }
    const rarity = Math.log(1 + (files.length - counts.size + 0.5) / (counts.size + 0.5));
    for (const [id, count] of counts) {
      const file = byId.get(id);
      if (file === undefined) continue;
      const part = (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + (B * file.lines) / average));
      scores.set(file.path, (scores.get(file.path) ?? 0) + part);
    }
  }
  return scores;
}

const COMMON = new Set(
  'a an and are as at be by do does for from how i in is it of on or that the this to what when where which who why with if not no was were has have had can should would will but also when then than so use using add fix fixed fixes bug make test tests'.split(
    ' ',
  ),
);

function wordsOf(text: string): string[] {
  const words = new Set<string>();
  eachWord(text, (word) => {
    for (const part of splitName(word).split(' ')) if (part.length > 1 && !COMMON.has(part)) words.add(part);
  });
  return [...words].slice(0, MOST_WORDS);
}
