// Names that patterns of Rust bind, and what they stand for: in loops, in `let` and `match`, and in what is given to methods of lists.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { newValue, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';
import type { Given } from '../parse/name-facts.ts';
import { isMacro, plain, typeName } from './rust-paths.ts';
import { containerType, isOpenList } from './rust-types.ts';

/** Patterns within one another: far more than people write. */
const DEEPEST = 12;
/** Different things that a variable may be: far more than matter. */
const MOST_BRANCHES = 6;
/** A variant of an enum, by the names that people give. */
const VARIANT = /(?:^|\.)\p{Lu}[^.]*\.\p{Lu}[^.]*$/u;
const OPENING = /(?:^|::)(?:Some|Ok|Ready)$/;
/** What surely ends as an iterator: it starts as one, and goes on with what keeps it. */
const ITERATING =
  /\.(?:iter|iter_mut|into_iter|values|values_mut|into_values|drain)\(\)(?:\.(?:filter|rev|skip|take|skip_while|take_while|enumerate|chain|zip|step_by|peekable|inspect|copied|by_ref|fuse)\(\))*$/;
/** Methods of iterators whose function is given an element. */
const EACH =
  /^(?:map|for_each|filter|filter_map|flat_map|any|all|find|find_map|position|rposition|inspect|take_while|skip_while|map_while|max_by_key|min_by_key|partition|try_for_each)$/;
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
    const branches = type === null && name !== null ? branchesOf(value, builder) : [];
    if (branches.length > 0) for (const each of branches) bindPart(builder.slice(name!), each, builder);
    else if (isHiding) bindAll(pattern, read, builder);
    else if (name !== null) builder.bind(builder.slice(name), 'value', read(''));
    else takeApart(pattern, read, builder);
  }
}

/** What `match` and `if let` give, where all of it is known: what goes elsewhere gives nothing. */
function branchesOf(value: Node | null, builder: FactsBuilder): string[] {
  const found = new Set<string>();
  const add = (pattern: Node | null, from: Node | null, given: Node | null) => {
    const last = lastOf(given);
    if (last === null || isLeaving(last, builder)) return;
    const text = plain(last, builder);
    const bound = namesIn(pattern, builder, 0).find(([name]) => headOf(text) === builder.slice(name));
    const head = bound === undefined ? '' : readAt(bound, readerOf(from, builder));
    found.add(bound === undefined ? text : head === UNKNOWN ? UNKNOWN : head + text.slice(headOf(text).length));
  };
  if (value?.type === 'match_expression') {
    const from = value.childForFieldName('value');
    for (const arm of value.childForFieldName('body')?.namedChildren ?? [])
      if (arm?.type === 'match_arm') add(arm.childForFieldName('pattern'), from, arm.childForFieldName('value'));
  } else if (value?.type === 'if_expression') {
    const condition = value.childForFieldName('condition');
    const isLet = condition?.type === 'let_condition';
    add(
      isLet ? condition.childForFieldName('pattern') : null,
      isLet ? condition.childForFieldName('value') : null,
      value.childForFieldName('consequence'),
    );
    add(null, null, value.childForFieldName('alternative')?.namedChild(0) ?? null);
  }
  return found.size > MOST_BRANCHES || found.has(UNKNOWN) ? [] : [...found];
}

/** What a block ends with. */
function lastOf(node: Node | null): Node | null {
  const last =
    node?.type === 'block'
      ? (node.namedChildren.findLast((each) => each !== null && !each.type.endsWith('comment')) ?? null)
      : node;
  return last?.type === 'expression_statement' ? last.namedChild(0) : last;
}

const isLeaving = (node: Node, builder: FactsBuilder): boolean =>
  /^(?:return|break|continue)_expression$/.test(node.type) ||
  /^(?:unreachable|panic|todo|unimplemented|bail)!|^(?:std::)?process::exit\b/.test(builder.slice(node));

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
  for (const bound of namesIn(pattern, builder, 0)) bindAround(builder.slice(bound[0]), readAt(bound, read), builder);
}

/** What a name of a pattern is bound to. */
function readAt([, path, type]: Bound, read: Reader): string {
  if (path === null) return UNKNOWN;
  return type === undefined ? read(path) : type + path;
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
  for (const arm of node.childForFieldName('body')?.namedChildren ?? [])
    if (arm?.type === 'match_arm') takeApart(arm.childForFieldName('pattern'), read, builder);
}

