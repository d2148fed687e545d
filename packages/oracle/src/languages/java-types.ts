// Types of Java as they are written down: the class that one is about, and what the lists, maps and streams of its library hold.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import type { Given } from '../parse/name-facts.ts';
import { matters } from '../parse/written-type.ts';

const LONGEST_TYPE = 400;
/** Packages that have them. */
const LIBRARY = /^java\.(?:util|lang\.ref)(?:\.|$)/;
/** They are there without an import. */
const ALWAYS_THERE = /^(?:Iterable|ThreadLocal)$/;
/** What is gone through. */
const LISTS =
  /^(?:(?:Sequenced)?Collection|(?:Array|Linked|CopyOnWriteArray)?List|Vector|Stack|(?:Sorted|Navigable|Sequenced|Hash|LinkedHash|Tree|Enum|CopyOnWriteArray|ConcurrentSkipList)?Set|(?:Priority|Blocking|Transfer|(?:Linked|Array|Priority)Blocking|ConcurrentLinked)?Queue|(?:Array|Blocking|LinkedBlocking|ConcurrentLinked)?Deque|Iterable|(?:List)?Iterator|Enumeration)$/;
/** What has values under keys: its second type. */
const MAPS =
  /^(?:(?:Sorted|Navigable|Sequenced|Concurrent|ConcurrentNavigable|Hash|LinkedHash|Tree|Enum|WeakHash|IdentityHash|ConcurrentHash|ConcurrentSkipList)?Map|Hashtable)$/;
/** What gives what it holds when it is asked. */
const HOLDERS =
  /^(?:Stream|Optional|Supplier|Callable|Future|CompletableFuture|CompletionStage|AtomicReference|ThreadLocal|Reference|WeakReference|SoftReference)$/;
const PAIRS = /^(?:Map\.)?Entry$/;

/** Files that take all that a package of the library has. */
const takesAll = new WeakSet<FactsBuilder>();

/** `import java.util.*` */
export function importAll(specifier: string, builder: FactsBuilder): void {
  if (LIBRARY.test(specifier)) takesAll.add(builder);
}

/** The class that a written type is about; null for arrays, numbers and `var`. */
export function typeName(node: Node | null, builder: FactsBuilder): string | null {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  switch (node.type) {
    case 'type_identifier': {
      const text = builder.slice(node);
      return text === 'var' ? null : text;
    }
    case 'scoped_type_identifier':
      return builder.slice(node).replace(/<[^.]*>|@\w+|\s+/g, '');
    case 'generic_type':
    case 'annotated_type':
      return typeName(
        node.namedChildren.find((child) => child !== null && /type_identifier$|_type$/.test(child.type)) ?? null,
        builder,
      );
    case 'catch_type':
      return node.namedChildCount === 1 ? typeName(node.namedChild(0), builder) : null;
    default:
      return null;
  }
}

/** A written type: the name of its class, or what it holds; `dimensions` are those that stand behind the name of a variable. */
export function writtenType(node: Node | null, builder: FactsBuilder, dimensions: Node | null = null): WrittenType {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  const type = typeOf(node, builder);
  return dimensions === null ? type : listed(type, dimensions, builder);
}

/** The type of which there are as many lists in one another as there are brackets. */
function listed(type: WrittenType, dimensions: Node | null, builder: FactsBuilder): WrittenType {
  const depth = dimensions === null ? 0 : builder.slice(dimensions).split('[').length - 1;
  return Array.from({ length: depth }).reduce<WrittenType>((each) => listOf(each), type);
}

/** One of which nothing is known is no list that matters. */
export const listOf = (each: WrittenType): WrittenType => (matters(each) ? { each } : null);

function typeOf(node: Node, builder: FactsBuilder): WrittenType {
  switch (node.type) {
    case 'array_type': {
      const element = node.childForFieldName('element');
      return listed(element === null ? null : typeOf(element, builder), node.childForFieldName('dimensions'), builder);
    }
    case 'generic_type':
      return containerOf(node, builder) ?? typeName(node, builder);
    case 'annotated_type': {
      const inner = node.namedChildren.at(-1);
      return inner == null ? null : typeOf(inner, builder);
    }
    case 'wildcard': {
      const bound = node.namedChildren.at(-1);
      return bound == null || !/^\?\s*extends\b/.test(builder.slice(node)) ? null : typeOf(bound, builder);
    }
    default:
      return typeName(node, builder);
  }
}

function containerOf(node: Node, builder: FactsBuilder): WrittenType {
  const path = typeName(node, builder) ?? '';
  const name = path.replace(/^java\.(?:\w+\.)*(?=\p{Lu})/u, '');
  if (name === path && !isOfLibrary(name.split('.', 1)[0]!, builder)) return null;
  const given = node.namedChildren.find((child) => child?.type === 'type_arguments')?.namedChildren ?? [];
  const [first = null, second = null] = given.map((each) => (each === null ? null : typeOf(each, builder)));
  const container = holding(name, first, second);
  return matters(container) ? container : null;
}

function holding(name: string, first: WrittenType, second: WrittenType): WrittenType {
  if (LISTS.test(name)) return { each: first };
  if (MAPS.test(name)) return { held: second, isMap: true };
  if (HOLDERS.test(name)) return { held: first };
  return PAIRS.test(name) ? { list: [first, second] } : null;
}

function isOfLibrary(name: string, builder: FactsBuilder): boolean {
  const specifier = builder.importedFrom(name);
  return specifier === undefined ? takesAll.has(builder) || ALWAYS_THERE.test(name) : LIBRARY.test(specifier);
}

/** What a lambda is given to. */
export function givenTo(lambda: Node, plain: (node: Node | null) => string, builder: FactsBuilder): Given | null {
  const given = lambda.type === 'lambda_expression' ? lambda.parent : null;
  const call = given?.type === 'argument_list' ? given.parent : null;
  const object = call?.type === 'method_invocation' ? call.childForFieldName('object') : null;
  const name = call?.childForFieldName('name') ?? null;
  if (given === null || object === null || name === null) return null;
  const values = given.namedChildren.filter((each) => each !== null && !each.type.endsWith('comment'));
  const place = values.findIndex((each) => each?.startIndex === lambda.startIndex);
  const expression = plainExpression(`${plain(object)}.${builder.slice(name)}`);
  return expression === UNKNOWN ? null : { expression, written: null, steps: [[place, values.length]] };
}
