// What objects, lists and maps hold that are written down: those that functions give back, and those of constants.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { branchesOf } from '../parse/branches.ts';
import { GIVEN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { isContainerName, readType } from '../parse/written-type.ts';

/** What stands around an object that changes nothing of it. */
const DEEPEST = 4;

export const FUNCTION_VALUES: ReadonlySet<string> = new Set(['arrow_function', 'function_expression', 'generator_function']);

/** What a function gives back: an expression, or an object or a list with what is in it. */
export function giveBack(value: Node, builder: FactsBuilder): void {
  for (const each of branchesOf(value)) {
    const written = bare(each, builder);
    if (written.type === 'object') giveObject(written, builder);
    else if (written.type === 'array') giveList(written, builder);
    else builder.giveBack(builder.slice(each));
  }
}

/** `(a)`, `a as const`, `a satisfies B` and `Object.freeze(a)` are `a`. */
function bare(value: Node, builder: FactsBuilder): Node {
  let node = value;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const isConstant =
      node.type === 'as_expression' && /\sconst$/.test(builder.text.slice(node.startIndex, node.endIndex).slice(-6));
    const isFrozen = node.type === 'call_expression' && builder.text.startsWith('Object.freeze(', node.startIndex);
    const inner = isFrozen
      ? node.childForFieldName('arguments')?.namedChild(0)
      : isConstant || node.type === 'parenthesized_expression' || node.type === 'satisfies_expression'
        ? node.namedChild(0)
        : null;
    if (inner == null) return node;
    node = inner;
  }
  return node;
}

/** Names that a `return` somewhere in a file is followed by alone. */
const returned = new WeakMap<FactsBuilder, ReadonlySet<string>>();

function returnedNames(builder: FactsBuilder): ReadonlySet<string> {
  const known =
    returned.get(builder) ?? new Set(Array.from(builder.text.matchAll(/\breturn\s+([\w$]+)\s*[;}\n]/g), ([, name]) => name!));
  returned.set(builder, known);
  return known;
}

/** `const a = { b, c() {} }` where there is a `return a`: false when it is anything else. */
export function bindGivenLater(name: string, value: Node, builder: FactsBuilder): boolean {
  const object = bare(value, builder);
  if (object.type !== 'object' || !isOfFunction(builder)) return false;
  if (!returnedNames(builder).has(name)) return false;
  builder.bind(name, 'value', GIVEN);
  readMembers(object, builder, '');
  return true;
}

function giveObject(object: Node, builder: FactsBuilder): void {
  builder.giveBack(GIVEN);
  if (isOfFunction(builder)) readMembers(object, builder, '');
}

/** What an object holds that a constant is: functions in it are symbols by themselves. */
export function readConstant(value: Node, builder: FactsBuilder): void {
  const object = bare(value, builder);
  if (object.type === 'object') readMembers(object, builder, '');
}

/** `at` is where the object is in the one that is given: ``, or `a.b.`. */
function readMembers(object: Node, builder: FactsBuilder, at: string): void {
  // What is in the object of a constant at once is known by its name.
  const isNamed = at === '' && builder.definition(builder.current).type === 'constant';
  for (const member of object.namedChildren) {
    const key = member?.childForFieldName('key') ?? null;
    const value = member?.childForFieldName('value') ?? null;
    const isFunction = member?.type === 'method_definition' || (value !== null && FUNCTION_VALUES.has(value.type));
    if (member?.type === 'shorthand_property_identifier') giveField(at + builder.slice(member), member, builder);
    else if (isFunction && !isNamed) builder.giveMember(member!, at);
    else if (!isFunction && key?.type === 'property_identifier' && value !== null)
      giveField(at + builder.slice(key), value, builder);
  }
}

/** `[a, b]`: what is at a place is a member of that place. */
function giveList(list: Node, builder: FactsBuilder): void {
  builder.giveBack(GIVEN);
  if (!isOfFunction(builder)) return;
  let place = 0;
  for (const each of list.children) {
    if (each?.type === ',') place++;
    // What comes after others that are spread has no place that is known.
    if (each?.type === 'spread_element') return;
    if (each?.isNamed && each.type !== 'comment') giveField(`[${place}]`, each, builder);
  }
}

function giveField(name: string, value: Node, builder: FactsBuilder): void {
  const inner = bare(value, builder);
  if (inner.type === 'object' && name.split('.').length < DEEPEST) {
    builder.bindField(builder.current, name, 'value', `${GIVEN}${name}.`);
    readMembers(inner, builder, `${name}.`);
    return;
  }
  const made = madeContainer(value, builder);
  builder.bindField(builder.current, name, 'value', made === null ? builder.slice(value) : null, made);
}

const isOfFunction = (builder: FactsBuilder): boolean =>
  builder.isInSymbol && /^(?:function|method)$/.test(builder.definition(builder.current).type);

/** What a list or a map that is made here holds: `new Map<string, A>()`, `[new A()]`, `[] as A[]`. Null for anything else. */
export function madeContainer(value: Node, builder: FactsBuilder): WrittenType {
  switch (value.type) {
    case 'new_expression': {
      const [name, given] = [value.childForFieldName('constructor'), value.childForFieldName('type_arguments')];
      if (name === null || given === null || !isContainerName(builder.slice(name))) return null;
      return readType(builder.slice(name) + builder.slice(given), builder.isTypeParameter);
    }
    case 'array': {
      const made = value.namedChildren.map((each) =>
        each?.type === 'new_expression' ? builder.slice(each.childForFieldName('constructor') ?? each) : null,
      );
      const [first = null] = made;
      return first !== null && /^[\w$.]+$/.test(first) && made.every((each) => each === first) ? { each: first } : null;
    }
    case 'as_expression': {
      const type = value.namedChild(1);
      const written = type === null ? null : readType(builder.slice(type), builder.isTypeParameter);
      return typeof written === 'string' ? null : written;
    }
    default:
      return null;
  }
}
