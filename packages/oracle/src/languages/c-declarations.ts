// What is declared is said in words: qualifiers, a type, a name. Words that are more than that are macros.

/** Words at the beginning of a line, up to the first sign, which may be on another line. */
const WORDS = /(?<=^|[{;])[ \t]*(?:[A-Za-z_]\w*[ \t\r\n]{1,200}){2,9}(?:[A-Za-z_]\w*[ \t\r\n]{0,200})?(?=[*&;=[({,)]|::|<)/gm;
const WORD = /\w+/g;
const LOUD = /^[A-Z][A-Z\d_]{3,}$/;
/** No declaration is said with these, or one that has rules of its own. */
const OTHER = new Set(
  `return else case goto throw new delete sizeof do if for while switch break continue default using namespace public private protected
  operator co_return co_await co_yield and or not export import module concept requires asm signals slots emit template`.split(
    /\s+/,
  ),
);
const QUALIFIERS = new Set(
  `static inline extern const constexpr consteval constinit virtual friend explicit typedef volatile register mutable thread_local restrict
  typename`.split(/\s+/),
);
const TYPES = new Set(
  'void bool char short int long float double signed unsigned auto wchar_t char8_t char16_t char32_t size_t decltype'.split(' '),
);
const TAGS = new Set(['struct', 'class', 'union', 'enum']);

/** Leaves out the words of a declaration that are neither qualifiers nor its type nor its name. */
export function leaveOutWords(text: string): string {
  return text.replace(WORDS, (said, at: number) => {
    const after = text[at + said.length]!;
    const words = [...said.matchAll(WORD)];
    // Before a sign of a type stands the type, before everything else the name.
    const named = /[*&:<]/.test(after) ? words.length : words.length - 1;
    let type = -1;
    const plain: number[] = [];
    for (const [index, [word]] of words.slice(0, named).entries()) {
      if (OTHER.has(word)) return said;
      if (TAGS.has(word) || TYPES.has(word)) type = index;
      else if (TAGS.has(words[index - 1]?.[0] ?? '')) type = index;
      else if (!QUALIFIERS.has(word) && !word.startsWith('__')) plain.push(index);
    }
    if (type < 0) plain.pop();
    // `int kept GUARDED_BY(mutex)`: the name stands before a macro.
    if (named < words.length && LOUD.test(words[named]![0]) && plain.some((index) => !LOUD.test(words[index]![0]))) return said;
    let left = said;
    for (const index of plain) {
      const { 0: word, index: start } = words[index]!;
      left = left.slice(0, start) + ' '.repeat(word.length) + left.slice(start + word.length);
    }
    return left;
  });
}
