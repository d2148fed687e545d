const PIECE = /\p{Lu}?[\p{Ll}]+|\p{Lu}+|\p{L}+|\p{N}+|\s+|[^\p{L}\p{N}\s]+/gu;
/** A token of common tokenizers holds more than this of each kind on average; few have less. */
const LETTERS = 4;
const DIGITS = 3;
const SIGNS = 2;
const SPACES = 8;

/** About how many tokens a language model takes a text for. Rather too many: by a quarter or so for code. */
export function countTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    if (/^[\u0000-\u007f]*$/.test(piece) === false) tokens += Buffer.byteLength(piece) / 2;
    else if (/^[a-z]/i.test(piece)) tokens += Math.ceil(piece.length / LETTERS / 1.5);
    else if (/^\d/.test(piece)) tokens += Math.ceil(piece.length / DIGITS);
    else if (/^\s/.test(piece)) tokens += piece === ' ' ? 0 : Math.ceil(piece.length / SPACES);
    else tokens += Math.ceil(piece.length / SIGNS);
  }
  return Math.ceil(tokens);
}
