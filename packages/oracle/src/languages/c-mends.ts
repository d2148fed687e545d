// What macros stand for is not known to the grammars of C and C++. A text is said in a way that they take for what it is, every character in
// its place.
import { leaveOutConditions } from './c-conditions.ts';

const blank = (macro: string) => ' '.repeat(macro.length);
const blankLines = (text: string) => text.replace(/[^\\\r\n]/g, ' ');
/** Leaves out the second group. */
const leaveOut = (_all: string, before: string, macro: string) => before + blank(macro);

/** Macros before a type and the name of a function, or before the name of a constructor or destructor. */
const BEFORE_FUNCTION =
  /^([ \t]*(?:template[ \t]*<[^;{}()\n]{0,300}>[ \t]+)?(?:(?:static|inline|extern|constexpr|virtual|friend|explicit)[ \t]+){0,5})([A-Z][A-Z\d_]{3,}(?:[ \t]+[A-Z][A-Z\d_]{3,}){0,5})(?=[ \t]+(?:[A-Za-z_][^()=;{}"#\n]{0,300}(?:[ \t*&]|[\w>*&][ \t]{0,100}\r?\n)(?:~?[A-Za-z_][\w:]*(?:<[\w, ]{0,100}>(?:::\w+)*)?|operator[ \t]*[^\w\s(]{1,3})[ \t]*\(|(?:\w+::)*(\w+)(?:<[\w, ]{0,100}>)?::~?\3[ \t]*\(|~\w+[ \t]*\(|\w+[ \t]*\((?:[^(){};]|\([^(){};]{0,100}\)){0,300}\)\s*(?:noexcept\s*)?:\s*\w+[({]))/gm;
/** `int (go) (int);` says that `go` is no macro here. */
const BRACKETED =
  /^([ \t]*(?!(?:if|while|for|switch|return|else|case)\b)(?:[A-Za-z_]\w*[ \t*&]+[A-Za-z_][\w \t]{0,200}|int|void|char|long|short|unsigned|float|double|bool|size_t)[ \t*&]+)\(([A-Za-z_]\w*)\)(?=[ \t]*\()/gm;
/** `#define`, with the lines that continue it, by themselves or in a comment. */
const DEFINE = /^[ \t]*#[ \t]*define\b(?:[^\n\\/]|\\[\s\S]|\/(?!\*)|\/\*[\s\S]{0,4000}?\*\/)*/gm;
/** One that something follows: at its end the grammar knows a comment. */
const COMMENT_WITHIN = /\/\*[\s\S]*?\*\/(?=\s*\S)/g;
/** Behind a macro of nothing, blanks have the grammar take the next line for what it stands for. */
const EMPTY_DEFINE = /^([ \t]*#[ \t]*define[ \t]+\w+)([ \t]+\r?)(?=\n)/gm;
/** `int CALL go(int)`, `int CALL` above `go(int)`. */
const BEFORE_NAME =
  /^((?:[A-Za-z_]\w*[ \t]+){0,4}(?!(?:static|inline|extern|const|constexpr|virtual|friend|explicit|struct|enum|union|class|typename|return|else|new|delete|typedef)\b)[A-Za-z_]\w*(?:[ \t]+|[ \t]*\*[ \t*]*))([A-Z][A-Z\d_]{3,})(?=(?:[ \t]+|[ \t]*\r?\n)[A-Za-z_]\w*[ \t]*\((?!\())/gm;
/** `if CONSTEXPR (...)`. */
const AFTER_IF = /^([ \t]*(?:else[ \t]+)?if[ \t]+)([A-Z][A-Z\d_]{3,})(?=[ \t]*\()/gm;
/** `class EXPORT Name`. */
const BEFORE_TYPE =
  /\b((?:class|struct|enum|union)[ \t]+)([A-Z][A-Z\d_]{3,}(?:\([^()\n]*\))?)(?=[ \t]+(?:\[\[[^\]\n]*\]\][ \t]*)?[A-Za-z_]\w*[ \t]*(?:final\b[ \t]*)?(?:[:{;]|\r?\n))/g;
/** What is exported, whatever it is. */
const EXPORT =
  /^([ \t]*)((?:[A-Z][A-Z\d_]*)?(?:EXPORT|PUBLIC|API|EXTERN|VISIBLE|DEPRECATED|NODISCARD)(?:_[A-Z\d_]+)?)(?=[ \t]+[A-Za-z_])/gm;

/** Of any text: leaves out macros before what is declared, and comments in macros, which end them to the grammar. */
export function leaveOutExports(text: string): string {
  return text
    .replace(DEFINE, (macro) => macro.replace(COMMENT_WITHIN, blankLines))
    .replace(
      EMPTY_DEFINE,
      (_all, define: string, blanks: string) => define + (blanks.length === 1 ? '\r' : '//'.padEnd(blanks.length)),
    )
    .replace(BRACKETED, (_all, before: string, name: string) => `${before} ${name} `)
    .replace(BEFORE_NAME, leaveOut)
    .replace(BEFORE_FUNCTION, leaveOut)
    .replace(AFTER_IF, leaveOut)
    .replace(BEFORE_TYPE, leaveOut)
    .replace(EXPORT, leaveOut);
}

/** `FLAG(int, heat, 200, "how hot");` */
const LOUD_CALL = /^([ \t]*[A-Z][A-Z\d_]{3,}\()((?:[^()"';{}]|"(?:[^"\\\n]|\\.)*"|\([^()"';{}]{0,200}\)){1,1000})(?=\)[ \t]*;)/gm;
const PLAIN_TYPE = /(?<=(?:^|,)\s*)(?:(?:const|unsigned|signed|int|bool|char|float|double|long|short|void)\b[ \t*&]*)+(?=,|$)/g;
/** `template <typename T, ENABLE_IF(sizeof(T) > 1)>` */
const TEMPLATE_HEAD = /^[ \t]*template[ \t]*<[^;{}]{0,1000}?>[ \t]*$/gm;
const TEMPLATE_CONDITION = /,\s*[A-Z][A-Z\d_]{3,}\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,400}\)){0,800}\)(?=\s*[,>])/g;

/** What is left out where the grammar stumbles. What takes nothing, or takes types, is a function with a loud name. */
const LEFT_OUT: readonly RegExp[] = [
  // `NO_UNIQUE_ADDRESS allocator held;`
  /^[ \t]*[A-Z][A-Z\d]*_[A-Z\d_]+(?=[ \t]+(?!const\b)[a-z_]\w*(?:::\w+)*[ \t*&]+[a-z_]\w*[ \t]*[;=])/gm,
  // `unsigned(a)` and `enum : unsigned {`, which are no macros, but no names to the grammar either.
  /\bunsigned(?=\()|(?<=\benum[ \t]+):[ \t]*[\w:]+(?=[ \t]*\{)/g,
  // `TRY {` and `CATCH(...) {`
  /(?<=^[ \t}]*)[A-Z][A-Z\d_]{3,}(?:\(\.\.\.\))?(?=[ \t]*\{)/gm,
  // On a line of its own.
  /^[ \t]*[A-Z][A-Z\d_]{3,}(?:\([^()\n]*\))?:?[ \t]*$(?!\s*\{)/gm,
  // Behind what a function takes.
  /(?<=\)[ \t]+(?:(?:const|noexcept|override|final)[ \t]+)*)[A-Z][A-Z\d]*_[A-Z\d_]*(?=[ \t]*[;{])/g,
  /(?<=\)\s+(?:(?:const|noexcept|override|final)\s+)+)[A-Z][A-Z\d]*_[A-Z\d_]*\([^()\n]*\)(?=\s*[;{])/g,
  /(?<=\)\s+)[A-Z][A-Z\d_]*_(?:LOCK|REQUIRE|EXCLUDE|ACQUIRE|RELEASE|NOEXCEPT|ATTRIBUTE)[A-Z_]*\([^()\n]*\)(?=\s*\{)/g,
  // `int a GUARDED_BY(b);`
  /(?<=[\w)>][ \t])(?<!\b(?:return|else|throw|case|do|new|delete|const)[ \t])[A-Z][A-Z\d_]{4,}\((?!(?:void|int|char)\))[\w.>*&:-]+(?:,[ \t]*[\w.>*&:-]+)*\)(?=[ \t]*[;{])/g,
];

/** Of a text of C++ that the grammar stumbles over. */
export function leaveOutMacros(text: string): string {
  const said = leaveOutConditions(text, 'cpp')
    // A type is no value to the grammar: the macro is said to take a number.
    .replace(LOUD_CALL, (_all, before: string, given: string) => {
      return before + given.replace(PLAIN_TYPE, (type) => '0'.padEnd(type.length));
    })
    .replace(TEMPLATE_HEAD, (head) => head.replace(TEMPLATE_CONDITION, blankLines));
  return LEFT_OUT.reduce((left, pattern) => left.replace(pattern, blank), said);
}
