import type { RankedFile } from '../answers.ts';
import type { CommitLog } from '../history/co-change.ts';
import { filesByMessages, likestMessages } from '../history/past-messages.ts';
import type { SearchResult } from '../words.ts';
import { bm25, type CountedDocument, rarities } from './bm25.ts';
import { namedIn } from './context-seeds.ts';
import { countWords, wordsAskedFor } from './count-words.ts';
import { type FileWords, readFileWords } from './file-words.ts';
import { namedPaths } from './named-paths.ts';
import type { Db } from './queries.ts';
import { round } from './reach.ts';
import { isAsidePath, isTestPath } from './test-path.ts';

const LONGEST = 4000;
/** What each witness counts for where it speaks for a file as for no other. */
const WORDS = 1;
const PAST = 0.65;
/** A path that is written down says more than all words do. */
const LOCATED = 1.5;
const NAMED = 0.45;
const PATH = 0.4;
const FOUND = 0.4;
/** What is left of a file that is not what somebody would change: tests are written along, examples show, documents and settings say. */
const TEST = 0.5;
const ASIDE = 0.7;
const PROSE = 0.6;
const PROSE_LANGUAGES: ReadonlySet<string> = new Set(['markdown', 'json', 'yaml', 'toml']);
/** How much the length is held against a text, and against a path. */
const LENGTH_OF_TEXT = 0.6;
const LENGTH_OF_PATH = 0.3;
const MOST_WORDS_TOLD = 4;

interface Witness {
  weight: number;
  scores: ReadonlyMap<string, number>;
}

/**
 * The files that a text is about: by their words, by what was said when they were changed before, by the paths and symbols that it names, and by what
 * search finds.
 * @param found what search answered to the text, the best first.
 * @param log the commits up to the one that is checked out; null without git.
 */
export async function rankFiles(
  db: Db,
  root: string,
  text: string,
  found: readonly SearchResult[],
  log: CommitLog | null,
  limit: number,
): Promise<RankedFile[]> {
  const question = text.slice(0, LONGEST);
  const files = await db
    .selectFrom('files')
    .select(['id', 'path', 'language', 'lines'])
    .where('skip', 'is', null)
    .where('language', '<>', 'manifest')
    .execute();
  const likings = new Map(files.map(({ path, language }) => [path, likingOf(path, language)]));
  const asked = wordsAskedFor(question);
  const words = await readFileWords(db, root, files, asked, (path) => likings.get(path)!);
  const paths = countPaths([...likings.keys()], asked);
  const witnesses = {
    words: { weight: WORDS, scores: bm25(words.documents, words.rarities, LENGTH_OF_TEXT) },
    past: { weight: PAST, scores: log === null ? new Map<string, number>() : filesByMessages(log, asked.keys()) },
    located: { weight: LOCATED, scores: namedPaths(question, [...likings.keys()]) },
    named: { weight: NAMED, scores: best((await namedIn(db, question, 1, '')).map(({ node, weight }) => [node.path, weight])) },
    path: { weight: PATH, scores: bm25(paths, rarities(paths, asked.keys()), LENGTH_OF_PATH) },
    found: { weight: FOUND, scores: best(found.map(({ path, score }) => [path, score])) },
  };
  const ranked = combine(Object.values(witnesses), likings).slice(0, limit);
  const said =
    log === null ? new Map<string, string>() : likestMessages(log, asked.keys(), new Set(ranked.map(({ path }) => path)));
  return ranked.map(({ path, score }) => {
    const reasons = [
      witnesses.located.scores.has(path) && 'the text names it',
      witnesses.named.scores.has(path) && 'the text names a symbol in it',
      said.has(path) && `an earlier commit changed it: ${said.get(path)}`,
      witnesses.words.scores.has(path) && `it speaks of ${tellingWords(words, path, asked).join(', ')}`,
      witnesses.found.scores.has(path) && 'search finds symbols in it',
    ];
    return { path, score: round(score), why: reasons.filter((each) => each !== false) };
  });
}

/** Adds up what the witnesses say; each is worth its weight at the likeliest file, by which the others are measured. */
export function combine(witnesses: readonly Witness[], likings: ReadonlyMap<string, number>): { path: string; score: number }[] {
  const totals = new Map<string, number>();
  for (const { weight, scores } of witnesses) {
    let most = Number.EPSILON;
    for (const [path, score] of scores) if (likings.get(path) === 1) most = Math.max(most, score);
    for (const [path, score] of scores) {
      const liking = likings.get(path);
      // A test or a document can say more than any code.
      if (liking !== undefined) totals.set(path, (totals.get(path) ?? 0) + weight * liking * Math.min(1, score / most));
    }
  }
  return Array.from(totals, ([path, score]) => ({ path, score }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1));
}

function likingOf(path: string, language: string): number {
  if (isTestPath(path)) return TEST;
  if (PROSE_LANGUAGES.has(language)) return PROSE;
  return isAsidePath(path) ? ASIDE : 1;
}

function countPaths(paths: readonly string[], asked: ReadonlyMap<string, string>): Map<string, CountedDocument> {
  return new Map(paths.map((path) => [path, countWords(path.replace(/\.\w+$/, ''), asked)]));
}

/** For each path the best that was said of it. */
function best(scores: readonly (readonly [path: string, score: number])[]): Map<string, number> {
  const most = new Map<string, number>();
  for (const [path, score] of scores) most.set(path, Math.max(most.get(path) ?? 0, score));
  return most;
}

/** The rarest words of a question that a file has. */
function tellingWords({ documents, rarities: rare }: FileWords, path: string, asked: ReadonlyMap<string, string>): string[] {
  const stems = [...(documents.get(path)?.counts.keys() ?? [])];
  return stems
    .sort((a, b) => rare.get(b)! - rare.get(a)! || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS_TOLD)
    .map((stem) => asked.get(stem)!);
}
