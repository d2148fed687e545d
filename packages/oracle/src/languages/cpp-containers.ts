// What containers of C++ hold, as far as the standard library's say it. What points to something is taken for that: pointers, also smart
// ones, and iterators.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving } from '../parse/kept-type.ts';
import { classOf, givenType as givenTypeOf } from '../parse/type-parameters.ts';
import { matters } from '../parse/written-type.ts';
import { POINTERS, plain, typeName } from './c-syntax.ts';

/** Types within one another: far more than people write. */
const DEEPEST = 20;
const LISTS =
  /^(?:vector|deque|list|forward_list|array|set|multiset|unordered_set|unordered_multiset|span|initializer_list|stack|queue|priority_queue)$/;
const MAPS = /^(?:map|multimap|unordered_map|unordered_multimap)$/;

/** The type of a variable or of what a function gives, where it is a container of the standard library or an array; null for any other. */
export function containerType(type: Node | null, declarator: Node | null, builder: FactsBuilder): WrittenType {
  const read = readContainer(type, builder, 0);
  const isArray = declarator !== null && arrayIn(declarator);
  // An array is used like a pointer to its first element, too.
  if (isArray) return typeof read === 'string' ? { oneOf: [read, { each: read }] } : null;
  return typeof read === 'string' || !matters(read) ? null : read;
}

function arrayIn(declarator: Node): boolean {
  let at: Node | null = declarator;
  while (at !== null && at.type !== 'array_declarator') at = at.childForFieldName('declarator');
  return at !== null;
}

/** A type with what it is given, or what a container holds. */
export function readContainer(node: Node | null, builder: FactsBuilder, depth: number): WrittenType {
  if (node === null || depth > DEEPEST) return null;
  if (node.type === 'type_descriptor') return readContainer(node.childForFieldName('type'), builder, depth + 1);
  const template = node.type === 'qualified_identifier' ? node.childForFieldName('name') : node;
  const name = template?.type === 'template_type' ? template.childForFieldName('name') : null;
  if (template === null || name === null) return typeName(node, builder);
  const last = builder.slice(name);
  const [first = null, ...others] = (template.childForFieldName('arguments')?.namedChildren ?? []).filter(
    (each) => each !== null,
  );
  if (POINTERS.has(last)) return readContainer(first, builder, depth + 1);
  const scope = node.type === 'qualified_identifier' ? node.childForFieldName('scope') : null;
  if (scope === null || builder.slice(scope) !== 'std') {
    const given = [first, ...others].map((each) => (each === null ? null : readContainer(each, builder, depth + 1)));
    return givenTypeOf(typeName(node, builder), given);
  }
  if (last === 'function') return functionOf(first, builder, depth);
  if (last === 'tuple')
    return { list: [first, ...others].map((each) => (each === null ? null : readContainer(each, builder, depth + 1))) };
  if (LISTS.test(last)) return { each: readContainer(first, builder, depth + 1) };
  const held = others.map((each) => readContainer(each, builder, depth + 1));
  if (MAPS.test(last)) return { held: held[0] ?? null, isMap: true };
  return last === 'pair' ? { list: [readContainer(first, builder, depth + 1), held[0] ?? null] } : typeName(node, builder);
}

/** `std::function<Pie(Oven&)>` */
function functionOf(descriptor: Node | null, builder: FactsBuilder, depth: number): WrittenType {
  const declarator = descriptor?.childForFieldName('declarator') ?? null;
  if (declarator?.type !== 'abstract_function_declarator') return null;
  const takes = (declarator.childForFieldName('parameters')?.namedChildren ?? []).map((each) =>
    readContainer(each?.childForFieldName('type') ?? null, builder, depth + 1),
  );
  return { takes, gives: readContainer(descriptor!.childForFieldName('type'), builder, depth + 1) };
}

/** `auto bake() -> Pie` says it behind. */
function returnType(node: Node): Node | null {
  const type = node.childForFieldName('type');
  if (type?.type !== 'placeholder_type_specifier') return type;
  let at = node.childForFieldName('declarator');
  while (at !== null && at.type !== 'function_declarator') at = at.childForFieldName('declarator');
  return at?.namedChildren.find((child) => child?.type === 'trailing_return_type')?.namedChild(0) ?? type;
}

/** What a function gives, said where it is defined. */
export function givenType(node: Node, builder: FactsBuilder): { returns: string | null; written?: WrittenType } {
  const type = returnType(node);
  const written = containerType(type, null, builder);
  return giving(written ?? typeName(type, builder));
}

/** What another name of a type stands for. */
export function aliasOf(type: Node | null, builder: FactsBuilder): { returns: string | null; written?: WrittenType } {
  const written = containerType(type, null, builder);
  if (written === null) return { returns: typeName(type, builder) };
  const name = classOf(written);
  return { returns: typeof name === 'string' ? name : null, written };
}

/** `for (auto& a : b)` and `for (auto& [a, c] : b)`. */
export function readEach(node: Node, name: Node | null, builder: FactsBuilder): void {
  const value = plain(node.childForFieldName('right'), builder);
  const type = node.childForFieldName('type');
  builder.enterBlock(node.endIndex);
  const isOpen = type?.type === 'placeholder_type_specifier';
  const met = value.includes('?') || !isOpen ? null : `${value}[*]`;
  for (const [place, part] of bindingsIn(node.childForFieldName('declarator')).entries())
    builder.bind(builder.slice(part), 'value', met === null ? null : `${met}[${place}]`);
  if (name === null) return;
  const written = isOpen ? null : containerType(type, node.childForFieldName('declarator'), builder);
  if (met !== null) builder.bind(builder.slice(name), 'value', met);
  else builder.bind(builder.slice(name), 'type', written === null ? typeName(type, builder) : null, written);
}

function bindingsIn(declarator: Node | null): Node[] {
  const list = declarator?.type === 'reference_declarator' ? declarator.namedChild(0) : declarator;
  if (list?.type !== 'structured_binding_declarator') return [];
  return list.namedChildren.filter((each): each is Node => each !== null);
}
