// Expressions are kept in a plain form that all languages share: names joined by dots, `()` for a call whatever its arguments, `[2]` for what is
// at a place or `[]` at any, `[*]` for what is met going through it, `[=]` and `[:]` for the lists of its values and entries, `[<]` for what a
// context gives that is entered, `[+]` for a list of what it is and `[~]` for what gives that when it is asked, and `new ` in front of a
// constructor. Everything else is `?`: nothing is guessed from it.

import { endOfBrackets, endOfPart, PART } from './expression-parts.ts';

const PLAIN =
  /^(new )?[\p{L}_$#][\p{L}\p{N}_$#]*(\(\)|\[(?:\d*|[*=:<+~])\])*(\.[\p{L}_$#][\p{L}\p{N}_$#]*(\(\)|\[(?:\d*|[*=:<+~])\])*)*$/u;
const SIMPLE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
/** Of a chain of calls with all that they are given. */
const LONGEST = 8000;
const LONGEST_TYPE = 400;
export const UNKNOWN = '?';
/** What a function gives back that is written down in it: an object or a list. With `a.b.` after it what is there in it. No text is written so. */
export const GIVEN = '?{}';

/** The name of a field that says what is met when an object is gone through. */
export const EACH = '#*';

/** Stands between a function and its brackets, with the class that is given to it: `get.#of$A()`. */
export const OF_CLASS = '#of$';

/** The field that a class has where a method of it gives an object of the class that it is given. */
export const namingClass = (method: string): string => `${method}#class`;

/** A value of the type of this name; null is a type that is not known. */
export const newValue = (type: string | null): string => (type === null ? UNKNOWN : `new ${type}()`);

/** The plain form of an expression's source text, or `?`. */
export function plainExpression(source: string): string {
  if (source.startsWith(GIVEN)) return source;
  if (source.length > LONGEST) return UNKNOWN;
  if (SIMPLE.test(source)) return source;
  if (source.startsWith('[...')) return copiedForm(source);
  if (!/^[\p{L}_$#(]/u.test(source)) return UNKNOWN;
  const plain = plainForm(source);
  // Brackets within strings and comments may have hidden how it goes on.
  return plain === UNKNOWN && BRACKET_IN_QUOTES.test(source) ? plainForm(withoutStrings(source)) : plain;
}

/** `[...list].sort()` is `list.sort()`. */
function copiedForm(source: string): string {
  const end = endOfBrackets(source, 0);
  const list = end < 0 ? UNKNOWN : plainExpression(source.slice('[...'.length, end - 1).trim());
  return list === UNKNOWN ? UNKNOWN : plainExpression(list + source.slice(end));
}

/** What a plain chain is without. */
const LOOSE = /[\s?!]/;
const BRACKET_IN_QUOTES = /["'][^"'\n]*[()][^"'\n]*["']|\/\/[^\n]*[()]/;

/** Quotes of one kind may stand in those of another, and an apostrophe in a comment. */
const withoutStrings = (source: string): string =>
  source.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, (found) =>
    found.startsWith('/') ? ' ' : '0',
  );

/** What gives the values of what it is given, or that itself. */
const LISTED = /^(?:Object\.(values|entries)|Array\.from|Promise\.all(?:Settled)?|new\s+Set)(?=\()/;

/** A module that is named where it is used, with what bundlers are told about it. */
const MODULE = /^(?:import|require)\s*\(\s*(?:\/\*(?:[^*]|\*(?!\/))*\*\/\s*)*(['"`])([^'"`$\\]+)\1\s*,?\s*\)/;
const MODULE_HEAD = 'import#';

/** `import('./a').b` is `import#$2e$$2f$a.b`: a name like any other. */
function withModuleNames(text: string): string {
  const match = MODULE.exec(text);
  if (match === null) return text;
  return nameOfModule(match[2]!) + text.slice(match[0].length);
}

/** The name that stands for a module in expressions and types. */
export const nameOfModule = (specifier: string): string => MODULE_HEAD + asName(specifier);

/** A text as a name, and such a name as the text. */
const asName = (text: string): string => text.replace(/\W/gu, (sign) => `$${sign.codePointAt(0)!.toString(16)}$`);
const asText = (name: string): string =>
  name.replace(/\$([0-9a-f]+)\$/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

/** What is in a thing that something is made of, one after the other: it stands for a type parameter. */
export const IT = 'this.It#0';

/** Stands between a method and its brackets, with what that makes of each thing in a list: `pots.map.#made$$2b$this$2e$It…()`. */
export const MADE = '#made$';
const LONGEST_MADE = 200;

/** A list, what gives it when it is asked, or what may be there where the object is no list. */
type Making = '+' | '~' | '?';

/** `object.method` makes, of each that is in the object, what the value says. */
export const making = (object: string, method: string, kind: Making, value: string): string =>
  value.length > LONGEST_MADE ? `${object}.${method}()` : `${object}.${method}.${MADE}${asName(kind + value)}()`;

/** The kind and the value of what is made, by the name that says it. */
export function madeIn(name: string): { kind: Making; value: string } {
  const text = asText(name.slice(MADE.length));
  return { kind: text.startsWith('+') ? '+' : text.startsWith('?') ? '?' : '~', value: text.slice(1) };
}

/** The module that the first name of an expression stands for; null when it is none. */
export function moduleNamed(name: string): string | null {
  if (!name.startsWith(MODULE_HEAD)) return null;
  return asText(name.slice(MODULE_HEAD.length));
}

const LISTS: Readonly<Record<string, string>> = { '': '', values: '[=]', entries: '[:]' };

/** `Object.values(a).b` is `a[=].b`; null for anything else. */
function listedForm(text: string): string | null {
  const match = LISTED.exec(text);
  if (match === null) return null;
  const end = endOfBrackets(text, match[0].length);
  if (end < 0) return UNKNOWN;
  const given = plainExpression(text.slice(match[0].length + 1, end - 1).trim());
  if (given === UNKNOWN) return null;
  return plainExpression(`${given}${LISTS[match[1] ?? '']}${text.slice(end)}`);
}

function plainForm(source: string): string {
  const cast = castOf(source);
  if (cast !== null) return cast;
  const awaited = source.startsWith('await') ? source.replace(/^await\s+/, '') : source;
  const text = /^[ir]/.test(awaited) ? withModuleNames(awaited) : awaited;
  const listed = listedForm(text);
  if (listed !== null) return listed;
  const head = text.startsWith('(') ? endOfBrackets(text, 0) : 0;
  if (head < 0) return UNKNOWN;
  const isNew = head === 0 && text.startsWith('new') ? /^new\s+/.exec(text) : null;
  const inner = head === 0 ? '' : plainExpression(text.slice(1, head - 1).trim());
  const chain = dropArguments(text.slice(isNew?.[0].length ?? head));
  const rest = LOOSE.test(chain)
    ? chain
        .replace(/\s+/g, '')
        .replace(/\?\.\[/g, '[')
        .replace(/[?!](?=[.[])/g, '')
        .replace(/[!?]$/, '')
    : chain;
  const plain = isNew === null ? join(inner, rest) : `new ${rest}`;
  return PLAIN.test(plain) ? plain : UNKNOWN;
}

/** `(new A).b` is said without brackets. */
const join = (inner: string, rest: string): string =>
  rest !== '' && /^new [^(]*$/.test(inner) ? `${inner}()${rest}` : inner + rest;

/** The plain form of `a as B`, which is a value of the type `B`; null when nothing is cast. */
function castOf(source: string): string | null {
  if (!/\s(?:as|satisfies)\s/.test(source)) return null;
  let cast: { start: number; end: number; isKnown: boolean } | null = null;
  for (let index = 0; index < source.length; index++) {
    const end = endOfPart(source, index);
    if (end > index) index = end - 1;
    const word = /\s/.test(source[index]!) ? /^(as|satisfies)\s+/.exec(source.slice(index + 1, index + 40)) : null;
    if (word === null) continue;
    const type = index + 1 + word[0].length;
    const isKnown = word[1] === 'as' && !/^const\s*$/.test(source.slice(type));
    cast = { start: isKnown || cast === null ? index : cast.start, end: type, isKnown };
  }
  if (cast === null) return null;
  return cast.isKnown ? newValue(plainType(source.slice(cast.end))) : plainExpression(source.slice(0, cast.start).trim());
}

/** `f(a, g(b)).c<T>()` becomes `f().c()`, and so do tagged templates. Brackets within strings may leave a rest that is not plain, which is safe. */
function dropArguments(text: string): string {
  let kept = '';
  let from = 0;
  for (const part = new RegExp(PART, 'g'); ; ) {
    part.lastIndex = from;
    const index = part.exec(text)?.index;
    if (index === undefined) return kept + text.slice(from);
    const end = endOfPart(text, index);
    if (end < 0) return UNKNOWN;
    kept += text.slice(from, index);
    if (text[index] === '(' || text[index] === '`') kept += '()';
    else if (text[index] === '[') kept += atPlace(text.slice(index + 1, end - 1).trim());
    from = end;
  }
}

/** `[2]` for a place that is written down, `.name` for a name in quotes, `[]` for any other. */
function atPlace(key: string): string {
  if (/^(?:\d{1,4}|[*=:<+~])$/.test(key)) return `[${key}]`;
  return /^(['"])[A-Za-z_$][\w$]*\1$/.test(key) ? `.${key.slice(1, -1)}` : '[]';
}

const WRAPPERS = /^(?:Promise|Readonly|Partial|Required|NonNullable|Awaitable|Coroutine|Optional|Type|type)$/;
const NOTHING = new Set(['null', 'undefined', 'None', 'void', 'never']);

/** The class that a written type is about: `: Promise<Foo | undefined>` and `t.Optional["Foo"]` are `Foo`; null when there is not one. */
export function plainType(source: string): string | null {
  if (source.length > LONGEST_TYPE) return null;
  const text = source
    .replace(/^\s*(?::|->)\s*/, '')
    .replace(/^(['"])(.*)\1$/s, '$2')
    .trim();
  const alternatives = splitUnion(text).filter((part) => !NOTHING.has(part));
  if (alternatives.length !== 1) return null;
  const only = alternatives[0]!;
  const generic = /^([\p{L}_$][\p{L}\p{N}_$.]*)\s*(?:[<[](.*)[>\]])?$/su.exec(only);
  if (generic === null) return null;
  const name = generic[1]!;
  const inner = generic[2];
  if (inner === '') return null;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return inner !== undefined && WRAPPERS.test(last) ? plainType(inner) : name;
}

/** Parts between the `|` that are in no bracket. */
function splitUnion(text: string): string[] {
  if (!text.includes('|')) return [text];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character !== undefined && '([{<'.includes(character)) depth++;
    else if (character !== undefined && ')]}>'.includes(character)) depth--;
    else if (index === text.length || (character === '|' && depth === 0)) {
      const part = text.slice(start, index).trim();
      if (part !== '') parts.push(part);
      start = index + 1;
    }
  }
  return parts;
}
