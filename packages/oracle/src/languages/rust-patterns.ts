// Names that patterns of Rust bind, and what they stand for: in loops, in `let` and `match`, and in what is given to methods of lists.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';
import type { Given } from '../parse/name-facts.ts';
import { plain, typeName } from './rust-paths.ts';
import { containerType, isOpenList } from './rust-types.ts';

/** Patterns within one another: far more than people write. */
const DEEPEST = 12;
const OPENING = /(?:^|::)(?:Some|Ok|Ready)$/;
/** What surely ends as an iterator: it starts as one, and goes on with what keeps it. */
const ITERATING =
  /\.(?:iter|iter_mut|into_iter|values|values_mut|into_values|drain)\(\)(?:\.(?:filter|rev|skip|take|skip_while|take_while|enumerate|chain|zip|step_by|peekable|inspect|copied|by_ref|fuse)\(\))*$/;
/** Methods of iterators whose function is given an element. */
const EACH =
  /^(?:map|for_each|filter|filter_map|flat_map|any|all|find|find_map|position|rposition|inspect|take_while|skip_while|map_while|max_by_key|min_by_key|partition|try_for_each)$/;
/** Methods of an Option whose function is given what it has, and at which place that is. */
const OPENED: Readonly<Record<string, number>> = {
  map: 0,
  and_then: 0,
  is_some_and: 0,
  is_ok_and: 0,
  is_none_or: 0,
  filter: 0,
  inspect: 0,
  map_or: 1,
  map_or_else: 1,
};

/** A variable, a parameter or a constant of a written type. */
export function bindTyped(name: string, type: Node | null, builder: FactsBuilder): void {
  const written = containerType(type, builder);
  builder.bind(name, 'type', written === null ? typeName(type, builder) : null, written);
}

/** What a pattern binds when it is one name. */
export function nameOf(pattern: Node | null): Node | null {
  const name = pattern?.type === 'mut_pattern' || pattern?.type === 'ref_pattern' ? pattern.namedChildren.at(-1) : pattern;
  return name?.type === 'identifier' ? name : null;
}

/** Names of variables that a file has so far, each with the index of its definition. */
const known = new WeakMap<FactsBuilder, Set<string>>();

/** Says that a variable is there, and whether one of its name was. */
function isAnother(name: string, builder: FactsBuilder): boolean {
  const names = known.get(builder) ?? new Set<string>();
  known.set(builder, names);
  const key = `${builder.current} ${name}`;
  const isKnown = names.has(key);
  names.add(key);
  return isKnown;
}

export function readParameter(node: Node, builder: FactsBuilder): void {
  const name = nameOf(node.childForFieldName('pattern'));
  if (name === null) return;
  isAnother(builder.slice(name), builder);
  bindTyped(builder.slice(name), node.childForFieldName('type'), builder);
}

export function readLet(node: Node, builder: FactsBuilder): void {
  const pattern = node.childForFieldName('pattern');
  const value = node.childForFieldName('value');
  const names = namesIn(pattern, builder, 0).map(([name]) => builder.slice(name));
  const isHiding = names.map((name) => isAnother(name, builder)).includes(true) || isNamedIn(names, value, builder);
  const block = isHiding ? node.parent : null;
  if (block?.type === 'block') {
    for (const [name] of namesIn(pattern, builder, 0)) builder.whenBound(name.startIndex, () => {});
    builder.later(node.endIndex, () => {
      builder.enterBlock(block.endIndex);
      bindLet(node, true, builder);
    });
  } else bindLet(node, false, builder);
}

/** Whether what is bound has the name of something that its value is made of. */
function isNamedIn(names: readonly string[], value: Node | null, builder: FactsBuilder): boolean {
  const text = value === null ? '' : builder.slice(value);
  return names.some((name) => text.includes(name));
}

/** `isHiding`: the value is read before the names are valid. */
function bindLet(node: Node, isHiding: boolean, builder: FactsBuilder): void {
  const pattern = node.childForFieldName('pattern');
  const type = node.childForFieldName('type');
  const value = node.childForFieldName('value');
  const name = nameOf(pattern);
  const written = type === null ? writtenInCall(value, builder) : null;
  const collected = type === null ? null : collectedFrom(type, value, builder);
  if (name !== null && written !== null) builder.bind(builder.slice(name), 'type', null, written);
  else if (name !== null && type !== null && collected === null && isSaid(type, builder))
    bindTyped(builder.slice(name), type, builder);
  else {
    const read = collected !== null ? () => collected : name === null && type !== null ? unknown : readerOf(value, builder);
    if (isHiding) bindAll(pattern, read, builder);
    else if (name !== null) builder.bind(builder.slice(name), 'value', read(''));
    else takeApart(pattern, read, builder);
  }
}

