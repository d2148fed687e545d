// Types and loops of Python, as far as they say what lists, dictionaries and tuples hold.
import type { Node } from 'web-tree-sitter';
import type { BindingKind, WrittenType } from '../facts.ts';
import { plainType } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { givenType } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';

const LONGEST_TYPE = 400;
/** What is longer is not followed. */
const LONGEST_EXPRESSION = 8000;
/** Types and calls within one another: far more than people write. */
const DEEPEST = 12;
const LISTS =
  /^(?:list|List|set|Set|frozenset|FrozenSet|AbstractSet|MutableSet|deque|Deque|Sequence|MutableSequence|Collection|Container|(?:Async)?(?:Iterable|Iterator|Generator)|Reversible|KeysView|ValuesView)$/;
const MAPS = /^(?:dict|Dict|Mapping|MutableMapping|defaultdict|DefaultDict|OrderedDict|WeakValueDictionary|ChainMap)$/;
/** What is meant by these is what they are about. */
const TRANSPARENT = /^(?:Optional|Union|Annotated|Final|ClassVar|Required|NotRequired|ReadOnly|Awaitable)$/;
/** What is given by entering these is what is asked of them. */
const CONTEXTS = /^(?:Abstract)?(?:Async)?ContextManager$/;
const NOTHING = /^(?:None|\.\.\.|'None'|"None"|)$/;
const SCALAR = /^(?:\w+\.)?(?:str|int|float|bool|bytes|bytearray|complex)$/;
const NO_MEMBERS = /^(?:str|int|float|bool|bytes|object|Any|complex|type|Type|Callable|Literal|None)$/;
/** A class and an object of it are not told apart. */
const CLASSES = /^[tT]ype$/;

/** What is written down as a type: its name, or what it holds, takes and gives; null where that tells nothing. */
export function readType(source: string): WrittenType {
  const text = source.replace(/^\s*(?::|->)\s*/, '');
  if (text.length > LONGEST_TYPE) return null;
  const type = /[[|]/.test(text) ? typeOf(text, 0) : plainType(text);
  return type !== null && typeof type !== 'string' && !matters(type) ? null : type;
}

function typeOf(source: string, depth: number): WrittenType {
  const text = unquoted(source);
  const parts = told(splitAt(text, '|'));
  if (depth > DEEPEST || parts.length !== 1) return null;
  const generic = /^((?:\w+\.)*(\w+))\s*\[(.*)\]$/s.exec(parts[0]!);
  if (generic === null) return NO_MEMBERS.test(parts[0]!) ? null : plainType(parts[0]!);
  const name = generic[2]!;
  const given = splitAt(generic[3]!, ',').filter((part) => part !== '');
  const read = (place: number): WrittenType => (given[place] === undefined ? null : typeOf(given[place], depth + 1));
  if (LISTS.test(name)) return { each: read(0) };
  if (MAPS.test(name)) return { held: read(1) };
  if (/^[Tt]uple$/.test(name)) return given[1] === '...' ? { each: read(0) } : { list: given.map((_, place) => read(place)) };
  if (name === 'Coroutine') return read(2);
  if (CLASSES.test(name) || CONTEXTS.test(name)) return read(0);
  if (name === 'Callable') return { takes: takenBy(given[0] ?? '', depth), gives: read(1) };
  if (!TRANSPARENT.test(name) && NO_MEMBERS.test(name)) return null;
  if (!TRANSPARENT.test(name))
    return givenType(
      plainType(generic[1]!),
      given.map((_, place) => read(place)),
    );
  const known = told(given);
  return name !== 'Annotated' && known.length !== 1 ? null : typeOf(known[0] ?? '', depth + 1);
}

/** Of several types those whose members a repository may have. */
function told(types: readonly string[]): string[] {
  const some = types.filter((type) => !NOTHING.test(type));
  const telling = some.filter((type) => !SCALAR.test(type));
  return telling.length > 0 ? telling : some;
}

/** What a function takes whose type is `Callable[[A, B], C]`. */
function takenBy(source: string, depth: number): WrittenType[] {
  const list = /^\[(.*)\]$/s.exec(source)?.[1] ?? '';
  return splitAt(list, ',').flatMap((part) => (part === '' ? [] : [typeOf(part, depth + 1)]));
}

/** Parts between signs that are in no brackets and no quotes. */
export function splitAt(text: string, sign: string): string[] {
  const parts: string[] = [];
  let [depth, start, quote] = [0, 0, ''];
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (at === text.length || (character === sign && depth === 0 && quote === '')) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    } else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('[('.includes(character!)) depth++;
    else if ('])'.includes(character!)) depth--;
  }
  return parts;
}

/** How a type that is written down is bound: that of a class as the class. */
export function typeAt(source: string): [kind: BindingKind, name: string | null, written: WrittenType] {
  const [only, ...others] = source.length > LONGEST_TYPE ? [] : told(splitAt(unquoted(source), '|'));
  const type = others.length > 0 ? null : /^(?:\w+\.)*[tT]ype\s*\[(.*)\]$/s.exec(only ?? '');
  return type === null ? ['type', ...nameOrType(readType(source))] : ['value', plainType(type[1]!), null];
}

const unquoted = (source: string): string => source.trim().replace(/^(['"])(.*)\1$/s, '$2');

/** The same source with what other languages mean by it: a key in quotes is no member, and a part of a list is a list. */
export function withoutKeys(source: string): string {
  if (source.length > LONGEST_EXPRESSION || !source.includes('[')) return source;
  return source
    .replace(/\[\s*[bfru]{0,2}(["'])(?:\\.|(?!\1)[^\\\n])*\1\s*\]/gi, '[]')
    .replace(/\[(?:[^[\]:]|\[[^[\]]*\])*:(?:[^[\]]|\[[^[\]]*\])*\]/g, '')
    .replace(/\[\s*-\s*\d+\s*\]/g, '[]');
}

/** What a list or a dictionary that is made here holds: `[A(), A()]`, `[A(x) for x in y]`, `{"a": A()}`. */
export function madeContainer(value: Node | null, builder: FactsBuilder): WrittenType {
  if (value === null || !/^(?:list|set|tuple|dictionary|generator_expression|\w+_comprehension)$/.test(value.type)) return null;
  const body = value.childForFieldName('body');
  const parts = body === null ? value.namedChildren : [body];
  const names = parts.map((part) => classCalled(part?.type === 'pair' ? part.childForFieldName('value') : part, builder));
  const [first = null] = names;
  if (first === null || names.some((each) => each !== first)) return null;
  return value.type.startsWith('dictionary') ? { held: first } : { each: first };
}

/** Classes are written large by nearly everybody; of a function it is not known what it gives. */
function classCalled(node: Node | null, builder: FactsBuilder): string | null {
  const called = node?.type === 'call' ? node.childForFieldName('function') : null;
  const text = called == null ? '' : builder.slice(called);
  return /^(?:\w+\.)*[A-Z]\w*$/.test(text) ? text : null;
}

/** `Oven` of `T = TypeVar("T", bound="Oven")`: all that is known of such a type is that it is one of those. */
export function boundOf(value: Node, builder: FactsBuilder): string | null {
  const called = value.type === 'call' ? value.childForFieldName('function') : null;
  if (called == null || !/(?:^|\.)TypeVar$/.test(builder.slice(called))) return null;
  for (const given of value.childForFieldName('arguments')?.namedChildren ?? []) {
    const [name, bound] = [given?.childForFieldName('name'), given?.childForFieldName('value')];
    if (name != null && bound != null && builder.slice(name) === 'bound') return plainType(builder.slice(bound));
  }
  return null;
}
