// What methods of C# take and give: their own type parameters stand for what they have to be, and for nothing without that.
import type { Node } from 'web-tree-sitter';
import type { Extension, Signature } from '../facts.ts';
import type { Defined } from '../parse/defined.ts';
import { namingClass } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving } from '../parse/kept-type.ts';
import { type Bounds, bounded, classOf, isTelling } from '../parse/type-parameters.ts';
import { typeName, writtenType } from './csharp-types.ts';

const NO_BOUNDS: Bounds = new Map();

function boundsOf(node: Node, builder: FactsBuilder): Bounds {
  const list = node.namedChildren.find((child) => child?.type === 'type_parameter_list');
  if (list == null) return NO_BOUNDS;
  const bounds = new Map<string, string | null>();
  for (const each of list.namedChildren) {
    const name = each?.childForFieldName('name');
    if (name != null) bounds.set(builder.slice(name), null);
  }
  for (const clause of node.namedChildren) {
    const name = clause?.type === 'type_parameter_constraints_clause' ? clause.namedChild(0) : null;
    const types = clause?.namedChildren.flatMap((child) => child?.childForFieldName('type') ?? []) ?? [];
    const bound = types.map((type) => typeName(type, builder)).find((type) => type !== null && !bounds.has(type));
    if (name != null && bound != null) bounds.set(builder.slice(name), bound);
  }
  return bounds;
}

/** What a method, a local function or a delegate says of its parameters and of what it gives. */
export function signatureOf(
  node: Node,
  builder: FactsBuilder,
  isPrivate = false,
): Pick<Defined, 'returns' | 'written' | 'arity' | 'extension'> {
  const given = node.childForFieldName('parameters');
  const parameters = (given?.namedChildren ?? []).flatMap((each) => (each?.type === 'parameter' ? [each] : []));
  const isVariadic = given?.children.some((child) => child?.type === 'params') === true;
  const bounds = boundsOf(node, builder);
  const typeAt = (parameter: Node | undefined) => parameter?.childForFieldName('type') ?? null;
  const typeOf = (type: Node | null) => bounded(writtenType(type, builder), bounds);
  const [first] = parameters;
  const isExtension = first?.children.some((child) => child?.type === 'modifier' && builder.slice(child) === 'this') === true;
  const own = isExtension ? parameters.slice(1) : parameters;
  const result = node.childForFieldName('returns') ?? node.childForFieldName('type');
  const gives = typeOf(result);
  if (givesItsType(result, bounds, builder)) {
    const owner = builder.definition(builder.current);
    if (owner.parent >= 0)
      builder.bindField(builder.current, namingClass(builder.slice(node.childForFieldName('name')!)), 'type', owner.name);
  }
  const optional = own.filter((each) => each.children.some((child) => child?.type === '=')).length;
  const least = own.length - optional;
  const rest = isVariadic ? (given?.childForFieldName('type') ?? null) : null;
  const all = writtenType(rest, builder);
  const takes = own.map((each) => typeOf(typeAt(each)));
  if (isVariadic) takes.push(typeof all === 'object' && all !== null && 'each' in all ? bounded(all.each, bounds) : null);
  const isAsked = takes.some(isTelling) || node.type === 'delegate_declaration';
  const extension: Extension | undefined = isExtension
    ? {
        of: classOf(typeOf(typeAt(first))),
        ...(isPrivate ? { isPrivate: true } : {}),
        ...(givesIt(result, typeAt(first), bounds, builder) ? { givesIt: true } : {}),
      }
    : undefined;
  const signature: Signature = {
    takes,
    ...(isVariadic ? { rest: true } : {}),
    ...(optional > 0 ? { least } : {}),
    ...(gives === null ? {} : { gives }),
  };
  const named = classOf(gives);
  return {
    ...(isAsked ? { returns: typeof named === 'string' ? named : null, written: signature } : giving(gives)),
    arity: [least, isVariadic ? Number.MAX_SAFE_INTEGER : own.length],
    extension,
  };
}

/** `T Get<T>()`, `Task<T> Get<T>()` */
function givesItsType(result: Node | null, bounds: Bounds, builder: FactsBuilder): boolean {
  const [, type = ''] = result === null ? [] : (/^(?:(?:Value)?Task<)?(\w+)\??>?$/.exec(builder.slice(result)) ?? []);
  return bounds.size === 1 && bounds.has(type);
}

/** `T Foo<T>(this T it)` */
function givesIt(result: Node | null, of: Node | null, bounds: Bounds, builder: FactsBuilder): boolean {
  const name = of === null ? null : builder.slice(of);
  const type = name?.replace('?', '') ?? '';
  return bounds.has(type) && result !== null && builder.slice(result).replace('?', '') === type;
}

/** How many type parameters a type has, where it has some. */
export function genericsOf(node: Node): Pick<Defined, 'generics'> {
  const list = node.namedChildren.find((child) => child?.type === 'type_parameter_list');
  return list == null ? {} : { generics: list.namedChildCount };
}
