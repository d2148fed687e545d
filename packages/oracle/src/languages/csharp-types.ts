// Types of C# as they are written down: the class that one is about, and what the lists, dictionaries and tuples hold.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import type { Given } from '../parse/name-facts.ts';
import { givenType } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';
import { expectedAt } from './csharp-expected.ts';

const LONGEST_TYPE = 400;
/** What is meant by these is what they are about. */
const WRAPPERS =
  /^(?:Task|ValueTask|Lazy|Nullable|StrongBox|AsyncLocal|ThreadLocal|IOptions|IOptionsSnapshot|IOptionsMonitor|TaskCompletionSource)$/;
/** What is gone through. */
const LISTS =
  /^(?:I?List|I(?:Async)?(?:Enumerable|Enumerator)|IQueryable|I?Collection|IReadOnly(?:List|Collection|Set)|ReadOnlyCollection|ObservableCollection|ISet|HashSet|SortedSet|FrozenSet|I?Immutable(?:List|Array|HashSet|SortedSet|Queue|Stack)|Queue|Stack|LinkedList|Concurrent(?:Queue|Stack|Bag)|BlockingCollection|(?:ReadOnly)?Span|ArraySegment)$/;
/** What has values under keys: its second type. */
const MAPS =
  /^(?:I?Dictionary|I?ReadOnlyDictionary|Sorted(?:Dictionary|List)|ConcurrentDictionary|I?Immutable(?:Sorted)?Dictionary|FrozenDictionary)$/;

/** A word of the language with `@` before it is a name like others. */
export const nameOf = (node: Node, builder: FactsBuilder): string => builder.slice(node).replace(/^@/, '');

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
      if (name === null || inner === null) return name;
      return WRAPPERS.test(name) ? typeName(inner.namedChild(0), builder) : calledWith(node, builder);
    }
    case 'nullable_type':
      return typeName(node.namedChild(0), builder);
    case 'alias_qualified_name':
      return typeName(node.childForFieldName('name'), builder);
    case 'qualified_name': {
      const qualifier = typeName(node.childForFieldName('qualifier'), builder);
      const name = typeName(node.childForFieldName('name'), builder);
      return qualifier === null || name === null ? null : `${qualifier}.${name}`;
    }
    case 'primary_constructor_base_type':
      return typeName(node.namedChild(0), builder);
    default:
      return null;
  }
}

/** `Name<A, B>` is `Name#2`: it may have namesakes with other numbers. */
export function calledWith(node: Node, builder: FactsBuilder): string | null {
  const [name = null, given = null] = node.namedChildren;
  return name === null || given === null ? null : `${builder.slice(name)}#${countOf(given)}`;
}

/** How many types are between angle brackets; they may be left out. */
const countOf = (given: Node): number => given.children.filter((each) => each?.type === ',').length + 1;

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
      return containerOf(node, builder) ?? ofType(node, node, builder);
    case 'qualified_name': {
      const last = node.childForFieldName('name');
      if (last?.type !== 'generic_name') return typeName(node, builder);
      const isOfLibrary = /^(?:global::)?System\./.test(builder.slice(node));
      return (isOfLibrary ? containerOf(last, builder) : null) ?? ofType(node, last, builder);
    }
    case 'primary_constructor_base_type':
      return typeOf(node.namedChild(0), builder);
    default:
      return typeName(node ?? null, builder);
  }
}

/** A type that is given others. */
function ofType(type: Node, generic: Node, builder: FactsBuilder): WrittenType {
  if (isWrapper(generic, builder)) return typeName(type, builder);
  return givenType(
    typeName(type, builder),
    (generic.namedChild(1)?.namedChildren ?? []).map((each) => typeOf(each, builder)),
  );
}

/** Whether what is meant by a type is what it is about. */
export function isWrapper(generic: Node, builder: FactsBuilder): boolean {
  const name = generic.namedChild(0);
  return name !== null && WRAPPERS.test(builder.slice(name));
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
  const types = (given?.namedChildren ?? []).map((each) => typeOf(each, builder));
  const [first = null, second = null] = types;
  if (WRAPPERS.test(name) || name === 'Expression') return first;
  if (name === 'Action') return { takes: types };
  if (name === 'Func') return { takes: types.slice(0, -1), gives: types.at(-1) ?? null };
  const container = holding(name, first, second);
  return matters(container) ? container : null;
}

