// What macros stand for is not known to the grammars of C and C++. A text is said in a way that they take for what it is, every character in
// its place.
import { keepLikelyBranches, leaveOutConditions } from './c-conditions.ts';
import { leaveOutWords } from './c-declarations.ts';

const blank = (macro: string) => ' '.repeat(macro.length);
const blankLines = (text: string) => text.replace(/[^\\\r\n]/g, ' ');
/** Leaves out the second group. */
const leaveOut = (_all: string, before: string, macro: string) => before + blankLines(macro);

/** Macros before a type and the name of a function, or before the name of a constructor or destructor. */
const BEFORE_FUNCTION =
  /^([ \t]*(?:template[ \t]*<[^;{}()\n]{0,300}>[ \t]+)?(?:(?:static|inline|extern|extern[ \t]+template|constexpr|virtual|friend|explicit)[ \t]+){0,5})([A-Z][A-Z\d_]{3,}(?:[ \t]+[A-Z][A-Z\d_]{3,}){0,5})(?=[ \t]+(?:[A-Za-z_][^()=;{}"#\n]{0,300}(?:[ \t*&]|[\w>*&][ \t]{0,100}\r?\n)(?:~?[A-Za-z_][\w:]*(?:<[\w, ]{0,100}>(?:::\w+)*)?|operator[ \t]*[^\w\s(]{1,3})[ \t]*\(|(?:\w+::)*(\w+)(?:<[\w, ]{0,100}>)?::~?\3[ \t]*\(|~\w+[ \t]*\(|\w+[ \t]*\((?:[^(){};]|\([^(){};]{0,100}\)){0,300}\)\s*(?:noexcept\s*)?:\s*(?:\w+::)*\w+(?:<[\w, ]{0,100}>)?[({]))/gm;
/** `int (go) (int);` says that `go` is no macro here. */
const BRACKETED =
  /^([ \t]*(?!(?:if|while|for|switch|return|else|case)\b)(?:[A-Za-z_]\w*[ \t*&]+[A-Za-z_][\w \t]{0,200}|int|void|char|long|short|unsigned|float|double|bool|size_t)[ \t*&]+)\(([A-Za-z_]\w*)\)(?=[ \t]*\()/gm;
/** `#define`, with the lines that continue it, by themselves or in a comment. */
const DEFINE = /^[ \t]*#[ \t]*define\b(?:[^\n\\/]|\\[\s\S]|\/(?!\*)|\/\*[\s\S]{0,4000}?\*\/)*/gm;
/** One that something follows: at its end the grammar knows a comment. */
const COMMENT_WITHIN = /\/\*[\s\S]*?\*\/(?=\s*\S)/g;
/** Behind a macro of nothing, blanks have the grammar take the next line for what it stands for. */
const EMPTY_DEFINE = /^([ \t]*#[ \t]*define[ \t]+\w+)([ \t]+\r?)(?=\n)/gm;
/** `API(const char *) name(void)`. */
const AROUND_TYPE =
  /^((?:(?:static|inline|extern)[ \t]+){0,3})((?:[A-Z][A-Z\d_]{3,}|[A-Z]\w*_(?:API|FUNC))[ \t]*\()([ \t]*[A-Za-z_][\w \t*:]{0,200})(\))(?=[ \t]*(?:\r?\n[ \t]*)?(?:[A-Z][A-Z\d_]{3,}[ \t]+)?\**[ \t]*(?=\w*[a-z])[A-Za-z_]\w*[ \t]*\()/gm;
/** `if CONSTEXPR (...)`. */
const AFTER_IF = /^([ \t}]*(?:else[ \t]+)?if[ \t]+)([A-Z][A-Z\d_]{3,})(?=[ \t]*\()/gm;
/** `class EXPORT ALIGNED(8) Name`. */
const BEFORE_TYPE =
  /\b((?:class|struct|enum|union)[ \t]+)([A-Z][A-Z\d_]{3,}(?:\([^()\n]*\))?(?:[ \t]+[A-Z][A-Z\d_]{3,}(?:\([^()\n]*\))?){0,3})(?=\s+(?:\[\[[^\]\n]*\]\][ \t]*)?[A-Za-z_]\w*[ \t]*(?:final\b[ \t]*)?(?:[:{;]|\r?\n))/g;
/** What is exported, whatever it is. */
const EXPORT =
  /^([ \t]*)((?:[A-Z][A-Z\d_]*)?(?:EXPORT|PUBLIC|API|EXTERN|VISIBLE|DEPRECATED|NODISCARD)(?:_[A-Z\d_]+)?)(?=[ \t]+[A-Za-z_])/gm;

/** `MOCK_METHOD(void, bake, (int heat), (override));` and what is expected of it: `EXPECT_CALL(oven, bake(1))`. */
const MOCKED =
  /\b(MOCK_METHOD\()([ \t]*[A-Za-z_][^(),;{}]{0,200}|[ \t]*\([^(){};]{1,200}\)),(\s*\w+\s*),(\s*\([^(){};]{0,1000}\)\s*)((?:,\s*\([^;{}]{0,200}\)\s*)?\))(?=\s*;)/g;
/** The older way: `MOCK_METHOD1(bake, void(int heat));`, whose type stands behind the name. */
const MOCKED_BEFORE = /\bMOCK_(?:CONST_)?METHOD\d+(?:_T)?\((\s*\w+\s*),([^(){};]{0,200})(\([^{};]{0,1000}?\)\s*)\)(?=\s*;)/g;
const EXPECTED = /(\b(?:EXPECT|ON)_CALL\(\s*[\w.>*()-]{1,100}),(?=\s*[A-Za-z_]\w*[(,)])/g;

/** Of any text: leaves out macros before what is declared, and comments in macros, which end them to the grammar. */
export function leaveOutExports(text: string): string {
  return text
    .replace(DEFINE, (macro) => macro.replace(COMMENT_WITHIN, blankLines))
    .replace(
      EMPTY_DEFINE,
      (_all, define: string, blanks: string) => define + (blanks.length === 1 ? '\r' : '//'.padEnd(blanks.length)),
    )
    .replace(BRACKETED, (_all, before: string, name: string) => `${before} ${name} `)
    .replace(AROUND_TYPE, (_all, before: string, macro: string, type: string) => `${before + blank(macro) + type} `)
    .replace(BEFORE_FUNCTION, leaveOut)
    .replace(AFTER_IF, leaveOut)
    .replace(BEFORE_TYPE, leaveOut)
    .replace(EXPORT, leaveOut)
    .replace(MOCKED, (_all, macro: string, type: string, name: string, taken: string, end: string) => {
      const returned = type.replace(/^(\s*)\((.*)\)$/s, '$1 $2 ');
      return `${blank(macro) + returned} ${name} ${taken}${blankLines(end)}`;
    })
    .replace(MOCKED_BEFORE, (all, name: string, type: string, taken: string) => {
      const macro = all.slice(0, all.length - name.length - type.length - taken.length - 2);
      return `${'auto'.padEnd(macro.length) + name} ${blankLines(type) + taken} `;
    })
    .replace(EXPECTED, '$1.');
}

/** `FLAG(int, heat, 200, "how hot");`, `TEST_CASE("...", int, (float, double)) {` */
const LOUD_CALL =
  /^([ \t]*[A-Z][A-Z\d_]{3,}[ \t]*\()((?:[^()"';{}]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\([^();{}]{0,400}\)){1,1000})(?=\)\s*[;{])/gm;
const PLAIN_TYPE =
  /(?<=(?:^|[,(])\s*)(?:(?:const|unsigned|signed|int|bool|char|float|double|long|short|void|size_t|u?int(?:8|16|32|64|ptr)_t)\b[ \t*&]*)+(?=,|\)\s*(?:,|\)|$)|$)/g;
/** `Error&` is one, too. */
const TYPE_SIGNS = /(?<=[\w>])[ \t]*[*&]{1,2}(?=[ \t]*(?:,|\)\s*(?:,|\)|$)|$))/g;
/** `template <typename T, ENABLE_IF(sizeof(T) > 1)>` */
const TEMPLATE_HEAD = /^[ \t]*template[ \t]*<[^;{}]{0,1000}?>[ \t]*$/gm;
const ENABLE_IF = /,\s*(?:typename\s+)?(?:\w+::)*enable_if(?:_t)?<[^{};]*(?=>[ \t]*$)/;
const TEMPLATE_CONDITION = /,\s*[A-Z][A-Z\d_]{3,}\((?:[^()]|\((?:[^()]|\([^()]{0,200}\)){0,400}\)){0,800}\)(?=\s*[,>])/g;

/** `const WRAPPED(Type) name`, and `"..." WRAPPED("...") "..."`. */
const WRAPPED_TYPE = /(?<=[(,]\s*(?:const[ \t]+)?)([A-Z][A-Z\d_]{3,}\()([\w:]+)\)(?=[ \t]+[&*]{0,2}\w+[ \t]*[,)=])/g;
const WRAPPED_TEXT = /(?<="\s*)[A-Z][A-Z\d_]+\((?:[^()"\n]|"(?:[^"\\\n]|\\.)*"){0,300}\)(?=\s*["A-Z,;)])/g;
/** `void printflike(1, 2)` above the name, `Pie *quiet_call` above it. */
const ABOVE_NAME =
  /^([A-Za-z_][\w \t]{0,100}(?:[ \t]+|[ \t]*\*[* \t]*))((?!const\b|volatile\b|restrict\b|__)[A-Za-z_]\w*\(\d[\d, \t]*\)|[A-Z][A-Z\d_]{3,}\((?:[^()"\n]|"(?:[^"\\\n]|\\.)*"){0,300}\)|(?<=\*[ \t]*)[A-Za-z_]\w*)(?=\s+[A-Za-z_]\w*[ \t]*\()/gm;
/** Qt's `SIGNAL(moved(int))`. */
const SIGNAL = /(\b(?:SIGNAL|SLOT)\(\s*[\w:]+\()([^()]{1,300})(?=\)\s*\))/g;

/** What is left out where the grammar stumbles. What takes nothing, or takes types, is a function with a loud name. */
const LEFT_OUT: readonly RegExp[] = [
  // `unsigned(a)` and `enum : unsigned {`, which are no macros, but no names to the grammar either.
  /\bunsigned(?=\()|(?<=\benum[ \t]+):[ \t]*[\w:]+(?=[ \t]*\{)/g,
  // `TRY {` and `CATCH(...) {`
  /(?<=^[ \t}]*)[A-Z][A-Z\d_]{3,}(?:\(\.\.\.\))?(?=[ \t]*\{)/gm,
  // On a line of its own.
  /^[ \t]*[A-Z][A-Z\d_]{3,}(?:[ \t]*\((?:[^()"\n]|"(?:[^"\\\n]|\\.)*")*\))?(?:[ \t]+[A-Z][A-Z\d_]{3,}(?:[ \t]*\((?:[^()"\n]|"(?:[^"\\\n]|\\.)*")*\))?){0,4}[ \t]*:?[ \t]*(?:$(?!\s*\{)|(?=\/\/))/gm,
  // `RB_ENTRY(node) left;`
  /(?<=^[ \t]*[A-Z][A-Z\d_]{3,}[ \t]*)\([\w, \t*]{0,200}\)(?=[ \t]+\*?[A-Za-z_]\w*(?:\[[^\]\n]{0,50}\])?[ \t]*;)/gm,
  /^[A-Z][A-Z\d_]{3,}\((?:[^(){};]|\((?:[^(){};]|\([^(){};]{0,200}\)){0,300}\)){0,600}\)[ \t]*$(?!\s*[{;:])/gm,
  // `extern template void Oven<int>::bake();`
  /^[ \t]*extern[ \t]+template\b[^;{}]{0,500};/gm,
  // `new const Pie *[2]`
  /(?<=\bnew[ \t]+(?:const[ \t]+)?[\w:]+(?:<[\w:, *]{0,100}>)?[ \t]*)\*{1,3}(?=\s*\[)|(?<=\bnew[ \t]+)const(?=[ \t])/g,
  // `operator==(a, b)` is a call of what has no name to the grammar.
  /(?<=[;{(,=!]\s*|\breturn[ \t]+)operator[ \t]*[^\w\s(]{1,3}(?=\()/g,
  // Behind what a function takes.
  /(?<=\)[ \t]+(?:(?:const|noexcept|override|final)[ \t]+)*)[A-Z][A-Z\d]*_[A-Z\d_]*(?=[ \t]*[;{])/g,
  /(?<=\)\s+(?:(?:const|noexcept|override|final)\s+)+)[A-Z][A-Z\d]*_[A-Z\d_]*\([^()\n]*\)(?=\s*[;{])/g,
  /(?<=\)\s+)[A-Z][A-Z\d_]*_(?:LOCK|REQUIRE|EXCLUDE|ACQUIRE|RELEASE|NOEXCEPT|ATTRIBUTE)[A-Z_]*\([^()\n]*\)(?=\s*\{)/g,
  // `int a GUARDED_BY(b);`
  /(?<=[\w)>][ \t])(?<!\b(?:return|else|throw|case|do|new|delete|const|define)[ \t])[A-Z][A-Z\d_]{4,}\((?!(?:void|int|char)\))[\w.>*&:-]+(?:,[ \t]*[\w.>*&:-]+)*\)(?=[ \t]*[;{])/g,
];

/** Of a text that the grammar stumbles over. */
export function leaveOutMacros(text: string): string {
  const said = text
    // A type is no value to the grammar: the macro is said to take a number.
    .replace(LOUD_CALL, (_all, before: string, given: string) => {
      return before + given.replace(PLAIN_TYPE, (type) => '0'.padEnd(type.length)).replace(TYPE_SIGNS, blank);
    })
    .replace(WRAPPED_TYPE, (_all, macro: string, type: string) => `${blank(macro) + type} `)
    .replace(WRAPPED_TEXT, blank)
    .replace(SIGNAL, leaveOut)
    .replace(ABOVE_NAME, leaveOut)
    .replace(TEMPLATE_HEAD, (head) => head.replace(TEMPLATE_CONDITION, blankLines).replace(ENABLE_IF, blankLines));
  return LEFT_OUT.reduce((left, pattern) => left.replace(pattern, blankLines), said);
}

/** All of it at once, which is enough for nearly every text, and one after another where that makes it no better. */
export function mendsOf(language: 'c' | 'cpp'): readonly ((said: string) => string)[] {
  const mends = [(text: string) => leaveOutConditions(text, language), keepLikelyBranches, leaveOutWords, leaveOutMacros];
  return [(text) => mends.reduce((said, mend) => mend(said), text), ...mends];
}
