const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g;
const BOUNDARY = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_$]+|(?<=[A-Za-z])(?=[0-9]{2})/;
const MOST_CACHED = 50_000;
const LONGEST_WORD = 64;

const cache = new Map<string, string>();

/** `parseHTTPRequest` is `parsehttprequest parse http request`: a name as a whole and in its parts, lower case. */
export function splitName(name: string): string {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const whole = name.toLowerCase();
  const parts = name
    .split(BOUNDARY)
    .filter((part) => part.length > 1)
    .map((part) => part.toLowerCase());
  const split = parts.length > 1 ? `${whole} ${parts.join(' ')}` : whole;
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(name, split);
  return split;
}

/** The words of a text from `start` to `end`, given one by one; very long ones are data and not words. */
export function eachWord(text: string, visit: (word: string, index: number) => void): void {
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const word = match[0];
    if (word.length > 1 && word.length <= LONGEST_WORD) visit(word, match.index);
  }
}
