import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { newValue, OF_CLASS, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { pathOf } from './php-names.ts';

/** Calls in a chain, and expressions within one another: more than people write. */
const DEEPEST = 60;
const LONGEST_NAME = 400;
const LONGEST_KEY = 100;
const COMBINED = /^(?:optional_type|union_type|intersection_type|disjunctive_normal_form_type|type_list)$/;

/** Whether this is a class, a function or a constant by its name. */
export const isName = (node: Node | null): node is Node => node !== null && /^(?:qualified_|relative_)?name$/.test(node.type);

/** A class or function as an expression. */
export function nameOf(node: Node, builder: FactsBuilder): string | null {
  if (!/^(?:name|qualified_name|relative_name|named_type|relative_scope)$/.test(node.type)) return null;
  const text = builder.slice(node);
  return text.length > LONGEST_NAME ? null : pathOf(text, node.startPosition.row, builder);
}

/** What a written type is, as far as it is about classes: nothing else has methods. */
export function typeOf(node: Node | null, builder: FactsBuilder): WrittenType {
  if (node === null) return null;
  if (node.type === 'named_type') {
    const name = nameOf(node, builder);
    return name === 'parent' ? (builder.definition(Math.max(builder.enclosingClass, 0)).bases[0] ?? null) : name;
  }
  if (!COMBINED.test(node.type)) return null;
  const parts = node.namedChildren.map((part) => typeOf(part, builder)).filter((part) => part !== null);
  if (parts.length < 2) return parts[0] ?? null;
  return node.type === 'intersection_type' ? { allOf: parts } : { oneOf: parts };
}

/** A place in a list, or a key of an array, where it is written down. */
function placeOf(key: Node | null, builder: FactsBuilder): string {
  const text = key !== null && key.endIndex - key.startIndex < LONGEST_KEY ? builder.slice(key) : '';
  if (key?.type === 'integer') return /^\d{1,4}$/.test(text) ? `[${text}]` : '[]';
  const name = key?.type === 'string' ? /^'(\w+)'$/.exec(text)?.[1] : undefined;
  return name === undefined ? '[]' : `.${keyed(name)}`;
}

/** The name of what an array has under a key: no member of an object is called so. */
export const keyed = (key: string): string => `#${key}`;

/** The plain form of an expression. */
export function expressionOf(node: Node, builder: FactsBuilder, depth = 0): string {
  if (depth > DEEPEST) return UNKNOWN;
  const inner = (name: string) => {
    const child = node.childForFieldName(name);
    return child === null ? UNKNOWN : expressionOf(child, builder, depth + 1);
  };
  const member = (owner: string, isCalled = false) => {
    const name = owner === UNKNOWN ? null : node.childForFieldName('name');
    if (name === null) return UNKNOWN;
    const text = builder.slice(name).replace(/^\$/, '');
    return /^\w+$/.test(text)
      ? `${owner.startsWith('new ') && !owner.endsWith(')') ? `${owner}()` : owner}.${text}${isCalled ? `${classGiven(name, builder)}()` : ''}`
      : UNKNOWN;
  };
  switch (node.type) {
    case 'variable_name':
      return builder.slice(node) === '$this' ? 'this' : builder.slice(node);
    case 'name':
    case 'qualified_name':
    case 'relative_name':
    case 'relative_scope':
      return nameOf(node, builder) ?? UNKNOWN;
    case 'conditional_expression':
    case 'match_expression':
    case 'binary_expression': {
      const [value, ...others] = valuesOf(node);
      return value === undefined || value === node || others.length > 0 ? UNKNOWN : expressionOf(value, builder, depth + 1);
    }
    case 'assignment_expression':
      return inner('right');
    case 'parenthesized_expression':
    case 'clone_expression':
      return node.namedChild(0) === null ? UNKNOWN : expressionOf(node.namedChild(0)!, builder, depth + 1);
    case 'subscript_expression': {
      const list = node.namedChild(0) === null ? UNKNOWN : expressionOf(node.namedChild(0)!, builder, depth + 1);
      return list === UNKNOWN ? UNKNOWN : list + placeOf(node.namedChild(1), builder);
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return member(inner('object'));
    case 'class_constant_access_expression': {
      const [owner = null, name = null] = node.namedChildren;
      const of = owner === null ? null : nameOf(owner, builder);
      return of === null || name?.type !== 'name' || builder.slice(name) === 'class' ? UNKNOWN : `${of}.${builder.slice(name)}`;
    }
    case 'scoped_property_access_expression':
      return member(inner('scope'));
    case 'member_call_expression':
    case 'nullsafe_member_call_expression':
      return member(inner('object'), true);
    case 'scoped_call_expression':
      return member(inner('scope'), true);
    case 'function_call_expression': {
      const list = listGiven(node, builder);
      if (list !== null) return withList(list, expressionOf(list.node, builder, depth + 1));
      const called = inner('function');
      return called === UNKNOWN ? UNKNOWN : `${called}()`;
    }
    case 'object_creation_expression': {
      const type = node.namedChildren.find(isName);
      const name = type === undefined ? null : nameOf(type, builder);
      return name !== null && /^(?:self|static)$/.test(name) ? `${name}()` : newValue(name);
    }
    default:
      return UNKNOWN;
  }
}

const CLASS_GIVEN = /^\(\s*(\\?[A-Za-z_][\w\\]*)::class\b/;

/** `A::class`, where that is given first in a call of what ends here. */
function classGiven(called: Node, builder: FactsBuilder): string {
  const end = called.endIndex;
  const name = CLASS_GIVEN.exec(builder.text.slice(end, end + LONGEST_KEY))?.[1];
  if (name === undefined || /^(?:self|static|parent)$/.test(name)) return '';
  return `.${OF_CLASS}${pathOf(name, called.startPosition.row, builder)}`;
}

/** Values that one expression may be: more than people write. */
const MOST_VALUES = 6;

/** The expressions of which a value is one, but for those that are null or are never given; itself where there are too many. */
export function valuesOf(value: Node): Node[] {
  const found: Node[] = [];
  const open = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const parts = partsOf(node);
    if (parts !== null) open.push(...parts.filter((each) => each !== null).reverse());
    else if (node.type !== 'null' && node.type !== 'throw_expression') found.push(node);
    if (found.length + open.length > MOST_VALUES) return [value];
  }
  return found;
}

function partsOf(node: Node): (Node | null)[] | null {
  switch (node.type) {
    case 'parenthesized_expression':
      return [node.namedChild(0)];
    case 'conditional_expression':
      return [node.childForFieldName('body') ?? node.childForFieldName('condition'), node.childForFieldName('alternative')];
    case 'match_expression':
      return (node.childForFieldName('body')?.namedChildren ?? []).map(
        (arm) => arm?.childForFieldName('return_expression') ?? null,
      );
    case 'binary_expression': {
      const isEither = node.childForFieldName('operator')?.type === '??';
      return isEither ? [node.childForFieldName('left'), node.childForFieldName('right')] : null;
    }
    default:
      return null;
  }
}

/** Functions of PHP that give something of a list, or a list of the same things. */
const ONE_OF_LIST = /^\\?(?:reset|end|current|next|prev|array_pop|array_shift)$/i;
const SAME_LIST = /^\\?(?:array_(?:values|filter|reverse|slice|unique|merge|replace)|iterator_to_array)$/i;

/** Functions that give each of a list to a function, with the place of the list. */
const EACH_OF_LIST: Readonly<Record<string, number>> = {
  array_map: 1,
  array_filter: 0,
  array_walk: 0,
  usort: 0,
  uasort: 0,
  array_any: 0,
  array_all: 0,
  array_find: 0,
};

/** The list of which each is given to a function that is written in a call. */
export function listGivenTo(closure: Node, builder: FactsBuilder): string {
  const list = closure.parent?.type === 'argument' ? closure.parent.parent : null;
  const called = list?.parent?.type === 'function_call_expression' ? list.parent.childForFieldName('function') : null;
  if (list === null || called === null || called.endIndex - called.startIndex > 20) return UNKNOWN;
  const name = builder.slice(called).replace(/^\\/, '');
  const place = Object.hasOwn(EACH_OF_LIST, name) ? EACH_OF_LIST[name]! : null;
  const given = place === null ? null : list.namedChild(place)?.namedChild(0);
  return given == null ? UNKNOWN : expressionOf(given, builder);
}

function listGiven(call: Node, builder: FactsBuilder): { node: Node; isOne: boolean } | null {
  const called = call.childForFieldName('function');
  if (called === null || !isName(called) || called.endIndex - called.startIndex > 20) return null;
  const name = builder.slice(called);
  const isOne = ONE_OF_LIST.test(name);
  const node = call.childForFieldName('arguments')?.namedChild(0)?.namedChild(0) ?? null;
  return node !== null && (isOne || SAME_LIST.test(name)) ? { node, isOne } : null;
}

const withList = ({ isOne }: { isOne: boolean }, list: string): string => (isOne && list !== UNKNOWN ? `${list}[]` : list);
