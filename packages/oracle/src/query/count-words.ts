import type { CountedDocument } from './bm25.ts';
import { eachStem } from './stems.ts';

/** How often a text has the stems that are asked for, and how long it is. */
export function countWords(text: string, asked: ReadonlySet<string> | ReadonlyMap<string, unknown>): CountedDocument {
  const counts = new Map<string, number>();
  let length = 0;
  eachStem(text, (stem) => {
    length++;
    if (asked.has(stem)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  });
  return { length, counts };
}

const MOST_ASKED = 40;
/** They say nothing of where something is, or what every report and every message says. */
const COMMON = new Set(
  'a an and are as at be been but by can do does for from has have how i if in into is it its of on or so such than that the their then there these they this to was were what when where which who why will with would you your not no fix fixed fixes fixing bug add added use using make test tests'.split(
    ' ',
  ),
);

/** The telling words of a question: each stem with a word that has it. */
export function wordsAskedFor(text: string): Map<string, string> {
  const asked = new Map<string, string>();
  eachStem(text, (stem, word) => {
    if (asked.size < MOST_ASKED && !COMMON.has(word) && !asked.has(stem)) asked.set(stem, word);
  });
  return asked;
}
