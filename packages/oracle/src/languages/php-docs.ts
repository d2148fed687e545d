// Types that PHP has in its doc comments: what arrays hold is written nowhere else.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { EACH } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { parameterOf } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';
import { keyed } from './php-expressions.ts';
import { pathOf, shortName } from './php-names.ts';

const LONGEST_COMMENT = 4000;
const LONGEST_TYPE = 300;
/** Types within one another: far more than people write. */
const DEEPEST = 8;
/** Of a type that may be several: more than people write. */
const MOST_PARTS = 12;
const TAG = /@(?:phpstan-|psalm-)?(param|var|return)\s+/g;
const LISTS = /^(?:non-empty-)?(?:array|list)$|^(?:iterable|Generator|Traversable|Iterator|IteratorAggregate)$/;
const BASE = /@(?:phpstan-|psalm-|template-)?(?:extends|implements|use)\s+([\w\\]+)\s*</g;
const TEMPLATE = /@(?:phpstan-|psalm-)?template(?:-co(?:variant|ntravariant))?[ \t]+(\w+)(?:[ \t]+(?:of|as)[ \t]+([\w\\]+))?/g;
const CALLABLE = /^\\?(?:callable|Closure)\s*\((.*?)\)\s*:\s*(.+)$/s;
const SHAPE = /^(?:non-empty-)?(?:array|list)\{(.*?),?\s*(?:\.\.\.)?\}$/s;
/** Names that are no classes of a repository. */
const NO_CLASS =
  /^(?:mixed|string|int|integer|float|bool|boolean|object|callable|resource|void|never|true|false|null|scalar|numeric|array|list|iterable|[a-z]+(?:-[a-z]+)+)$/;

/** What the comment above a declaration says, by `return`, `var`, and names of parameters. */
export function docTypesAbove(node: Node, builder: FactsBuilder): ReadonlyMap<string, WrittenType> {
  const types = new Map<string, WrittenType>();
  for (const { kind, name, type } of typesIn(commentAbove(node, builder), node, builder)) {
    const key = kind === 'param' ? name : kind;
    if (key !== undefined && !types.has(key)) types.set(key, type);
  }
  return types;
}

/** What a comment in a function says of variables; without a name of the one that is assigned to below it. */
export function docVariables(comment: Node, builder: FactsBuilder): { name: string | undefined; type: WrittenType }[] {
  const text = builder.text.slice(comment.startIndex, Math.min(comment.endIndex, comment.startIndex + LONGEST_COMMENT));
  if (!text.startsWith('/**') || !text.includes('@')) return [];
  const templates = functionTemplates.get(builder)?.get(builder.current);
  return typesIn(text, comment, builder, templates).filter(({ kind }) => kind === 'var');
}

/** For each function its type parameters. */
const functionTemplates = new WeakMap<FactsBuilder, Map<number, Templates>>();

/** What the comment above the function that was defined last says of its type parameters, for comments in it. */
export function readTemplates(node: Node, builder: FactsBuilder): void {
  const templates = templatesIn(commentAbove(node, builder));
  if (templates.size === 0) return;
  const known = functionTemplates.get(builder) ?? new Map<number, Templates>();
  functionTemplates.set(builder, known.set(builder.current, templates));
}

/** The comment that was asked for last. */
const last = new WeakMap<FactsBuilder, { at: number; text: string }>();

function commentAbove(node: Node, builder: FactsBuilder): string {
  const at = node.startIndex;
  const known = last.get(builder);
  if (known?.at === at) return known.text;
  const text = textAbove(at, builder);
  last.set(builder, { at, text });
  return text;
}

function textAbove(at: number, builder: FactsBuilder): string {
  const before = builder.text.slice(Math.max(0, at - LONGEST_COMMENT), at).trimEnd();
  const start = before.endsWith('*/') ? before.lastIndexOf('/**') : -1;
  return start < 0 ? '' : before.slice(start);
}

