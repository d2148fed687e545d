// What methods of Java take and give. Their own type parameters stand for what they have to be, and for nothing without that.
import type { Node } from 'web-tree-sitter';
import type { Signature, WrittenType } from '../facts.ts';
import type { Defined } from '../parse/defined.ts';
import { namingClass } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving } from '../parse/kept-type.ts';
import { type Bounds, bounded, isTelling } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';
import { typeName, writtenType } from './java-types.ts';

/** The name of a type parameter, and the type that it has to be. */
export function typeParameter(node: Node): { name: Node | null; bound: Node | null } {
  const name = node.namedChildren.find((child) => child?.type === 'type_identifier') ?? null;
  return { name, bound: node.namedChildren.find((child) => child?.type === 'type_bound')?.namedChild(0) ?? null };
}

function boundsOf(node: Node, builder: FactsBuilder): Bounds {
  const bounds = new Map<string, string | null>();
  for (const each of node.childForFieldName('type_parameters')?.namedChildren ?? []) {
    if (each?.type !== 'type_parameter') continue;
    const { name, bound } = typeParameter(each);
    const has = typeName(bound, builder);
    if (name !== null) bounds.set(builder.slice(name), has !== null && bounds.has(has) ? null : has);
  }
  return bounds;
}

/** Whether a type parameter stands for whatever class the object is of: `B` of `class Builder<B extends Builder<B>>`. */
function isOwnClass(method: Node, type: string, builder: FactsBuilder): boolean {
  const around = method.parent?.parent ?? null;
  const name = around?.childForFieldName('name') ?? null;
  const bound = (around?.childForFieldName('type_parameters')?.namedChildren ?? [])
    .filter((each) => each?.namedChild(0) != null && builder.slice(each.namedChild(0)!) === type)
    .map((each) => each!.namedChildren.find((child) => child?.type === 'type_bound')?.namedChild(0) ?? null)[0];
  if (name === null || bound == null || typeName(bound, builder) !== builder.slice(name)) return false;
  return builder.slice(bound).match(/\w+/g)?.includes(type) === true;
}

/** A parameter of `Class<T>`, where the method gives a `T`. */
function namesClass(parameter: Node, given: string, builder: FactsBuilder): boolean {
  const type = parameter.childForFieldName('type');
  return type !== null && new RegExp(`^Class<(?:\\?\\s*(?:extends|super)\\s+)?${given}>$`).test(builder.slice(type));
}

/** What a method says of its parameters and of what it gives. */
export function signatureOf(node: Node, builder: FactsBuilder): Pick<Defined, 'returns' | 'written' | 'arity'> {
  const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
  const fixed = parameters.flatMap((each) => (each?.type === 'formal_parameter' ? [each] : []));
  const variadic = parameters.find((each) => each?.type === 'spread_parameter') ?? null;
  const bounds = boundsOf(node, builder);
  const read = (type: Node | null, dimensions: Node | null) => bounded(writtenType(type, builder, dimensions), bounds);
  const takes = fixed.map((each) => read(each.childForFieldName('type'), each.childForFieldName('dimensions')));
  const all = variadic?.namedChildren.find((child) => child !== null && !/^(?:modifiers|variable_declarator)$/.test(child.type));
  if (variadic !== null) takes.push(read(all ?? null, null));
  const type = node.childForFieldName('type');
  const whole = read(type, node.childForFieldName('dimensions'));
  const gives = matters(whole) ? whole : bounded(typeName(type, builder), bounds);
  const text = type === null ? '' : builder.slice(type);
  if (bounds.has(text) && fixed.some((each) => namesClass(each, text, builder))) {
    const name = builder.slice(node.childForFieldName('name')!);
    builder.bindField(builder.current, namingClass(name), 'type', builder.definition(builder.current).name);
  }
  return {
    ...said(typeof gives === 'string' && isOwnClass(node, gives, builder) ? 'this' : gives, takes, variadic !== null),
    arity: [fixed.length, variadic === null ? fixed.length : Number.MAX_SAFE_INTEGER],
  };
}

function said(gives: WrittenType, takes: WrittenType[], rest: boolean): Pick<Defined, 'returns' | 'written'> {
  const { returns, written = null } = giving(gives);
  if (!takes.some(isTelling)) return { returns, ...(written === null ? {} : { written }) };
  const signature: Signature = { takes, ...(rest ? { rest } : {}), ...(gives === null ? {} : { gives }) };
  return { returns, written: signature };
}
