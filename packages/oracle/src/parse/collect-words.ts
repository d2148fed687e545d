import type { Definition } from '../facts.ts';
import { eachWord, splitName } from './split-words.ts';

const MOST_WORDS = 4000;

/** The words of each definition's own text: what is written in a definition inside it belongs to that one. */
export function collectWords(
  text: string,
  starts: readonly number[],
  ends: readonly number[],
  definitions: readonly Definition[],
): string[] {
  const found = definitions.map(() => new Set<string>());
  const open = [0];
  let next = 1;
  eachWord(text, (word, index) => {
    while (open.length > 1 && ends[open.at(-1)!]! <= index) open.pop();
    while (next < starts.length && starts[next]! <= index) {
      while (open.length > 1 && ends[open.at(-1)!]! <= starts[next]!) open.pop();
      open.push(next++);
    }
    const words = found[open.at(-1)!]!;
    if (words.size < MOST_WORDS) words.add(word);
  });
  // Split once each, after all have been seen: most words come many times.
  return found.map((words) => [...new Set(Array.from(words, splitName))].join(' '));
}
