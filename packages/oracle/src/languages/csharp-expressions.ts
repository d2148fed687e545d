import type { Node } from 'web-tree-sitter';
import { IT, making, newValue, OF_CLASS, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';
import { calledWith, nameOf, typeName } from './csharp-types.ts';

/** Of a chain of calls with all that they are given, and of what it is without that: far more than is followed. */
const LONGEST_EXPRESSION = 4000;
const LONGEST_PLAIN = 1000;

/** What was asked for before, by the number of its node: in a chain of calls each is asked for, and all before it. */
const known = new WeakMap<FactsBuilder, Map<number, string>>();

/** The plain form of an expression: a cast is a value of its type; `?` for what is not plain. */
export function plain(node: Node | null, builder: FactsBuilder): string {
  if (node === null || node.endIndex - node.startIndex > LONGEST_EXPRESSION) return '?';
  const asked = known.get(builder) ?? new Map<number, string>();
  known.set(builder, asked);
  const text = asked.get(node.id) ?? plainly(node, builder);
  asked.set(node.id, text);
  return text.length > LONGEST_PLAIN ? '?' : text;
}

function plainly(node: Node, builder: FactsBuilder): string {
  const inner = (part: Node | null) => plain(part, builder);
  switch (node.type) {
    case 'identifier':
      return nameOf(node, builder);
    case 'this':
    case 'base':
      return builder.slice(node);
    case 'generic_name':
      return calledWith(node, builder) ?? '?';
    case 'qualified_name':
      return typeName(node, builder) ?? '?';
    case 'predefined_type':
      return builder.slice(node);
    case 'string_literal':
    case 'interpolated_string_expression':
    case 'verbatim_string_literal':
    case 'raw_string_literal':
      return newValue('string');
    case 'typeof_expression':
      return newValue('Type');
    case 'binary_expression':
      return node.childForFieldName('operator')?.type === '??' ? inner(node.childForFieldName('left')) : '?';
    case 'conditional_expression': {
      const consequence = inner(node.childForFieldName('consequence'));
      return consequence === '?' ? inner(node.childForFieldName('alternative')) : consequence;
    }
    case 'assignment_expression':
      return inner(node.childForFieldName('left'));
    case 'member_access_expression':
    case 'conditional_access_expression': {
      const object = inner(node.childForFieldName('expression') ?? node.childForFieldName('condition'));
      const last = node.namedChildren.at(-1);
      if (last?.type === 'element_binding_expression') return `${object}${placeOf(last, builder)}`;
      const member = node.childForFieldName('name') ?? node.namedChildren.at(-1)?.childForFieldName('name') ?? null;
      return object === '?' || member === null ? '?' : `${object}.${inner(member)}`;
    }
    case 'element_access_expression':
      return `${inner(node.childForFieldName('expression'))}${placeOf(node.childForFieldName('subscript'), builder)}`;
    case 'invocation_expression':
      return called(node, builder);
    case 'parenthesized_expression':
    case 'await_expression':
    case 'postfix_unary_expression':
      return inner(node.namedChild(0));
    case 'object_creation_expression':
    case 'cast_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    case 'as_expression':
      return newValue(typeName(node.childForFieldName('right'), builder));
    default:
      return '?';
  }
}

/** `Get<A>()` may give an `A`, and what is awaited elsewhere is the same. */
function called(node: Node, builder: FactsBuilder): string {
  const named = node.childForFieldName('function');
  const name = named?.type === 'member_access_expression' ? named.childForFieldName('name') : named;
  if (name !== null && builder.slice(name) === 'ConfigureAwait') return plain(named!.childForFieldName('expression'), builder);
  const selected = name === null || named?.type !== 'member_access_expression' ? null : selectedBy(node, named, name, builder);
  if (selected !== null) return selected;
  const given = name?.type === 'generic_name' ? name.namedChild(1)?.namedChild(0) : null;
  const isNamed = given?.type === 'identifier' && name?.namedChild(1)?.namedChildCount === 1;
  return `${plain(named, builder)}${isNamed ? `.${OF_CLASS}${builder.slice(given)}` : ''}()`;
}

/** `pots.Select(pot => pot.Lid)` makes a list of lids, and `pots.GroupBy(pot => pot.Size)` one of lists of pots. */
function selectedBy(call: Node, named: Node, name: Node, builder: FactsBuilder): string | null {
  const how = builder.slice(name);
  const given = call.childForFieldName('arguments')?.namedChildren ?? [];
  if (!/^(?:Select|SelectMany|ConvertAll|GroupBy)$/.test(how) || given.length !== 1) return null;
  const list = plain(named.childForFieldName('expression'), builder);
  if (list === UNKNOWN) return null;
  if (how === 'GroupBy') return making(list, how, '+', `${IT}[+]`);
  const made = madeOf(given[0]?.namedChild(0) ?? null, builder);
  return made === null ? null : making(list, how, '+', how === 'SelectMany' ? `${made}[*]` : made);
}

/** What a lambda with one parameter gives, where that is given what is in a list. */
function madeOf(lambda: Node | null, builder: FactsBuilder): string | null {
  if (lambda?.type !== 'lambda_expression') return null;
  const body = lambda.childForFieldName('body');
  const name = /^\(?\s*(?:[\w<>.?]+\s+)?(\w+)\s*\)?$/.exec(
    builder.slice(lambda.childForFieldName('parameters') ?? lambda.namedChild(0)!),
  )?.[1];
  const value = body === null || body.type === 'block' ? UNKNOWN : plain(body, builder);
  if (value === UNKNOWN || name === undefined) return null;
  return headOf(value) === name ? IT + value.slice(name.length) : value;
}

/** `[2]` for a place that is written down and `[]` for any other; what a range gives is no element. */
function placeOf(subscript: Node | null, builder: FactsBuilder): string {
  const text = subscript === null ? '..' : builder.slice(subscript).slice(1, -1).trim();
  if (/^\d{1,4}$/.test(text)) return `[${text}]`;
  return text.includes('..') ? '?' : '[]';
}
