// What a function that is written in place is given to: from there its parameters have their types.
import type { Node } from 'web-tree-sitter';
import type { Step, WrittenType } from '../facts.ts';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nextParameter } from '../parse/kept-type.ts';
import type { Given } from '../parse/name-facts.ts';
import { readType } from '../parse/written-type.ts';

/** Expressions in one another between a function and what it is given to. */
const DEEPEST = 12;
const FUNCTION = /^(?:arrow_function|(?:generator_)?function(?:_expression|_declaration)?|method_definition|generator_function)$/;

/** A parameter without a written type: its name, or the pattern that takes it apart, and what it is where it is given nothing. */
export function bindCallbackParameter(pattern: Node | null, builder: FactsBuilder, otherwise: Node | null = null): void {
  if (pattern === null || !/^(?:identifier|(?:object|array)_pattern)$/.test(pattern.type)) {
    if (builder.function !== undefined) builder.function.parameters++;
    return;
  }
  const { place, given } = nextParameter(builder, (node) => expected(node, builder, 0));
  const name = pattern.type === 'identifier' ? builder.slice(pattern) : null;
  if (name === null) {
    if (given !== null) takeApart(pattern, further(given, place), builder);
  } else if (given === null && otherwise !== null) builder.bind(name, 'value', builder.slice(otherwise));
  else if (given === null) builder.bind(name, 'type');
  else builder.bindGiven(name, given, place);
}

/** A parameter with a written type that is taken apart. */
export function takeApartTyped(pattern: Node, type: WrittenType, builder: FactsBuilder): void {
  if (type !== null) takeApart(pattern, { expression: null, written: type, steps: [] }, builder);
}

/** `{ a, b: c, d: [e] }`: has the names in it, when they are come to, bound to members of what is given. */
function takeApart(pattern: Node, given: Given, builder: FactsBuilder): void {
  for (const [name, keys] of namesIn(pattern, builder)) {
    const last = keys.pop()!;
    const from = keys.reduce<Given>(further, given);
    builder.whenBound(name.startIndex, (text) => builder.bindGiven(text, from, last));
  }
}

/** Names that a pattern binds, each with the keys that lead to it: names of members, and places as `[1]`. */
export function namesIn(pattern: Node, builder: FactsBuilder, depth = 0): [name: Node, keys: string[]][] {
  if (depth > DEEPEST) return [];
  if (pattern.type === 'array_pattern') return namesInList(pattern, builder, depth);
  if (pattern.type !== 'object_pattern') return [];
  return pattern.namedChildren.flatMap((child): [Node, string[]][] => {
    if (child?.type === 'shorthand_property_identifier_pattern') return [[child, [builder.slice(child)]]];
    if (child?.type === 'object_assignment_pattern') {
      const left = child.childForFieldName('left');
      return left?.type === 'shorthand_property_identifier_pattern' ? [[left, [builder.slice(left)]]] : [];
    }
    const key = child?.type === 'pair_pattern' ? child.childForFieldName('key') : null;
    const value = child?.childForFieldName('value') ?? null;
    if (key?.type !== 'property_identifier' || value === null) return [];
    if (value.type === 'identifier') return [[value, [builder.slice(key)]]];
    return namesIn(value, builder, depth + 1).map(([name, keys]) => [name, [builder.slice(key), ...keys]]);
  });
}

function namesInList(pattern: Node, builder: FactsBuilder, depth: number): [name: Node, keys: string[]][] {
  // Places may be left empty: what counts are the commas.
  let place = 0;
  return pattern.children.flatMap((child): [Node, string[]][] => {
    if (child?.type === ',') place++;
    if (child == null || !child.isNamed) return [];
    const key = `[${place}]`;
    if (child.type === 'identifier') return [[child, [key]]];
    return namesIn(child, builder, depth + 1).map(([name, keys]) => [name, [key, ...keys]]);
  });
}

/** The type that is expected of an expression where it stands. */
function expected(node: Node, builder: FactsBuilder, depth: number): Given | null {
  // Asking for a node's parent searches from the root: this is for functions with parameters that have no type.
  const parent = depth > DEEPEST ? null : node.parent;
  switch (parent?.type) {
    case 'arguments':
      return ofArgument(node, parent, builder);
    case 'variable_declarator':
    case 'public_field_definition':
      return ofType(parent.childForFieldName('type'), builder);
    case 'satisfies_expression':
    case 'as_expression':
      return ofType(parent.namedChild(1), builder);
    case 'assignment_expression':
      return ofExpression(parent.childForFieldName('left'), [], builder);
    case 'pair':
      return ofMember(parent.parent, parent.childForFieldName('key'), builder, depth);
    case 'object':
      return node.type === 'method_definition' ? ofMember(parent, node.childForFieldName('name'), builder, depth) : null;
    case 'return_statement':
      return ofReturned(functionAround(parent), builder, depth);
    case 'arrow_function':
      return ofReturned(parent, builder, depth);
    case 'parenthesized_expression':
    case 'ternary_expression':
    case 'binary_expression':
      return expected(parent, builder, depth + 1);
    default:
      return null;
  }
}

function ofArgument(node: Node, given: Node, builder: FactsBuilder): Given | null {
  const call = given.parent;
  const values = given.namedChildren.filter((each) => each !== null && each.type !== 'comment');
  const place = values.findIndex((each) => each?.startIndex === node.startIndex);
  const spread = values.findIndex((each) => each?.type === 'spread_element');
  if (call === null || (spread >= 0 && spread < place)) return null;
  const step: Step = spread < 0 ? [place, values.length] : place;
  if (call.type === 'call_expression') return ofExpression(call.childForFieldName('function'), [step], builder);
  if (call.type === 'new_expression') return ofExpression(call.childForFieldName('constructor'), ['constructor', step], builder);
  return null;
}

function ofExpression(node: Node | null, steps: Step[], builder: FactsBuilder): Given | null {
  const expression = node === null ? UNKNOWN : plainExpression(builder.slice(node));
  return expression === UNKNOWN ? null : { expression, written: null, steps };
}

function ofType(node: Node | null, builder: FactsBuilder): Given | null {
  const text = node === null ? '' : builder.slice(node).replace(/^\s*:/, '');
  const written = text === '' ? null : readType(text, builder.isTypeParameter);
  return written === null ? null : { expression: null, written, steps: [] };
}

function ofMember(object: Node | null, key: Node | null, builder: FactsBuilder, depth: number): Given | null {
  if (object?.type !== 'object' || key?.type !== 'property_identifier') return null;
  return further(expected(object, builder, depth + 1), builder.slice(key));
}

function ofReturned(from: Node | null, builder: FactsBuilder, depth: number): Given | null {
  if (from === null) return null;
  const written = from.childForFieldName('return_type');
  return written === null ? further(expected(from, builder, depth + 1), '()') : ofType(written, builder);
}

function further<T extends Given | null>(given: T, step: Step): T {
  return given === null ? given : { ...given, steps: [...given.steps, step] };
}

function functionAround(node: Node): Node | null {
  let at = node.parent;
  while (at !== null && !FUNCTION.test(at.type)) at = at.parent;
  return at;
}
