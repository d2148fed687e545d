// Types and expressions of Go, as far as they say what a value is.
import type { Node } from 'web-tree-sitter';
import type { BindingKind, WrittenType } from '../facts.ts';
import { newValue } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving } from '../parse/kept-type.ts';
import { matters } from '../parse/written-type.ts';

const LONGEST_TYPE = 400;
/** Of a chain of calls with all that they are given. */
const LONGEST_EXPRESSION = 4000;
/** Types within one another: far more than people write. */
const DEEPEST = 12;
const NO_MEMBERS = /^(?:any|bool|byte|comparable|complex\d+|float\d+|u?int\d*|rune|string|uintptr)$/;

/** The plain form of an expression: `&T{}` and `x.(T)` are new values of `T`; `?` for what is not plain. */
export function plain(node: Node | null, builder: FactsBuilder): string {
  if (node === null || node.endIndex - node.startIndex > LONGEST_EXPRESSION) return '?';
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
    case 'package_identifier':
      return builder.slice(node);
    case 'selector_expression':
      return `${plain(node.childForFieldName('operand'), builder)}.${builder.slice(node.childForFieldName('field')!)}`;
    case 'call_expression': {
      const name = node.childForFieldName('function');
      const word = name?.type === 'identifier' ? builder.slice(name) : '';
      const given = node.childForFieldName('arguments')?.namedChild(0) ?? null;
      if (word === 'append') return plain(given, builder);
      const made = word === 'new' ? given : null;
      return made === null ? `${plain(name, builder)}()` : newValue(typeName(made, builder));
    }
    case 'parenthesized_expression':
      return plain(node.namedChild(0), builder);
    case 'unary_expression': {
      const value = plain(node.childForFieldName('operand'), builder);
      if (builder.text.startsWith('<-', node.startIndex)) return value === '?' ? value : `${value}[]`;
      return /^[&*]/.test(builder.slice(node)) ? value : '?';
    }
    case 'index_expression': {
      const value = plain(node.childForFieldName('operand'), builder);
      return value === '?' ? value : `${value}[]`;
    }
    case 'slice_expression':
      return plain(node.childForFieldName('operand'), builder);
    case 'type_instantiation_expression':
      return plain(node.namedChild(0), builder);
    case 'composite_literal':
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    default:
      return '?';
  }
}

/** The named type that `*T`, `pkg.T`, `T[int]` and `(T)` are about; null for slices, maps, functions. */
export function typeName(node: Node | null, builder: FactsBuilder): string | null {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  switch (node.type) {
    case 'type_identifier':
    case 'qualified_type':
    case 'identifier':
      return builder.slice(node);
    case 'pointer_type':
    case 'parenthesized_type':
    case 'parenthesized_expression':
    case 'type_elem':
    case 'type_constraint':
      return node.namedChildCount === 1 ? typeName(node.namedChild(0), builder) : null;
    case 'generic_type':
      return typeName(node.childForFieldName('type'), builder);
    case 'selector_expression':
      return plain(node, builder);
    default:
      return null;
  }
}

/** What a slice, an array, a map or a channel holds; null for what is none, or holds nothing with members. */
export function containerOf(node: Node | null, builder: FactsBuilder): WrittenType {
  const type = heldIn(node, builder, 0);
  return typeof type === 'string' || !matters(type) ? null : type;
}

/** A range goes through the places of a slice and the keys of a map, but through what a channel gives. */
function heldIn(node: Node | null, builder: FactsBuilder, depth: number): WrittenType {
  if (node === null || depth > DEEPEST) return null;
  switch (node.type) {
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return { held: heldIn(node.childForFieldName('element'), builder, depth + 1) };
    case 'map_type':
      return { held: heldIn(node.childForFieldName('value'), builder, depth + 1) };
    case 'channel_type':
      return { each: heldIn(node.childForFieldName('value'), builder, depth + 1) };
    case 'pointer_type':
    case 'parenthesized_type':
      return heldIn(node.namedChild(0), builder, depth + 1);
    case 'struct_type':
      return { has: fieldsOf(node, builder, depth + 1) };
    case 'function_type':
      return { takes: [], gives: givenBy(node.childForFieldName('result'), builder, depth + 1) };
    default: {
      const name = typeName(node, builder);
      return name === null || NO_MEMBERS.test(name) ? null : name;
    }
  }
}

/** The fields of a struct without a name. */
function fieldsOf(struct: Node, builder: FactsBuilder, depth: number): [name: string, type: WrittenType][] {
  return (struct.namedChild(0)?.namedChildren ?? []).flatMap((field) => {
    const names = field?.childrenForFieldName('name') ?? [];
    const type = names.length === 0 ? null : heldIn(field!.childForFieldName('type'), builder, depth);
    return names.map((name): [string, WrittenType] => [builder.slice(name!), type]);
  });
}

/** What a function gives: of several results, each at its place. */
function givenBy(result: Node | null, builder: FactsBuilder, depth: number): WrittenType {
  if (result?.type !== 'parameter_list') return heldIn(result, builder, depth);
  const list = result.namedChildren.flatMap((each) => {
    const type = heldIn(each?.childForFieldName('type') ?? null, builder, depth);
    return Array.from({ length: Math.max(1, each?.childrenForFieldName('name').length ?? 1) }, () => type);
  });
  return list.length > 1 ? { list } : (list[0] ?? null);
}

/** What `[]T{}` and `make(map[string]T)` make holds. */
export function madeContainer(value: Node | null, builder: FactsBuilder): WrittenType {
  if (value?.type === 'composite_literal') return containerOf(value.childForFieldName('type'), builder);
  if (value?.type !== 'call_expression' || !builder.text.startsWith('make(', value.startIndex)) return null;
  return containerOf(value.childForFieldName('arguments')?.namedChild(0) ?? null, builder);
}

/** How a type that is written down is bound: by its name, or by what it holds. */
export function typeAt(node: Node | null, builder: FactsBuilder): [kind: BindingKind, name: string | null, written: WrittenType] {
  const name = typeName(node, builder);
  return ['type', name, name === null ? containerOf(node, builder) : null];
}

/** The types of what a function returns. */
export function returnsOf(node: Node, builder: FactsBuilder): { returns: string | null; written?: WrittenType } {
  const type = givenBy(node.childForFieldName('result'), builder, 0);
  return giving(type === null || !matters(type) ? null : type);
}