/** What is at the end of a way into a value. */
type Reader = (path: string) => string;

const unknown: Reader = () => UNKNOWN;

/** What stands in a tuple that is written down is read where it stands. */
function readerOf(value: Node | null, builder: FactsBuilder, suffix = ''): Reader {
  if (value?.type === 'tuple_expression' && suffix === '')
    return (path) => {
      const place = /^\[(\d+)\]/.exec(path);
      const part = place === null ? null : value.namedChild(Number(place[1]));
      return place === null ? UNKNOWN : readerOf(part, builder)(path.slice(place[0].length));
    };
  const plainValue = plain(value, builder);
  return plainValue === UNKNOWN ? unknown : (path) => plainValue + suffix + path;
}

/** Binds the names of a pattern to what is in a value that is read around the block that they are in. */
function bindAll(pattern: Node | null, read: Reader, builder: FactsBuilder): void {
  for (const [name, path] of namesIn(pattern, builder, 0))
    bindAround(builder.slice(name), path === null ? UNKNOWN : read(path), builder);
}

/** A variable whose value is read around the block that it is in. */
function bindAround(name: string, value: string, builder: FactsBuilder): void {
  if (value === UNKNOWN) builder.bind(name);
  else builder.bindGiven(name, { expression: value, written: null, steps: [] }, null);
}

const isSaid = (type: Node, builder: FactsBuilder): boolean =>
  typeName(type, builder) !== null || containerType(type, builder) !== null;

/** `b.collect::<Vec<A>>()` says its type, too. */
function writtenInCall(value: Node | null, builder: FactsBuilder): WrittenType {
  const call = value?.type === 'try_expression' ? value.namedChild(0) : value;
  const called = call?.type === 'call_expression' ? call.childForFieldName('function') : null;
  if (called?.type !== 'generic_function' || !isCollect(called.childForFieldName('function'), builder)) return null;
  return containerType(called.childForFieldName('type_arguments')?.namedChild(0) ?? null, builder);
}

const isCollect = (called: Node | null, builder: FactsBuilder): boolean => {
  const field = called?.type === 'field_expression' ? called.childForFieldName('field') : null;
  return field != null && builder.slice(field) === 'collect';
};

/** `let a: Vec<_> = b.collect()` has what `b` goes through. */
function collectedFrom(type: Node | null, value: Node | null, builder: FactsBuilder): string | null {
  const called = value?.type === 'call_expression' ? value.childForFieldName('function') : null;
  if (called === null || !isOpenList(type, builder) || !isCollect(called, builder)) return null;
  const from = plain(called.childForFieldName('value'), builder);
  return ITERATING.test(from) ? from : null;
}

/** `for a in b`. */
export function readFor(node: Node, builder: FactsBuilder): void {
  bindFrom(node, readerOf(node.childForFieldName('value'), builder, '[*]'), node.endIndex, builder);
}

/** `if let` and `while let`: what they bind is valid up to the end of what they do. */
export function readCondition(node: Node, builder: FactsBuilder): void {
  const condition = node.childForFieldName('condition');
  const body = node.childForFieldName('consequence') ?? node.childForFieldName('body');
  if (condition === null || body === null || !/^let_/.test(condition.type)) return;
  for (const each of condition.type === 'let_chain' ? condition.namedChildren : [condition])
    if (each?.type === 'let_condition')
      bindFrom(each, readerOf(each.childForFieldName('value'), builder), body.endIndex, builder);
}

/** Binds the names of a pattern from where its value ends: in that, they may be those of others. */
function bindFrom(node: Node, read: Reader, end: number, builder: FactsBuilder): void {
  const pattern = node.childForFieldName('pattern');
  const from = node.childForFieldName('value');
  if (from === null) return;
  for (const [name] of namesIn(pattern, builder, 0)) builder.whenBound(name.startIndex, () => {});
  builder.later(from.endIndex, () => {
    builder.enterBlock(end);
    bindAll(pattern, read, builder);
  });
}