/** What the comment above the class that was defined last says of its type parameters, and of those of what it extends. */
export function readGenerics(node: Node, builder: FactsBuilder): void {
  const comment = commentAbove(node, builder);
  const owner = builder.current;
  readMagic(comment, node, owner, builder);
  if (!/template|<|extends|implements/.test(comment)) return;
  const { name } = builder.definition(owner);
  const bind = (field: string, type: WrittenType) => {
    if (matters(type)) builder.bindField(owner, field, 'type', ...nameOrType(type));
  };
  const parameters = [...comment.matchAll(TEMPLATE)];
  const own = new Map(parameters.map(([, parameter], place) => [parameter!, `this.${parameterOf(name, place)}`]));
  const at = { row: node.startPosition.row, builder, templates: NO_TEMPLATES };
  const known = classTemplates.get(builder);
  if (known === undefined) classTemplates.set(builder, new Map([[owner, own]]));
  else known.set(owner, own);
  for (const [place, [, , bound]] of parameters.entries())
    if (bound !== undefined) bind(parameterOf(name, place), typeOfText(bound, at, 0));
  for (const { 0: tag, 1: base, index } of comment.matchAll(BASE)) {
    genericBases.set(builder, (genericBases.get(builder) ?? new Set()).add(owner));
    const rest = comment.slice(index + tag.length - 1, index + tag.length + LONGEST_TYPE).replace(/\n\s*\*/g, '\n');
    const given = split(rest.slice(1, endOfType(rest) - 1), ',').map((each) => typeOfText(each, at, 0));
    for (const [place, type] of given.entries()) bind(parameterOf(shortName(base!, builder), place), type);
    bind(EACH, given[1] ?? given[0] ?? null);
  }
}

