// Types of Java as they are written down: the class that one is about, and what the lists, maps and streams of its library hold.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { givenType } from '../parse/type-parameters.ts';
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
/** Functions, by which of their types they take. */
const FUNCTIONS: Readonly<Record<string, readonly number[]>> = {
  Consumer: [0],
  BiConsumer: [0, 1],
  Predicate: [0],
  BiPredicate: [0, 1],
  Function: [0],
  BiFunction: [0, 1],
  UnaryOperator: [0],
  BinaryOperator: [0, 0],
  ToIntFunction: [0],
  ToLongFunction: [0],
  ToDoubleFunction: [0],
  ToIntBiFunction: [0, 1],
  Comparator: [0, 0],
};
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
      return containerOf(node, builder) ?? givenType(typeName(node, builder), argumentsOf(node, builder));
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
  const [first = null, second = null] = argumentsOf(node, builder, Object.hasOwn(FUNCTIONS, name));
  const container = holding(name, first, second);
  return matters(container) ? container : null;
}

/** What is between angle brackets. A function that takes what is above a type takes that type. */
function argumentsOf(node: Node, builder: FactsBuilder, areTaken = false): WrittenType[] {
  const given = node.namedChildren.find((child) => child?.type === 'type_arguments')?.namedChildren ?? [];
  return given.map((each) => {
    const isAbove = areTaken && each?.type === 'wildcard' && /^\?\s*super\b/.test(builder.slice(each));
    const type = isAbove ? each.namedChildren.at(-1) : each;
    return type == null ? null : typeOf(type, builder);
  });
}

function holding(name: string, first: WrittenType, second: WrittenType): WrittenType {
  if (LISTS.test(name)) return { each: first };
  if (MAPS.test(name)) return { held: second, isMap: true };
  if (HOLDERS.test(name)) return { held: first };
  const given = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (given !== undefined) return { takes: given.map((place) => (place === 0 ? first : second)) };
  return PAIRS.test(name) ? { list: [first, second] } : null;
}

function isOfLibrary(name: string, builder: FactsBuilder): boolean {
  const specifier = builder.importedFrom(name);
  return specifier === undefined ? takesAll.has(builder) || ALWAYS_THERE.test(name) : LIBRARY.test(specifier);
}
