// What types of Rust hold that is gone through or opened: lists, maps, tuples, and what an Option or a Mutex is of.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { givenType } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';
import { rustGlobals } from './rust-globals.ts';
import { RETURNED, TRANSPARENT, typeName } from './rust-paths.ts';

/** Types within one another: far more than people write. */
const DEEPEST = 20;
const LISTS =
  /^(?:Vec|VecDeque|LinkedList|BinaryHeap|HashSet|BTreeSet|IndexSet|SmallVec|ArrayVec|Iter(?:Mut)?|IntoIter|Peekable)$/;
const MAPS = /^(?:HashMap|BTreeMap|IndexMap|FxHashMap|FnvHashMap|AHashMap)$/;
/** What has one value, or may have it: its members are its own and those of the value. */
const OPTIONS = /^(?:Option|Result)$/;
const CELLS = /^(?:RefCell|Mutex|RwLock|OnceCell|OnceLock)$/;
const PRELUDE = /^(?:Vec|Option|Result)$/;
/** Crates whose types of these names do what those of the standard library do. */
const KNOWN_CRATE = /^(?:std|core|alloc|hashbrown|indexmap|parking_lot|rustc_hash|fnv|ahash|smallvec|arrayvec|once_cell)(?:\.|$)/;
const ITERATOR = /^(?:Iterator|IntoIterator|DoubleEndedIterator|ExactSizeIterator)$/;

/** A type that has no name of its own in a repository: null for any other, and where nothing is known of what it holds. */
export function containerType(node: Node | null, builder: FactsBuilder): WrittenType {
  const type = read(node, builder, 0);
  return typeof type === 'string' || !matters(type) ? null : type;
}

/** A function by what it takes. */
export const functionType = (node: Node, builder: FactsBuilder): WrittenType => readFunction(node, builder, 0);

/** What a function gives to callers that open it. */
export function returnedContainer(node: Node | null, builder: FactsBuilder): WrittenType {
  if (node?.type !== 'generic_type' || !RETURNED.test(lastName(node, builder))) return containerType(node, builder);
  const [inner = null] = argumentsOf(node);
  return returnedContainer(inner, builder);
}

/** `Vec<_>`: a list of whatever it is made of. */
export function isOpenList(node: Node | null, builder: FactsBuilder): boolean {
  if (node?.type !== 'generic_type' || !LISTS.test(lastName(node, builder))) return false;
  const [inner] = argumentsOf(node);
  return inner !== undefined && builder.slice(inner) === '_';
}

function read(node: Node | null, builder: FactsBuilder, depth: number): WrittenType {
  if (node === null || depth > DEEPEST) return null;
  switch (node.type) {
    case 'reference_type':
    case 'pointer_type':
      return read(node.childForFieldName('type'), builder, depth + 1);
    case 'array_type':
      return { each: read(node.childForFieldName('element'), builder, depth + 1) };
    case 'tuple_type':
      return readTuple(node, builder, depth);
    case 'generic_type':
      return readGeneric(node, builder, depth);
    case 'abstract_type':
    case 'dynamic_type':
      return readTrait(node, builder, depth);
    case 'function_type':
      return readFunction(node, builder, depth);
    case 'bounded_type':
    case 'parenthesized_type':
      return read(node.namedChildren.find((child) => child?.type !== 'lifetime') ?? null, builder, depth + 1);
    default:
      return named(node, builder);
  }
}

function named(node: Node, builder: FactsBuilder): WrittenType {
  const name = typeName(node, builder);
  return name === null || name === '_' || rustGlobals.has(name) ? null : name;
}

/** `fn(A) -> B`, and `Fn(A) -> B` where it is a bound. */
function readFunction(node: Node, builder: FactsBuilder, depth: number): WrittenType {
  const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
  const takes = parameters.map((each) =>
    read(each?.type === 'parameter' ? each.childForFieldName('type') : each, builder, depth + 1),
  );
  return { takes, gives: read(node.childForFieldName('return_type'), builder, depth + 1) };
}

/** What a parameter takes that is a function; null for any other. `bounds` says it of type parameters. */
export function callbackType(node: Node | null, builder: FactsBuilder, bounds: ReadonlyMap<string, WrittenType>): WrittenType {
  const known = node?.type === 'type_identifier' ? bounds.get(builder.slice(node)) : undefined;
  const type =
    known ?? (node !== null && /\b(?:fn|Fn|FnMut|FnOnce)\s*\(/.test(builder.slice(node)) ? read(node, builder, 0) : null);
  return typeof type === 'object' && type !== null && 'takes' in type ? type : null;
}

/** What is alone in brackets has no place in a language where an Option is said so. */
function readTuple(node: Node, builder: FactsBuilder, depth: number): WrittenType {
  const list = node.namedChildren.map((child) => read(child, builder, depth + 1));
  return list.length < 2 ? null : { list };
}

function readTrait(node: Node, builder: FactsBuilder, depth: number): WrittenType {
  const trait = node.childForFieldName('trait');
  if (trait?.type === 'function_type') return readFunction(trait, builder, depth);
  if (trait?.type !== 'generic_type' || !ITERATOR.test(lastName(trait, builder))) return named(node, builder);
  const item = trait.childForFieldName('type_arguments')?.namedChildren.find((child) => child?.type === 'type_binding') ?? null;
  return { each: read(item?.childForFieldName('type') ?? null, builder, depth + 1) };
}

function readGeneric(node: Node, builder: FactsBuilder, depth: number): WrittenType {
  const last = lastName(node, builder);
  const [first = null, second = null] = argumentsOf(node);
  if (TRANSPARENT.test(last)) return read(first, builder, depth + 1);
  if (!isOfLibrary(node, last, builder)) return givenNames(node, builder, depth);
  if (LISTS.test(last)) return { each: read(first, builder, depth + 1) };
  if (MAPS.test(last)) return { held: read(second, builder, depth + 1), isMap: true };
  if (!OPTIONS.test(last) && !CELLS.test(last)) return named(node, builder);
  const inner = read(first, builder, depth + 1);
  // A list that may be there is taken for one that is.
  return typeof inner === 'string' || CELLS.test(last) ? { list: [inner] } : inner;
}

/** A type of a repository, with what it is given for its parameters. */
function givenNames(node: Node, builder: FactsBuilder, depth: number): WrittenType {
  const name = named(node, builder);
  if (typeof name !== 'string') return name;
  return givenType(
    name,
    argumentsOf(node).map((each) => read(each, builder, depth + 1)),
  );
}

/** Whether a name means what the standard library calls so. */
function isOfLibrary(node: Node, last: string, builder: FactsBuilder): boolean {
  const name = typeName(node.childForFieldName('type'), builder) ?? '';
  const head = name.split('.', 1)[0]!;
  if (name !== last && KNOWN_CRATE.test(head)) return true;
  const from = builder.importedFrom(head);
  return from === undefined ? name === last && PRELUDE.test(last) : KNOWN_CRATE.test(from);
}

function lastName(node: Node, builder: FactsBuilder): string {
  const name = typeName(node.childForFieldName('type'), builder) ?? '';
  return name.slice(name.lastIndexOf('.') + 1);
}

export const argumentsOf = (node: Node): Node[] =>
  (node.childForFieldName('type_arguments')?.namedChildren ?? []).filter(
    (child): child is Node => child !== null && child.type !== 'lifetime' && child.type !== 'type_binding',
  );
