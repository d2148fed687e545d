// Types that PHP has in its doc comments: what arrays hold is written nowhere else.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { matters } from '../parse/written-type.ts';
import { pathOf } from './php-expressions.ts';

const LONGEST_COMMENT = 4000;
const LONGEST_TYPE = 300;
/** Types within one another: far more than people write. */
const DEEPEST = 8;
const TAG = /@(?:phpstan-|psalm-)?(param|var|return)\s+/g;
const LISTS = /^(?:non-empty-)?(?:array|list)$|^(?:iterable|Generator|Traversable|Iterator|IteratorAggregate)$/;
const TEMPLATE = /@(?:phpstan-|psalm-)?template(?:-\w+)?[ \t]+(\w+)(?:[ \t]+(?:of|as)[ \t]+([\w\\]+))?/g;
/** Names that are no classes of a repository. */
const NO_CLASS =
  /^(?:self|static|\$this|mixed|string|int|integer|float|bool|boolean|object|callable|resource|void|never|true|false|scalar|numeric|array|list|iterable|[a-z]+(?:-[a-z]+)+)$/;

/** What the comment above a declaration says, by `return`, `var`, and names of parameters. */
export function docTypesAbove(node: Node, builder: FactsBuilder): ReadonlyMap<string, WrittenType> {
  const types = new Map<string, WrittenType>();
  const before = builder.text.slice(Math.max(0, node.startIndex - LONGEST_COMMENT), node.startIndex).trimEnd();
  const start = before.endsWith('*/') ? before.lastIndexOf('/**') : -1;
  if (start < 0) return types;
  const comment = before.slice(start + 3, -2).replace(/\n\s*\*/g, '\n');
  for (const { 0: tag, 1: kind, index } of comment.matchAll(TAG)) {
    const text = comment.slice(index + tag.length, index + tag.length + LONGEST_TYPE);
    const end = endOfType(text);
    const key = kind === 'param' ? /^\s*(?:\.\.\.|&)*(\$\w+)/.exec(text.slice(end))?.[1] : kind;
    const type = key === undefined || types.has(key) ? null : typeOfText(text.slice(0, end), node, builder, 0);
    if (key !== undefined && matters(type)) types.set(key, type);
  }
  return types;
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

/** `A[]`, `list<A>` and `array<string, A>` hold what they are of; null for what may be several things. */
function typeOfText(source: string, at: Node, builder: FactsBuilder, depth: number): WrittenType {
  const parts = split(source.trim().replace(/^\?/, ''), '|').filter((part) => part !== 'null' && part !== '');
  const [text] = parts;
  if (text === undefined || parts.length > 1 || depth > DEEPEST) return null;
  if (text.endsWith('[]')) return { each: typeOfText(text.slice(0, -2).replace(/^\((.*)\)$/s, '$1'), at, builder, depth + 1) };
  const generic = /^([\w\\-]+)\s*<(.*)>$/s.exec(text);
  const name = generic === null ? text : generic[1]!;
  if (generic !== null && LISTS.test(name.replace(/^\\/, ''))) {
    const given = split(generic[2]!, ',');
    // A generator says what it gives second, too, and goes on with what it takes.
    return { each: typeOfText(given[1] ?? given[0] ?? '', at, builder, depth + 1) };
  }
  if (!/^\\?[A-Za-z_][\w\\]*$/.test(name) || NO_CLASS.test(name)) return null;
  const bound = templatesOf(builder).get(name);
  if (bound !== undefined) return bound === name ? null : typeOfText(bound, at, builder, depth + 1);
  return pathOf(name, at.startPosition.row, builder);
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