/** `|a| …` given to a function or a method. */
export function readClosure(node: Node, builder: FactsBuilder): void {
  builder.enterFunction(node);
  const patterns = inPlaces(node.childForFieldName('parameters'), builder, 0);
  const given = patterns.length === 0 ? null : node.parent;
  let called = given?.type === 'arguments' ? (given.parent?.childForFieldName('function') ?? null) : null;
  if (called?.type === 'generic_function') called = called.childForFieldName('function');
  if (given == null || called === null || isMacro(called, builder)) return;
  const field = called.type === 'field_expression' ? called.childForFieldName('field') : null;
  const receiver = plain(field === null ? called : called.childForFieldName('value'), builder);
  if (receiver === UNKNOWN) return;
  const name = field === null ? null : builder.slice(field);
  if (name !== null && ITERATING.test(receiver) && EACH.test(name)) {
    takeApart(node.childForFieldName('parameters')?.namedChild(0) ?? null, (path) => `${receiver}[*]${path}`, builder);
    return;
  }
  const place = given.namedChildren.findIndex((each) => each?.startIndex === node.startIndex);
  for (const [parameter, [bound, path, type]] of patterns) {
    if (path === null) continue;
    const way = type === undefined ? [...(name === null ? [] : [name]), place, parameter, ...stepsOf(path)] : [];
    const from: Given = { expression: type === undefined ? receiver : type + path, written: null, steps: way };
    builder.whenBound(bound.startIndex, (text) => builder.bindGiven(text, from, null));
  }
}

/** `[1].a` as steps. */
const stepsOf = (path: string): string[] => path.match(/\[\d*\]|[^.[\]]+/g) ?? [];

/** Has the names of a pattern, when they are come to, bound to what is in a value. */
function takeApart(pattern: Node | null, read: Reader, builder: FactsBuilder): void {
  for (const bound of namesIn(pattern, builder, 0)) {
    const value = readAt(bound, read);
    if (value !== UNKNOWN) builder.whenBound(bound[0].startIndex, (text) => bindPart(text, value, builder));
  }
}

/** In `if let Some(a) = a` the second one is another variable, of what is around. */
function bindPart(name: string, value: string, builder: FactsBuilder): void {
  if (headOf(value) !== name) builder.bind(name, 'value', value);
  else bindAround(name, value, builder);
}

/** A name, and the way to it, from a type that the pattern names if it names one; null where that is not known. What an Option has is said like the Option itself. */
type Bound = [name: Node, path: string | null, type?: string];

/** Names that a pattern binds. */
function namesIn(pattern: Node | null, builder: FactsBuilder, depth: number): Bound[] {
  if (pattern === null || depth > DEEPEST) return [];
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_field_identifier':
      return /^[a-z_]/.test(builder.slice(pattern)) ? [[pattern, '']] : [];
    case 'mut_pattern':
    case 'ref_pattern':
    case 'reference_pattern':
      return namesIn(pattern.namedChildren.at(-1) ?? null, builder, depth + 1);
    case 'match_pattern':
      return namesIn(pattern.namedChild(0), builder, depth + 1);
    case 'tuple_pattern':
      return namesInTuple(pattern, builder, depth);
    case 'tuple_struct_pattern': {
      const type = pattern.childForFieldName('type')!;
      if (OPENING.test(builder.slice(type)))
        return pattern.namedChildren.slice(1).flatMap((each) => namesIn(each, builder, depth + 1));
      return inPlaces(pattern, builder, depth).map(([place, each]) =>
        from(place < 0 ? null : fieldOf(type, `${place}`, builder), each),
      );
    }
    case 'struct_pattern': {
      const type = pattern.childForFieldName('type')!;
      return pattern.namedChildren.slice(1).flatMap((each) => {
        const name = each?.childForFieldName('name') ?? null;
        const field = name === null ? null : fieldOf(type, builder.slice(name), builder);
        return namesIn(each, builder, depth + 1).map((bound) => from(field, bound));
      });
    }
    case 'field_pattern':
      return namesIn(pattern.childForFieldName('pattern') ?? pattern.childForFieldName('name'), builder, depth + 1);
    default:
      return [];
  }
}

/** Where a pattern names the type, names in it are read from there. */
function from(field: string | null, [name, path, type]: Bound): Bound {
  if (type !== undefined) return [name, path, type];
  return path !== null && field !== null ? [name, path, field] : [name, null];
}

/** What a field of a struct or of a variant of an enum is. */
function fieldOf(type: Node, field: string, builder: FactsBuilder): string | null {
  const path = typeName(type, builder);
  if (path === null) return null;
  const isPlace = /^\d/.test(field);
  if (VARIANT.test(path)) return `${path}#${field}`;
  return `${newValue(path)}.${isPlace ? '#' : ''}${field}`;
}

function namesInTuple(pattern: Node, builder: FactsBuilder, depth: number): Bound[] {
  return inPlaces(pattern, builder, depth).map(([place, [name, path, type]]) =>
    type === undefined ? [name, path === null || place < 0 ? null : `[${place}]${path}`] : [name, path, type],
  );
}

/** Names that are bound in what is listed in brackets, with the place of each; -1 for those behind what is left out. */
function inPlaces(pattern: Node | null, builder: FactsBuilder, depth: number): [place: number, bound: Bound][] {
  if (pattern === null) return [];
  // `_` has no name in the grammar: what counts are the commas.
  let place = 0;
  let isCounted = true;
  const names: [number, Bound][] = [];
  const type = pattern.childForFieldName('type');
  for (const child of pattern.children) {
    if (child?.type === ',') place++;
    if (child?.type === 'remaining_field_pattern') isCounted = false;
    if (!child?.isNamed || child.type === 'parameter' || child.startIndex === type?.startIndex) continue;
    for (const bound of namesIn(child, builder, depth + 1)) names.push([isCounted ? place : -1, bound]);
  }
  return names;
}
