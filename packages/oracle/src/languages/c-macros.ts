// What a macro of C or C++ is written with. To the grammar it is no more than text.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

/** More is a table that somebody had written by a program. */
const LONGEST_MACRO = 20_000;
/** What is skipped; a member, or what is made a string or part of a name; a name with the namespaces before it, and whether it is called. */
const TOKENS =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|\d[\w.]*|(\.|->|##?)\s*([A-Za-z_]\w*)(?=(\s*\()?)|((?:[A-Za-z_]\w*\s*::\s*)*[A-Za-z_]\w*)(?:(?:\s*##\s*\w+)+|(?=(?:<[\w:*&, ]{0,100}>)?\s*(\(?)))/g;
const WORDS: ReadonlySet<string> = new Set(
  `if else for while do return switch case default goto sizeof alignof typeof __typeof__ __attribute__ __extension__ defined decltype
  noexcept static_assert _Static_assert static_cast dynamic_cast const_cast reinterpret_cast throw catch new delete operator typename
  _Generic __VA_OPT__ __VA_ARGS__ __func__ __FILE__ __LINE__ NULL void int char long short unsigned signed float double bool const static
  struct union enum true false this`.split(/\s+/),
);
/** A constant or another macro, as most people write them. */
const LOUD = /^[A-Z][A-Z\d_]{2,}$/;

/** A namespace that a macro opens: what stands behind the macro is in none to the grammar. */
const NAMESPACE = /^\s*(?:\\\s*)?namespace\s+([A-Za-z_]\w*)\s*\{[^}]*$/;
/** The namespace around all, as an import names it. */
export const ALL = '::';

/** `Pie* pie = ...`: of what type something is, by what stands before it. */
function typeBefore(between: string, { path, end }: { path: string; end: number }): string | null {
  return end >= 0 && /^[ \t*&]+$/.test(between) && !LOUD.test(path) ? path : null;
}

/** Says what the macro that was defined last calls, and which constants it is made of. */
export function readMacroBody(macro: Node, name: string, value: Node, builder: FactsBuilder): void {
  for (const parameter of macro.childForFieldName('parameters')?.namedChildren ?? [])
    if (parameter !== null) builder.bind(builder.slice(parameter));
  const text = builder.slice(value);
  if (text.length > LONGEST_MACRO) return;
  let row = value.startPosition.row;
  const opened = NAMESPACE.exec(text)?.[1];
  if (opened !== undefined) builder.import(ALL, opened, null, row);
  let counted = 0;
  let before = { path: '?', end: -1 };
  for (const { index, 0: all, 1: sign, 2: member, 3: isMemberCalled, 4: path, 5: bracket } of text.matchAll(TOKENS)) {
    for (; counted < index; counted++) if (text[counted] === '\n') row++;
    if (sign === '.' || sign === '->') {
      if (isMemberCalled !== undefined) builder.use('call', member!, before.end === index ? before.path : '?', row);
      continue;
    }
    if (path === undefined || all.includes('##')) continue;
    const parts = path.split(/\s*::\s*/);
    const last = parts.pop()!;
    if (last === name || WORDS.has(last)) continue;
    const type = parts.length === 0 ? typeBefore(text.slice(Math.max(before.end, 0), index), before) : null;
    before = { path: [...parts, last].join('.'), end: index + path.length };
    if (type !== null) {
      builder.bind(last, 'type', type);
      continue;
    }
    const receiver = parts.length === 0 ? null : parts.join('.');
    if (bracket === '(') builder.use('call', last, receiver, row);
    else if (receiver !== null || LOUD.test(last) || all === text.trim()) builder.use('reference', last, receiver, row);
  }
}
