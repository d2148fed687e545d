// About how the tokenizers of language models take a text apart, without their tables of 200,000 words.
// The pieces are those of o200k_base; what a piece costs is its mean over source code in eleven languages.

const UPPER = 0;
const LOWER = 1;
const DIGIT = 2;
const SPACE = 3;
const SIGN = 4;
const OTHER = 5;
/** What each character of ASCII is. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[A-Z]/.test(character)) return UPPER;
  if (/[a-z]/.test(character)) return LOWER;
  if (/\d/.test(character)) return DIGIT;
  return /\s/.test(character) ? SPACE : SIGN;
});
const NEWLINE = 10;

/** Words of so many letters are mostly one token, and each further letter adds to it. */
const LETTERS = 5;
const FURTHER_LETTER = 0.12;
const DIGITS = 3;
const SIGNS = 3;
const FURTHER_SIGN = 0.25;
/** A sign alone before a word is a part of it that makes it less common. */
const LEADING_SIGN = 0.15;
const SPACES = 16;
/** A letter of what is not ASCII: those of Europe and the Near East stand in words, of the others nearly each is a word. */
const OTHER_LETTER = 0.3;
const OTHER_SIGN = 1;
const FIRST_OTHER_SIGN = 0x800;
/** The tables differ from model to model: rather too many than too few. */
const MARGIN = 1.1;

/** No piece is cheaper. */
const MOST_CHARACTERS_PER_TOKEN = SPACES + 1;

/** About how many tokens a language model takes a text for. Rather too many: by a tenth or so for code. */
export function countTokens(text: string): number {
  let tokens = 0;
  for (let start = 0, end = 0; start < text.length; start = end) {
    const kind = kindAt(text, start);
    end = endOfRun(text, start, kind);
    if (kind === UPPER || kind === LOWER) tokens += 1 + Math.max(0, end - start - LETTERS) * FURTHER_LETTER;
    else if (kind === DIGIT) tokens += Math.ceil((end - start) / DIGITS);
    else if (kind === SPACE) tokens += Math.ceil((end - start - leading(text, end)) / SPACES);
    else if (kind === OTHER) tokens += text.charCodeAt(start) < FIRST_OTHER_SIGN ? OTHER_LETTER : OTHER_SIGN;
    else if (end - start === 1 && isLetter(text, end)) tokens += LEADING_SIGN;
    else {
      tokens += 1 + Math.max(0, end - start - SIGNS) * FURTHER_SIGN;
      if (text.charCodeAt(end) === NEWLINE) end++;
    }
  }
  return Math.ceil(tokens * MARGIN);
}

/** Whether a text is at most so many tokens: quick to say of long ones. */
export function fitsIn(text: string, tokens: number): boolean {
  return text.length <= tokens * MOST_CHARACTERS_PER_TOKEN && countTokens(text) <= tokens;
}

const kindAt = (text: string, at: number): number => KINDS[text.charCodeAt(at)] ?? OTHER;

function isLetter(text: string, at: number): boolean {
  return at < text.length && kindAt(text, at) <= LOWER;
}

/** A capital belongs to the small letters after it, or else to the capitals. */
function endOfRun(text: string, start: number, kind: number): number {
  let end = start + 1;
  if (end >= text.length || kind === OTHER) return end;
  const rest = kind === UPPER && kindAt(text, end) === LOWER ? LOWER : kind;
  while (end < text.length && kindAt(text, end) === rest) end++;
  return end;
}

/** The last blank before a word or a sign is a part of it. */
function leading(text: string, end: number): number {
  const next = end < text.length ? kindAt(text, end) : SPACE;
  return text[end - 1] === ' ' && (next <= LOWER || next === SIGN) ? 1 : 0;
}
