import { bm25, type CountedDocument, rarities, rarity } from '../query/bm25.ts';
import { eachStem } from '../query/stems.ts';
import type { CommitLog } from './co-change.ts';

/** A commit that touches more does not say what each of its files is about. */
const LARGEST_COMMIT = 10;
const LENGTH_COUNTS = 0.5;

/** What was said of the files of a log, word by word. */
interface PastMessages {
  /** For each word the commits that have it, and how often. */
  places: Map<string, { commit: number; count: number }[]>;
  /** By file: the words that were said of it. */
  lengths: Map<number, number>;
}

const known = new WeakMap<CommitLog, PastMessages>();

/** Reads a log once for all questions. */
function messagesOf(log: CommitLog): PastMessages {
  const made: PastMessages = known.get(log) ?? { places: new Map(), lengths: new Map() };
  if (known.has(log)) return made;
  known.set(log, made);
  for (const [commit, { files, message }] of log.commits.entries()) {
    if (files.length > LARGEST_COMMIT) continue;
    const counts = new Map<string, number>();
    let length = 0;
    eachStem(message, (stem) => {
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
      length++;
    });
    for (const [stem, count] of counts) {
      const places = made.places.get(stem);
      if (places === undefined) made.places.set(stem, [{ commit, count }]);
      else places.push({ commit, count });
    }
    for (const file of files) made.lengths.set(file, (made.lengths.get(file) ?? 0) + length * shareOf(files));
  }
  return made;
}

/** A message is said of each of the files, and of each the less the more there are. */
const shareOf = (files: readonly number[]): number => 1 / Math.sqrt(files.length);

/** Files by what the messages of the commits that touched them have in common with a question: all of a file's messages are one text. */
export function filesByMessages(log: CommitLog, asked: Iterable<string>): Map<string, number> {
  const { places, lengths } = messagesOf(log);
  const documents = new Map(Array.from(lengths, ([file, length]) => [file, { length, counts: new Map<string, number>() }]));
  const stems = [...asked];
  for (const stem of stems)
    for (const { commit, count } of places.get(stem) ?? []) {
      const { files } = log.commits[commit]!;
      for (const file of files) {
        const { counts } = documents.get(file)!;
        counts.set(stem, (counts.get(stem) ?? 0) + count * shareOf(files));
      }
    }
  const scores = bm25<number>(documents satisfies Map<number, CountedDocument>, rarities(documents, stems), LENGTH_COUNTS);
  return new Map(Array.from(scores, ([file, score]) => [log.paths[file]!, score]));
}

/** For each path the first line of the message that is most like a question; none for a path of which nothing like it was said. */
export function likestMessages(log: CommitLog, asked: Iterable<string>, paths: ReadonlySet<string>): Map<string, string> {
  const { places } = messagesOf(log);
  const scores = new Map<number, number>();
  for (const stem of asked) {
    const having = places.get(stem) ?? [];
    const worth = rarity(having.length, log.commits.length);
    for (const { commit } of having) scores.set(commit, (scores.get(commit) ?? 0) + worth);
  }
  const best = new Map<string, { commit: number; score: number }>();
  for (const [commit, score] of scores)
    for (const file of log.commits[commit]!.files) {
      const path = log.paths[file]!;
      const before = best.get(path);
      // Of two that are as much alike the newer one.
      if (paths.has(path) && (before === undefined || score > before.score || (score === before.score && commit < before.commit)))
        best.set(path, { commit, score });
    }
  return new Map(Array.from(best, ([path, { commit }]) => [path, log.commits[commit]!.message.split('\n')[0]!]));
}
