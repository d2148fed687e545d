// Types of C# as they are written down: the class that one is about, and what the lists, dictionaries and tuples hold.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving } from '../parse/kept-type.ts';
import type { Given } from '../parse/name-facts.ts';
import { matters } from '../parse/written-type.ts';

const LONGEST_TYPE = 400;
/** What is meant by these is what they are about. */
const WRAPPERS = /^(?:Task|ValueTask|Lazy)$/;
/** What is gone through. */
const LISTS =
  /^(?:I?List|I(?:Async)?(?:Enumerable|Enumerator)|IQueryable|I?Collection|IReadOnly(?:List|Collection|Set)|ReadOnlyCollection|ObservableCollection|ISet|HashSet|SortedSet|FrozenSet|I?Immutable(?:List|Array|HashSet|SortedSet|Queue|Stack)|Queue|Stack|Concurrent(?:Queue|Stack|Bag)|BlockingCollection|(?:ReadOnly)?Span|ArraySegment)$/;
/** What has values under keys: its second type. */
const MAPS =
  /^(?:I?Dictionary|I?ReadOnlyDictionary|Sorted(?:Dictionary|List)|ConcurrentDictionary|I?Immutable(?:Sorted)?Dictionary|FrozenDictionary)$/;

/** The type that a written one is about: of `Task<Thing>` and `Thing?` it is `Thing`; null for arrays, numbers, `var`. */
export function typeName(node: Node | null, builder: FactsBuilder): string | null {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  switch (node.type) {
    case 'identifier':
    case 'predefined_type':
      return builder.slice(node);
    case 'generic_name': {
      const name = typeName(node.namedChild(0), builder);
      const inner = node.namedChild(1);
      return name !== null && WRAPPERS.test(name) ? typeName(inner?.namedChild(0) ?? null, builder) : name;
    }
    case 'nullable_type':
      return typeName(node.namedChild(0), builder);
    case 'qualified_name':
    case 'alias_qualified_name':
      return builder
        .slice(node)
        .replace(/<.*>$/s, '')
        .replace(/^global::/, '')
        .replace(/\s+/g, '');
    case 'primary_constructor_base_type':
      return typeName(node.namedChild(0), builder);
    default:
      return null;
  }
}

/** A written type: the name of its class, or what it holds. */
export function writtenType(node: Node | null, builder: FactsBuilder): WrittenType {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  const type = typeOf(node, builder);
  return matters(type) ? type : null;
}

function typeOf(node: Node | null, builder: FactsBuilder): WrittenType {
  switch (node?.type) {
    case 'array_type':
      return { each: typeOf(node.childForFieldName('type'), builder) };
    case 'nullable_type':
      return typeOf(node.namedChild(0), builder);
    case 'tuple_type':
      return tupleOf(node, builder);
    case 'generic_name':
      return containerOf(node, builder) ?? typeName(node, builder);
    case 'qualified_name': {
      const last = node.childForFieldName('name');
      const isOfLibrary = last?.type === 'generic_name' && /^(?:global::)?System\./.test(builder.slice(node));
      return (isOfLibrary ? containerOf(last, builder) : null) ?? typeName(node, builder);
    }
    default:
      return typeName(node ?? null, builder);
  }
}

/** Its places may have names. */
function tupleOf(node: Node, builder: FactsBuilder): WrittenType {
  const parts = node.namedChildren.filter((each) => each?.type === 'tuple_element');
  const list = parts.map((each) => typeOf(each?.childForFieldName('type') ?? null, builder));
  const has = parts.flatMap((each, place): [string, WrittenType][] => {
    const name = each?.childForFieldName('name');
    return name == null ? [] : [[builder.slice(name), list[place] ?? null]];
  });
  return has.length === 0 ? { list } : { allOf: [{ list }, { has }] };
}

function containerOf(node: Node, builder: FactsBuilder): WrittenType {
  const [head = null, given = null] = node.namedChildren;
  const name = head === null ? '' : builder.slice(head);
  const [first = null, second = null] = (given?.namedChildren ?? []).map((each) => typeOf(each, builder));
  if (WRAPPERS.test(name)) return first;
  const container = holding(name, first, second);
  return matters(container) ? container : null;
}

function holding(name: string, first: WrittenType, second: WrittenType): WrittenType {
  if (LISTS.test(name)) return { each: first };
  if (MAPS.test(name)) return { held: second, isMap: true };
  return name === 'KeyValuePair' ? { list: [first, second] } : null;
}

/** What a method or a property is said to give. A type parameter of its own means nothing. */
export function returnedBy(
  type: Node | null,
  parameters: Node | null,
  builder: FactsBuilder,
): { returns: string | null; written?: WrittenType } {
  const gives = writtenType(type, builder);
  if (gives === null || typeof gives === 'string') return giving(gives);
  const names = parameters === null ? [] : builder.slice(parameters).match(/[\p{L}_]\w*/gu);
  const text = type === null ? '' : builder.slice(type);
  const isOwn = names?.some((each) => new RegExp(`\\b${each}\\b`).test(text));
  return giving(isOwn ? typeName(type, builder) : gives);
}

/** `var (a, b) = value`: names are bound to what is at their places. */
export function bindTuple(pattern: Node, value: string, builder: FactsBuilder): void {
  for (const [place, name] of pattern.namedChildren.entries())
    if (name?.type === 'identifier') builder.bind(builder.slice(name), 'value', value === UNKNOWN ? null : `${value}[${place}]`);
}

/** What a lambda is given to. */
export function givenTo(lambda: Node, plain: (node: Node | null) => string): Given | null {
  const argument = lambda.type === 'lambda_expression' ? lambda.parent : null;
  const given = argument?.type === 'argument' ? argument.parent : null;
  const call = given?.type === 'argument_list' ? given.parent : null;
  if (argument === null || given === null || call?.type !== 'invocation_expression') return null;
  // One that says the name of its parameter may stand at any place.
  if (argument.childForFieldName('name') !== null) return null;
  const values = given.namedChildren.filter((each) => each?.type === 'argument');
  const place = values.findIndex((each) => each?.startIndex === argument.startIndex);
  const expression = plainExpression(plain(call.childForFieldName('function')));
  return expression === UNKNOWN ? null : { expression, written: null, steps: [[place, values.length]] };
}
