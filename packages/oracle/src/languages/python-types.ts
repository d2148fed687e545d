// Types and loops of Python, as far as they say what lists, dictionaries and tuples hold.
import type { Node } from 'web-tree-sitter';
import type { BindingKind, WrittenType } from '../facts.ts';
import { plainExpression, plainType, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
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
const NOTHING = /^(?:None|\.\.\.|'None'|"None"|)$/;
const NO_MEMBERS = /^(?:str|int|float|bool|bytes|object|Any|complex|type|Type|Callable|Literal|None)$/;

/** What a written type holds; null for what is no container, or holds nothing that is known. */
export function containerOf(source: string): WrittenType {
  const type = source.length > LONGEST_TYPE || !source.includes('[') ? null : typeOf(source, 0);
  return typeof type === 'string' || !matters(type) ? null : type;
}

function typeOf(source: string, depth: number): WrittenType {
  const text = source.trim().replace(/^(['"])(.*)\1$/s, '$2');
  const parts = split(text, '|').filter((part) => !NOTHING.test(part));
  if (depth > DEEPEST || parts.length !== 1) return null;
  const generic = /^((?:\w+\.)*(\w+))\s*\[(.*)\]$/s.exec(parts[0]!);
  if (generic === null) return NO_MEMBERS.test(parts[0]!) ? null : plainType(parts[0]!);
  const name = generic[2]!;
  const given = split(generic[3]!, ',').filter((part) => part !== '');
  const read = (place: number): WrittenType => (given[place] === undefined ? null : typeOf(given[place], depth + 1));
  if (LISTS.test(name)) return { each: read(0) };
  if (MAPS.test(name)) return { held: read(1) };
  if (/^[Tt]uple$/.test(name)) return given[1] === '...' ? { each: read(0) } : { list: given.map((_, place) => read(place)) };
  if (name === 'Coroutine') return read(2);
  if (!TRANSPARENT.test(name)) return NO_MEMBERS.test(name) ? null : plainType(generic[1]!);
  const known = given.filter((part) => !NOTHING.test(part));
  return name !== 'Annotated' && known.length !== 1 ? null : typeOf(known[0] ?? '', depth + 1);
}

/** Parts between signs that are in no brackets and no quotes. */
function split(text: string, sign: string): string[] {
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

/** How a type that is written down is bound: by its name, or by what it holds. */
export function typeAt(source: string): [kind: BindingKind, name: string | null, written: WrittenType] {
  const written = containerOf(source);
  return ['type', written === null ? plainType(source) : null, written];
}

/** The same source with what other languages mean by it: a key in quotes is no member, and a part of a list is a list. */
export function withoutKeys(source: string): string {
  if (source.length > LONGEST_EXPRESSION || !source.includes('[')) return source;
  return source
    .replace(/\[\s*[bfru]{0,2}(["'])(?:\\.|(?!\1)[^\\\n])*\1\s*\]/gi, '[]')
    .replace(/\[(?:[^[\]:]|\[[^[\]]*\])*:(?:[^[\]]|\[[^[\]]*\])*\]/g, '')
    .replace(/\[\s*-\s*\d+\s*\]/g, '[]');
}

/** What a list or a dictionary that is made here holds: `[A(), A()]`, `[A(x) for x in y]`. */
export function madeContainer(value: Node | null, builder: FactsBuilder): WrittenType {
  const made = /^(?:list|set|tuple)$/.test(value?.type ?? '')
    ? value!.namedChildren
    : /^(?:list|set)_comprehension$|^generator_expression$/.test(value?.type ?? '')
      ? [value!.childForFieldName('body')]
      : [];
  const names = made.map((each) => classCalled(each, builder));
  const [first = null] = names;
  return first !== null && names.every((each) => each === first) ? { each: first } : null;
}

/** Classes are written large by nearly everybody; of a function it is not known what it gives. */
function classCalled(node: Node | null, builder: FactsBuilder): string | null {
  const called = node?.type === 'call' ? node.childForFieldName('function') : null;
  const text = called == null ? '' : builder.slice(called);
  return /^(?:\w+\.)*[A-Z]\w*$/.test(text) ? text : null;
}

/** `for left in list`: has the names in `left`, when they are come to, bound to what is met there. */
export function bindElements(node: Node, builder: FactsBuilder): void {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (left !== null && right !== null) bindTo(left, met(right, builder, 0), builder, 0);
}

/** What is met in going through something: an expression, or one for each place of what is taken apart. */
type Met = string | readonly Met[];

function met(node: Node, builder: FactsBuilder, depth: number): Met {
  const called = node.type === 'call' ? node.childForFieldName('function') : null;
  const given = node.type === 'call' ? (node.childForFieldName('arguments')?.namedChildren ?? []) : [];
  const through = (at: Node | null | undefined): Met => (at == null || depth > DEEPEST ? UNKNOWN : met(at, builder, depth + 1));
  switch (called?.type === 'identifier' ? builder.slice(called) : '') {
    case 'enumerate':
      return [UNKNOWN, through(given[0])];
    case 'zip':
      return given.map(through);
    case 'reversed':
    case 'sorted':
    case 'list':
    case 'tuple':
    case 'set':
    case 'iter':
      return through(given[0]);
  }
  if (node.type === 'boolean_operator') return through(node.childForFieldName('left'));
  if (node.type === 'parenthesized_expression') return through(node.namedChild(0));
  const list = plainExpression(withoutKeys(builder.slice(node)));
  return list === UNKNOWN ? UNKNOWN : `${list}[*]`;
}

/** Has the names of a pattern bound to a value, or to what is at their places in it. */
export function bindTo(pattern: Node, value: Met, builder: FactsBuilder, depth: number): void {
  if (pattern.type === 'identifier') {
    if (typeof value === 'string' && value !== UNKNOWN)
      builder.whenBound(pattern.startIndex, (name) => builder.bind(name, 'value', value));
    return;
  }
  if (!/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(pattern.type) || depth > DEEPEST || value === UNKNOWN) return;
  // What a star takes is not at a place that is known, nor is what comes after it.
  const star = pattern.namedChildren.findIndex((child) => child?.type === 'list_splat_pattern');
  for (const [place, child] of pattern.namedChildren.entries()) {
    if (child === null || (star >= 0 && place >= star)) continue;
    bindTo(child, typeof value === 'string' ? `${value}[${place}]` : (value[place] ?? UNKNOWN), builder, depth + 1);
  }
}