const PROPERTY = /@property(?:-read|-write)?[ \t]+(\S+)[ \t]+\$(\w+)/g;
const METHOD = /@method[ \t]+(?:static[ \t]+)?([\w\\|?<>[\],]+)[ \t]+(\w+)[ \t]*\(/g;

/** Properties and methods that a class answers to without having them. */
function readMagic(comment: string, node: Node, owner: number, builder: FactsBuilder): void {
  if (!comment.includes('@property') && !comment.includes('@method')) return;
  const at = { row: node.startPosition.row, builder, templates: NO_TEMPLATES };
  for (const [, text, name] of comment.matchAll(PROPERTY)) {
    const type = typeOfText(text!, at, 0);
    if (matters(type)) builder.bindField(owner, name!, 'type', ...nameOrType(type));
  }
  for (const [, text, name] of comment.matchAll(METHOD)) {
    const gives = typeOfText(text!, at, 0);
    if (matters(gives)) builder.bindField(owner, name!, 'type', null, { takes: [], gives: gives === 'this' ? 'self' : gives });
  }
}

/** Classes of which a comment says what stands for the type parameters of what they extend. */
const genericBases = new WeakMap<FactsBuilder, Set<number>>();
export const hasGenericBases = (owner: number, builder: FactsBuilder): boolean => genericBases.get(builder)?.has(owner) === true;

/** For each class its type parameters, with what they are in its methods. */
const classTemplates = new WeakMap<FactsBuilder, Map<number, ReadonlyMap<string, string>>>();

const NAMING = /@(?:phpstan-|psalm-)?param\s+(?:\w+\|)*class-string<(\w+)>(?:\|\w+)*\s+(\$\w+)/;
const GIVING = /@(?:phpstan-|psalm-)?return\s+\??(\w+)(?=[\s|&]|$)/g;

/** The parameter that names the class of what is given, by the comment above a function. */
export function parameterNamingClass(node: Node, builder: FactsBuilder): string | null {
  const comment = commentAbove(node, builder);
  const [, type, parameter] = (comment.includes('class-string') && NAMING.exec(comment)) || [];
  const isParameter = [...comment.matchAll(TEMPLATE)].some(([, name]) => name === type);
  const isGiven = [...comment.matchAll(GIVING)].some(([, name]) => name === type);
  return parameter !== undefined && isParameter && isGiven ? parameter : null;
}

interface Said {
  kind: string;
  name: string | undefined;
  type: WrittenType;
}

/** Type parameters with what they are of; one of nothing is of itself. */
type Templates = ReadonlyMap<string, string>;
const NO_TEMPLATES: Templates = new Map();

const templatesIn = (comment: string): Templates =>
  comment.includes('template')
    ? new Map(Array.from(comment.matchAll(TEMPLATE), ([, name, bound]) => [name!, bound ?? name!]))
    : NO_TEMPLATES;

/** Where a type is written, and the type parameters that are known there beside those of the class. */
interface Place {
  row: number;
  builder: FactsBuilder;
  templates: Templates;
}

function typesIn(text: string, node: Node, builder: FactsBuilder, templates = templatesIn(text)): Said[] {
  const at = { row: node.startPosition.row, builder, templates };
  const comment = text.replace(/\*\/$/, '').replace(/\n\s*\*/g, '\n');
  const found: Said[] = [];
  for (const { 0: tag, 1: kind = '', index } of comment.matchAll(TAG)) {
    const rest = comment.slice(index + tag.length, index + tag.length + LONGEST_TYPE);
    const end = endOfType(rest);
    const name = /^\s*(?:\.\.\.|&)*(\$\w+)/.exec(rest.slice(end))?.[1];
    const type = typeOfText(rest.slice(0, end), at, 0);
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
    else if (
      depth === 0 &&
      /\s/.test(text[at]!) &&
      !/^\s*[|&](?!\s*\$)/.test(text.slice(at)) &&
      !/[|&:]/.test(text[at - 1] ?? '')
    )
      return at;
  }
  return text.length;
}

/** `A[]`, `list<A>` and `array<string, A>` hold what they are of, and what has no methods is left out of what may be several things. */
function typeOfText(source: string, at: Place, depth: number): WrittenType {
  if (depth > DEEPEST) return null;
  const inner = (text: string) => typeOfText(text, at, depth + 1);
  const text = source.trim().replace(/^\?/, '');
  const callable = CALLABLE.exec(text);
  if (callable !== null) {
    const takes = split(callable[1]!, ',').map((each) => inner(each.replace(/[\s.&=]*(?:\$\w+)?=?$/, '')));
    return { takes, least: 0, gives: inner(callable[2]!) };
  }
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
  const shape = SHAPE.exec(text);
  if (shape !== null) return shapeOf(split(shape[1]!, ','), inner);
  const generic = /^([\w\\-]+)\s*<(.*)>$/s.exec(text);
  const name = generic === null ? text : generic[1]!;
  const given = generic === null ? [] : split(generic[2]!, ',');
  // A generator says what it gives second, too, and goes on with what it takes.
  const each = given[1] ?? given[0];
  if (each !== undefined && LISTS.test(name.replace(/^\\/, ''))) return { each: inner(each) };
  return ofClass(name, given, at, depth);
}

/** A class with what it is given for its type parameters, or a type parameter. */
function ofClass(name: string, given: readonly string[], at: Place, depth: number): WrittenType {
  if (!/^\\?[A-Za-z_][\w\\]*$/.test(name) || NO_CLASS.test(name)) return null;
  const { row, builder, templates } = at;
  const bound = templates.get(name);
  if (bound !== undefined) return bound === name ? null : typeOfText(bound, at, depth + 1);
  const parameter = classTemplates.get(builder)?.get(builder.enclosingClass)?.get(name);
  if (parameter !== undefined) return parameter;
  const path = pathOf(name, row, builder);
  // What is given stands in the type twice.
  const types = given.map((each) => typeOfText(each, at, depth + 2));
  // What is met when a collection is gone through is what it gives second.
  return types.some(matters) ? { allOf: [{ type: path, given: types }, { each: types[1] ?? types[0] ?? null }] } : path;
}

/** What an array has at its places, or under its keys. */
function shapeOf(entries: readonly string[], inner: (text: string) => WrittenType): WrittenType {
  const list: WrittenType[] = [];
  const has: [string, WrittenType][] = [];
  for (const entry of entries) {
    const [, key, type = entry] = /^['"]?(\w+)['"]?\??\s*:(?!:)\s*(.+)$/s.exec(entry) ?? [];
    if (key === undefined) list.push(inner(type));
    else has.push([keyed(key), inner(type)]);
  }
  return has.length > 0 ? { has } : { list };
}

/** One of several lists is a list of one of several things. */
function oneOf(types: WrittenType[]): WrittenType {
  const lists = types.flatMap((type) => (typeof type === 'object' && type !== null && 'each' in type ? [type.each] : []));
  return lists.length === types.length ? { each: lists.includes(null) ? null : { oneOf: lists } } : { oneOf: types };
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
