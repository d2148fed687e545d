// Functions of PHP, and what they take.
import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility, WrittenType } from '../facts.ts';
import { namingClass, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving, nameOrType } from '../parse/kept-type.ts';
import { docTypesAbove, hasGenericBases, parameterNamingClass, readTemplates } from './php-docs.ts';
import { listGivenTo, typeOf } from './php-expressions.ts';

function visibilityOf(node: Node, builder: FactsBuilder): Visibility {
  const modifier = node.namedChildren.find((child) => child?.type === 'visibility_modifier');
  return modifier == null ? 'public' : (builder.slice(modifier).replace(/\(.*/, '') as Visibility);
}

/** What the comment above the function says that was come to last, and how many of its parameters were read. */
const documented = new WeakMap<FactsBuilder, { types: ReadonlyMap<string, WrittenType>; read: number }>();

/** A type that is written down, or what the comment above says, which may say more; what may be several things says less. */
export function typeAt(written: Node | null, said: WrittenType | undefined, builder: FactsBuilder): WrittenType {
  const type = typeOf(written, builder);
  // Of a type parameter it may be unknown what stands for it.
  if (type !== null && typeof said === 'string' && said.includes('#')) return { allOf: [said, type] };
  const isLess = typeof said === 'object' && said !== null && 'oneOf' in said;
  return (isLess ? (type ?? said) : (said ?? type)) ?? null;
}

export function defineFunction(node: Node, type: NodeType, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const owner = builder.definition(builder.current);
  const isTest = type === 'method' && (/^test/.test(text) || isMarkedTest(node, builder)) && /Test$|TestCase$/.test(owner.name);
  const visibility = visibilityOf(node, builder);
  const types = docTypesAbove(node, builder);
  const returned = typeAt(node.childForFieldName('return_type'), types.get('return'), builder);
  builder.define({
    node,
    name: text,
    type: isTest ? 'test' : type,
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...takingAndGiving(node, types, isOfUser(returned, node) ? 'this' : returned, builder),
  });
  const first = node.childForFieldName('parameters')?.namedChild(0)?.childForFieldName('name') ?? null;
  if (type === 'method' && first !== null && parameterNamingClass(node, builder) === builder.slice(first))
    builder.bindField(builder.enclosingClass, namingClass(text), 'type', 'self');
  documented.set(builder, { types, read: 0 });
  readTemplates(node, builder);
  builder.narrowings.hide(() => true, node.endIndex);
}

/** What a function gives, and what it takes where a comment says that: those that override it take the same. */
function takingAndGiving(
  node: Node,
  types: ReadonlyMap<string, WrittenType>,
  returned: WrittenType,
  builder: FactsBuilder,
): ReturnType<typeof giving> {
  const given = giving(returned);
  if (![...types.keys()].some((name) => name.startsWith('$'))) return given;
  const takes = (node.childForFieldName('parameters')?.namedChildren ?? []).map((parameter) => {
    const name = parameter?.childForFieldName('name') ?? null;
    if (parameter === null || name === null || parameter.type === 'variadic_parameter') return null;
    return typeAt(parameter.childForFieldName('type'), types.get(builder.slice(name)), builder);
  });
  const { returns } = given;
  return { returns, written: { takes, least: 0, ...(returns === null && returned !== null ? { gives: returned } : {}) } };
}

/** Whether a method gives something of the class that it is called of: in a trait, `self` is the class that uses it. */
const isOfUser = (returned: WrittenType, method: Node): boolean =>
  returned === 'static' || (returned === 'self' && method.parent?.parent?.type === 'trait_declaration');

/** `#[Test]`, or `@test` in the comment above. */
function isMarkedTest(node: Node, builder: FactsBuilder): boolean {
  const attributes = node.childForFieldName('attributes');
  if (attributes !== null && /\bTest\b/.test(builder.slice(attributes))) return true;
  return /\*\s*@test\b[^/]*\*\/\s*$/.test(builder.text.slice(Math.max(0, node.startIndex - 300), node.startIndex));
}

export function readParameter(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const isProperty = node.type === 'property_promotion_parameter';
  const around = builder.isInSymbol ? documented.get(builder) : undefined;
  const place = around === undefined ? -1 : around.read++;
  const said = around?.types.get(text) ?? (isProperty ? docTypesAbove(node, builder).get('var') : undefined);
  const type = typeAt(node.childForFieldName('type'), said, builder);
  if (isProperty && builder.enclosingClass >= 0)
    builder.bindField(builder.enclosingClass, text.slice(1), 'type', ...nameOrType(type));
  if (said === undefined && place >= 0 && mayInherit(type, builder)) {
    const method = builder.definition(builder.current).name;
    builder.bindGiven(text, { expression: 'parent', written: type, steps: [method] }, place);
    return;
  }
  const list = type === null && !builder.isInSymbol ? listGivenTo(node.parent!.parent!, builder) : UNKNOWN;
  if (list === UNKNOWN) builder.bind(text, 'type', ...nameOrType(type));
  else builder.bind(text, 'value', `${builder.narrowings.of(list) ?? list}[*]`);
}

/** Whether a method that this one overrides may say more of what it takes. */
function mayInherit(type: WrittenType, builder: FactsBuilder): boolean {
  const owner = builder.enclosingClass;
  if (owner < 0 || builder.definition(builder.current).parent !== owner) return false;
  const { bases, interfaces } = builder.definition(owner);
  return bases.length + interfaces.length > 0 && (type === null || hasGenericBases(owner, builder));
}

/** `Type ...$each` */
export function readVariadic(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const type = typeAt(
    node.childForFieldName('type'),
    builder.isInSymbol ? documented.get(builder)?.types.get(text) : undefined,
    builder,
  );
  builder.bind(text, 'type', null, type === null ? null : { each: type });
}
