import type { Node } from 'web-tree-sitter';
import { newValue, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const DEEPEST = 8;
const FLUENT = 400;

/** A class or function as an expression: `A\B` is `A.B`. A name from the root is imported under one of its own. */
export function nameOf(node: Node, builder: FactsBuilder): string | null {
  if (!/^(?:name|qualified_name|named_type|relative_scope)$/.test(node.type)) return null;
  const text = builder.slice(node);
  return text.length > FLUENT ? null : pathOf(text, node.startPosition.row, builder);
}

/** The same of a text. */
export function pathOf(text: string, row: number, builder: FactsBuilder): string {
  if (!text.startsWith('\\')) return text.replace(/^namespace\\/, '').replaceAll('\\', '.');
  const parts = text.slice(1).split('\\');
  const name = parts.pop()!;
  const local = `_${text.slice(1).replaceAll('\\', '_')}`;
  builder.import(parts.join('.') || '-', local, name, row);
  return local;
}

/** The one class that a written type is about; null for none, or more than one. */
export function typeOf(node: Node | null, builder: FactsBuilder): string | null {
  if (node === null) return null;
  if (node.type === 'named_type') return nameOf(node, builder);
  if (node.type !== 'optional_type' && node.type !== 'union_type' && node.type !== 'type_list') return null;
  const parts = node.namedChildren.filter((child) => child !== null && builder.slice(child) !== 'null');
  return parts.length === 1 ? typeOf(parts[0]!, builder) : null;
}

/** The plain form of an expression. */
export function expressionOf(node: Node, builder: FactsBuilder, depth = 0): string {
  if (depth > DEEPEST || node.endIndex - node.startIndex > FLUENT * 5) return UNKNOWN;
  const inner = (name: string) => {
    const child = node.childForFieldName(name);
    return child === null ? UNKNOWN : expressionOf(child, builder, depth + 1);
  };
  const member = (owner: string) => {
    const name = node.childForFieldName('name');
    if (owner === UNKNOWN || name === null) return UNKNOWN;
    const text = builder.slice(name).replace(/^\$/, '');
    return /^\w+$/.test(text) ? `${owner.startsWith('new ') && !owner.endsWith(')') ? `${owner}()` : owner}.${text}` : UNKNOWN;
  };
  switch (node.type) {
    case 'variable_name':
      return builder.slice(node) === '$this' ? 'this' : builder.slice(node);
    case 'name':
    case 'qualified_name':
    case 'relative_scope':
      return nameOf(node, builder) ?? UNKNOWN;
    case 'parenthesized_expression':
    case 'clone_expression':
      return node.namedChild(0) === null ? UNKNOWN : expressionOf(node.namedChild(0)!, builder, depth + 1);
    case 'subscript_expression': {
      const list = node.namedChild(0) === null ? UNKNOWN : expressionOf(node.namedChild(0)!, builder, depth + 1);
      return list === UNKNOWN ? UNKNOWN : `${list}[]`;
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      return member(inner('object'));
    case 'scoped_property_access_expression':
      return member(inner('scope'));
    case 'member_call_expression':
    case 'nullsafe_member_call_expression': {
      const called = member(inner('object'));
      return called === UNKNOWN ? UNKNOWN : `${called}()`;
    }
    case 'scoped_call_expression': {
      const called = member(inner('scope'));
      return called === UNKNOWN ? UNKNOWN : `${called}()`;
    }
    case 'function_call_expression': {
      const called = inner('function');
      return called === UNKNOWN ? UNKNOWN : `${called}()`;
    }
    case 'object_creation_expression': {
      const type = node.namedChildren.find((child) => child?.type === 'name' || child?.type === 'qualified_name');
      const name = type == null ? null : nameOf(type, builder);
      return name !== null && /^(?:self|static)$/.test(name) ? `${name}()` : newValue(name);
    }
    default:
      return UNKNOWN;
  }
}
