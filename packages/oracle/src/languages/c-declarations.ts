// What is declared is said in words: qualifiers, a type, a name. Words that are more than that are macros.

/** Words at the beginning of a line, up to the first sign, which may be on another line. */
const WORDS = /(?<=^|[{;])[ \t]*(?:[A-Za-z_]\w*[ \t\r\n]{1,200}){1,9}(?:[A-Za-z_]\w*[ \t\r\n]{0,200})?(?=[*&;=[({,)]|::|<)/gm;
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

/** `<int>::Oven<int>::bake`, behind the first word of a name or a type. */
const REST = /((?:<[^;{}()]{0,300}?>)?(?:\s*::\s*~?\w+(?:<[^;{}()]{0,300}?>)?)*)\s*/y;

/** Whether the last word before a sign is a type, a name, or that of a constructor, which has no type. */
function partOf(last: string, text: string, at: number): 'type' | 'name' | 'constructor' {
  const sign = text[at]!;
  if (sign === '*' || sign === '&') return 'type';
  if (sign !== ':' && sign !== '<') return 'name';
  REST.lastIndex = at;
  const rest = REST.exec(text)?.[1] ?? '';
  if (text[REST.lastIndex] !== '(') return 'type';
  const names = [last, ...rest.replace(/<[^;{}()]*>/g, '').split(/[\s:~]+/)].filter((name) => name !== '');
  return names.length > 1 && names.at(-1) === names.at(-2) ? 'constructor' : 'name';
}

/** Leaves out the words of a declaration that are neither qualifiers nor its type nor its name. */
export function leaveOutWords(text: string): string {
  return text.replace(WORDS, (said, at: number) => {
    const words = [...said.matchAll(WORD)];
    const last = words.at(-1)![0];
    const part = partOf(last, text, at + said.length);
    const named = part === 'type' ? words.length : words.length - 1;
    let type = -1;
    const plain: number[] = [];
    for (const [index, [word]] of words.slice(0, named).entries()) {
      if (OTHER.has(word)) return said;
      if (TAGS.has(word) || TYPES.has(word)) type = index;
      else if (TAGS.has(words[index - 1]?.[0] ?? '')) type = index;
      else if (!QUALIFIERS.has(word) && !word.startsWith('__')) plain.push(index);
    }
    if (type < 0 && part !== 'constructor') plain.pop();
    // `inline constexpr bool is_hot<Pie> = true`: what looks like a type is a name.
    else if (part === 'type' && plain.at(-1) === words.length - 1) plain.pop();
    // `int kept GUARDED_BY(mutex)`: the name stands before a macro.
    if (part === 'name' && LOUD.test(last) && plain.some((index) => !LOUD.test(words[index]![0]))) return said;
    let left = said;
    for (const index of plain) {
      const { 0: word, index: start } = words[index]!;
      left = left.slice(0, start) + ' '.repeat(word.length) + left.slice(start + word.length);
    }
    return left;
  });
}