function holding(name: string, first: WrittenType, second: WrittenType): WrittenType {
  if (LISTS.test(name)) return { each: first };
  if (MAPS.test(name)) return { held: second, isMap: true };
  if (/^(?:Predicate|IProgress|Progress)$/.test(name)) return { takes: [first] };
  if (name === 'Comparison') return { takes: [first, first] };
  if (name === 'EventHandler') return { takes: [null, first] };
  return name === 'KeyValuePair' ? { list: [first, second] } : null;
}

/** `var (a, b) = value`: names are bound to what is at their places. */
export function bindTuple(pattern: Node, value: string, builder: FactsBuilder): void {
  for (const [place, name] of pattern.namedChildren.entries())
    if (name?.type === 'identifier') builder.bind(builder.slice(name), 'value', value === UNKNOWN ? null : `${value}[${place}]`);
}

/** What a lambda is given to: a method, the constructor of a type, what is added to a new object, or what it is assigned to. */
export function givenTo(lambda: Node, plain: (node: Node | null) => string, builder: FactsBuilder): Given | null {
  if (!/^(?:lambda|anonymous_method)_expression$/.test(lambda.type)) return null;
  const around = lambda.parent;
  if (around?.type === 'argument') return givenAsArgument(around, plain, builder);
  if (around?.type === 'initializer_expression') return from(newMember(around, 'Add', builder), [[0, 1]]);
  if (around?.type === 'variable_declarator') {
    const written = writtenType(around.parent?.childForFieldName('type') ?? null, builder);
    return written === null || typeof written === 'string' ? null : { expression: null, written, steps: [] };
  }
  if (around?.type === 'return_statement' || around?.type === 'arrow_expression_clause') return givenBack(around, builder);
  if (around?.type !== 'assignment_expression') return null;
  const left = around.childForFieldName('left');
  const isOfNew = around.parent?.type === 'initializer_expression' && left !== null;
  return from(isOfNew ? newMember(around.parent!, builder.slice(left), builder) : plain(left), []);
}

/** What a method or a property gives is of the type that it says. */
function givenBack(statement: Node, builder: FactsBuilder): Given | null {
  let around = statement.parent;
  while (around !== null && /_statement$|^(?:block|switch_section|switch_body|catch_clause|accessor|else)/.test(around.type))
    around = around.parent;
  const type =
    around?.childForFieldName('returns') ?? (around?.type === 'property_declaration' ? around.childForFieldName('type') : null);
  const written = writtenType(type ?? null, builder);
  return written === null ? null : { expression: null, written, steps: [] };
}

function from(called: string, steps: Given['steps']): Given | null {
  const expression = plainExpression(called);
  return expression === UNKNOWN ? null : { expression, written: null, steps };
}

/** A member of the object that is made with what is between these brackets. */
function newMember(initializer: Node, name: string, builder: FactsBuilder): string {
  const made = initializer.parent;
  const type = made?.type === 'object_creation_expression' ? typeName(made.childForFieldName('type'), builder) : null;
  return type === null ? UNKNOWN : `new ${type}().${name}`;
}

/** What takes an argument. */
export function givenAsArgument(argument: Node, plain: (node: Node | null) => string, builder: FactsBuilder): Given | null {
  const given = argument.parent?.type === 'argument_list' ? argument.parent : null;
  const call = given?.parent ?? null;
  // One that says the name of its parameter may stand at any place.
  if (given === null || call === null || argument.childForFieldName('name') !== null) return null;
  const places = placesIn(given, builder);
  const step = [places.get(argument.startIndex)!, places.size] as const;
  if (call.type === 'invocation_expression') return from(plain(call.childForFieldName('function')), [step]);
  const expected = call.type === 'implicit_object_creation_expression' ? expectedAt(call, builder).type : null;
  if (expected !== null) return from(typeName(expected, builder) ?? UNKNOWN, ['constructor', step]);
  if (call.type !== 'object_creation_expression') return null;
  return from(typeName(call.childForFieldName('type'), builder) ?? UNKNOWN, ['constructor', step]);
}

/** By where an argument begins the place that it has, for each list of arguments by where that begins. */
const placesByList = new WeakMap<FactsBuilder, Map<number, ReadonlyMap<number, number>>>();

function placesIn(list: Node, builder: FactsBuilder): ReadonlyMap<number, number> {
  const byList = placesByList.get(builder) ?? new Map<number, ReadonlyMap<number, number>>();
  placesByList.set(builder, byList);
  const values = () => list.namedChildren.filter((each) => each?.type === 'argument');
  const places = byList.get(list.startIndex) ?? new Map(values().map((each, place) => [each!.startIndex, place]));
  byList.set(list.startIndex, places);
  return places;
}
