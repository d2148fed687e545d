// Types that PHP has in its doc comments: what arrays hold is written nowhere else.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { matters } from '../parse/written-type.ts';
import { pathOf } from './php-names.ts';

const LONGEST_COMMENT = 4000;
const LONGEST_TYPE = 300;
/** Types within one another: far more than people write. */
const DEEPEST = 8;
/** Of a type that may be several: more than people write. */
const MOST_PARTS = 12;
const TAG = /@(?:phpstan-|psalm-)?(param|var|return)\s+/g;
const LISTS = /^(?:non-empty-)?(?:array|list)$|^(?:iterable|Generator|Traversable|Iterator|IteratorAggregate)$/;
const TEMPLATE = /@(?:phpstan-|psalm-)?template(?:-\w+)?[ \t]+(\w+)(?:[ \t]+(?:of|as)[ \t]+([\w\\]+))?/g;
/** Names that are no classes of a repository. */
const NO_CLASS =
  /^(?:mixed|string|int|integer|float|bool|boolean|object|callable|resource|void|never|true|false|null|scalar|numeric|array|list|iterable|[a-z]+(?:-[a-z]+)+)$/;

/** What the comment above a declaration says, by `return`, `var`, and names of parameters. */
export function docTypesAbove(node: Node, builder: FactsBuilder): ReadonlyMap<string, WrittenType> {
  const types = new Map<string, WrittenType>();
  const before = builder.text.slice(Math.max(0, node.startIndex - LONGEST_COMMENT), node.startIndex).trimEnd();
  const start = before.endsWith('*/') ? before.lastIndexOf('/**') : -1;
  if (start < 0) return types;
  for (const { kind, name, type } of typesIn(before.slice(start), node, builder)) {
    const key = kind === 'param' ? name : kind;
    if (key !== undefined && !types.has(key)) types.set(key, type);
  }
  return types;
}

/** What a comment in a function says of variables; without a name of the one that is assigned to below it. */
export function docVariables(comment: Node, builder: FactsBuilder): { name: string | undefined; type: WrittenType }[] {
  const text = builder.text.slice(comment.startIndex, Math.min(comment.endIndex, comment.startIndex + LONGEST_COMMENT));
  if (!text.startsWith('/**') || !text.includes('@')) return [];
  return typesIn(text, comment, builder).filter(({ kind }) => kind === 'var');
}

interface Said {
  kind: string;
  name: string | undefined;
  type: WrittenType;
}

function typesIn(text: string, at: Node, builder: FactsBuilder): Said[] {
  const comment = text.replace(/\*\/$/, '').replace(/\n\s*\*/g, '\n');
  const found: Said[] = [];
  for (const { 0: tag, 1: kind = '', index } of comment.matchAll(TAG)) {
    const rest = comment.slice(index + tag.length, index + tag.length + LONGEST_TYPE);
    const end = endOfType(rest);
    const name = /^\s*(?:\.\.\.|&)*(\$\w+)/.exec(rest.slice(end))?.[1];
    const type = typeOfText(rest.slice(0, end), at, builder, 0);
    if (matters(type)) found.push({ kind, name, type: kind === 'return' || type !== 'this' ? type : 'self' });
  }
  return found;
}

/** A type ends with the first space that is in no brackets and beside no `|`. */
function endOfType(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if ('<({['.includes(text[at]!)) depth++;
    else if ('>)}]'.includes(text[at]!)) depth--;
    else if (depth === 0 && /\s/.test(text[at]!) && !/^\s*[|&](?!\s*\$)/.test(text.slice(at)) && !/[|&]$/.test(text.slice(0, at)))
      return at;
  }
  return text.length;
}

/** `A[]`, `list<A>` and `array<string, A>` hold what they are of, and what has no methods is left out of what may be several things. */
function typeOfText(source: string, at: Node, builder: FactsBuilder, depth: number): WrittenType {
  if (depth > DEEPEST) return null;
  const inner = (text: string) => typeOfText(text, at, builder, depth + 1);
  const text = source.trim().replace(/^\?/, '');
  for (const [sign, kind] of [
    ['|', 'oneOf'],
    ['&', 'allOf'],
  ] as const) {
    const parts = split(text, sign).filter((part) => part !== '');
    if (parts.length > MOST_PARTS) return null;
    if (parts.length < 2) continue;
    const types = parts.map(inner).filter((type) => type !== null);
    if (types.length < 2) return types[0] ?? null;
    return kind === 'oneOf' ? oneOf(types) : { allOf: types };
  }
  if (/^\(.*\)$/s.test(text)) return inner(text.slice(1, -1));
  if (text.endsWith('[]')) return { each: inner(text.slice(0, -2)) };
  if (/^(?:static|\$this)$/.test(text)) return 'this';
  const generic = /^([\w\\-]+)\s*<(.*)>$/s.exec(text);
  const name = generic === null ? text : generic[1]!;
  const given = generic === null ? [] : split(generic[2]!, ',');
  // A generator says what it gives second, too, and goes on with what it takes.
  const each = given[1] ?? given[0];
  if (each !== undefined && LISTS.test(name.replace(/^\\/, ''))) return { each: inner(each) };
  if (!/^\\?[A-Za-z_][\w\\]*$/.test(name) || NO_CLASS.test(name)) return null;
  const bound = templatesOf(builder).get(name);
  if (bound !== undefined) return bound === name ? null : inner(bound);
  const path = pathOf(name, at.startPosition.row, builder);
  const held = each === undefined ? null : inner(each);
  // What is met when a collection is gone through.
  return matters(held) ? { allOf: [path, { each: held }] } : path;
}

/** One of several lists is a list of one of several things. */
function oneOf(types: WrittenType[]): WrittenType {
  const lists = types.flatMap((type) => (typeof type === 'object' && type !== null && 'each' in type ? [type.each] : []));
  return lists.length === types.length ? { each: lists.includes(null) ? null : { oneOf: lists } } : { oneOf: types };
}

const templates = new WeakMap<FactsBuilder, ReadonlyMap<string, string>>();

/** Type parameters of a file, with what they are of; one of nothing is of itself. */
function templatesOf(builder: FactsBuilder): ReadonlyMap<string, string> {
  let known = templates.get(builder);
  if (known === undefined) {
    const found = builder.text.includes('template') ? builder.text.matchAll(TEMPLATE) : [];
    known = new Map(Array.from(found, ([, name, bound]) => [name!, bound ?? name!]));
    templates.set(builder, known);
  }
  return known;
}

function split(text: string, sign: string): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? sign;
    if ('<({['.includes(character)) depth++;
    else if ('>)}]'.includes(character)) depth--;
    else if (character === sign && (depth === 0 || at === text.length)) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts;
}