export function readMatch(node: Node, builder: FactsBuilder): void {
  const read = readerOf(node.childForFieldName('value'), builder);
  if (read === unknown) return;
  for (const arm of node.childForFieldName('body')?.namedChildren ?? [])
    if (arm?.type === 'match_arm') takeApart(arm.childForFieldName('pattern'), read, builder);
}

/** `|a| …` given to a method of an iterator or of an Option. */
export function readClosure(node: Node, builder: FactsBuilder): void {
  builder.enterFunction(node);
  const pattern = node.childForFieldName('parameters')?.namedChild(0) ?? null;
  const given = pattern === null || pattern.type === 'parameter' ? null : node.parent;
  const called = given?.type === 'arguments' ? given.parent?.childForFieldName('function') : null;
  const field = called?.type === 'field_expression' ? called.childForFieldName('field') : null;
  if (given == null || field == null) return;
  const receiver = plain(called!.childForFieldName('value'), builder);
  const name = builder.slice(field);
  if (receiver === UNKNOWN) return;
  if (ITERATING.test(receiver)) {
    if (EACH.test(name)) takeApart(pattern, (path) => `${receiver}[*]${path}`, builder);
    return;
  }
  const place = Object.hasOwn(OPENED, name) ? OPENED[name]! : -1;
  const first = nameOf(pattern);
  if (first === null || given.namedChild(place)?.startIndex !== node.startIndex) return;
  const from: Given = { expression: receiver, written: null, steps: [name, place] };
  builder.whenBound(first.startIndex, (text) => builder.bindGiven(text, from, 0));
}

/** Has the names of a pattern, when they are come to, bound to what is in a value. */
function takeApart(pattern: Node | null, read: Reader, builder: FactsBuilder): void {
  for (const [name, path] of namesIn(pattern, builder, 0))
    if (path !== null) builder.whenBound(name.startIndex, (text) => bindPart(text, read(path), builder));
}

/** In `if let Some(a) = a` the second one is another variable, of what is around. */
function bindPart(name: string, value: string, builder: FactsBuilder): void {
  if (headOf(value) !== name) builder.bind(name, 'value', value);
  else bindAround(name, value, builder);
}

/** A name, and the way to it; null where that is not known. What an Option has is said like the Option itself. */
type Bound = [name: Node, path: string | null];

/** Names that a pattern binds. */
function namesIn(pattern: Node | null, builder: FactsBuilder, depth: number): Bound[] {
  if (pattern === null || depth > DEEPEST) return [];
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_field_identifier':
      return /^[a-z_]/.test(builder.slice(pattern)) ? [[pattern, pattern.type === 'identifier' ? '' : null]] : [];
    case 'mut_pattern':
    case 'ref_pattern':
    case 'reference_pattern':
      return namesIn(pattern.namedChildren.at(-1) ?? null, builder, depth + 1);
    case 'match_pattern':
      return namesIn(pattern.namedChild(0), builder, depth + 1);
    case 'tuple_pattern':
      return namesInTuple(pattern, builder, depth);
    case 'tuple_struct_pattern': {
      const inner = pattern.namedChildren.slice(1).flatMap((each) => namesIn(each, builder, depth + 1));
      const opens = OPENING.test(builder.slice(pattern.childForFieldName('type')!));
      return opens ? inner : inner.map(withoutWay);
    }
    case 'struct_pattern':
      return pattern.namedChildren.slice(1).flatMap((each) => namesIn(each, builder, depth + 1).map(withoutWay));
    case 'field_pattern':
      return namesIn(pattern.childForFieldName('pattern') ?? pattern.childForFieldName('name'), builder, depth + 1);
    default:
      return [];
  }
}

const withoutWay = ([name]: Bound): Bound => [name, null];

function namesInTuple(pattern: Node, builder: FactsBuilder, depth: number): Bound[] {
  // `_` has no name in the grammar: what counts are the commas.
  let place = 0;
  let isCounted = true;
  const names: Bound[] = [];
  for (const child of pattern.children) {
    if (child?.type === ',') place++;
    if (child?.type === 'remaining_field_pattern') isCounted = false;
    if (!child?.isNamed) continue;
    for (const [name, path] of namesIn(child, builder, depth + 1))
      names.push([name, isCounted && path !== null ? `[${place}]${path}` : null]);
  }
  return names;
}
