// Type parameters of Rust: what is known of a value of one is what it has to implement.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { type Bounds, parameterOf } from '../parse/type-parameters.ts';
import { rustGlobals } from './rust-globals.ts';
import { typeName } from './rust-paths.ts';
import { argumentsOf, functionType } from './rust-types.ts';

/** The traits of a repository that bounds name. */
export function boundsOf(bounds: Node | null, builder: FactsBuilder): string[] {
  return (bounds?.namedChildren ?? []).flatMap((each) => {
    const name = typeName(each, builder);
    return name === null || rustGlobals.has(name) ? [] : [name];
  });
}

const allOf = (names: readonly string[]): WrittenType => (names.length < 2 ? (names[0] ?? null) : { allOf: [...new Set(names)] });

/** What type parameters of an `impl` are called in the type that it is about, by their names here. */
export function parametersOfType(impl: Node | null, builder: FactsBuilder): Bounds {
  const type = impl?.childForFieldName('type') ?? null;
  const owner = type?.type === 'generic_type' ? typeName(type.childForFieldName('type'), builder) : null;
  if (impl === null || type === null || owner === null) return NO_PARAMETERS;
  const own = parametersOf(impl, builder);
  const name = owner.slice(owner.lastIndexOf('.') + 1);
  return new Map(
    argumentsOf(type).flatMap((each, place): [string, string][] =>
      each.type === 'type_identifier' && own.has(builder.slice(each))
        ? [[builder.slice(each), `this.${parameterOf(name, place)}`]]
        : [],
    ),
  );
}

const NO_PARAMETERS: Bounds = new Map();

function bind(
  name: string,
  bounds: readonly string[],
  builder: FactsBuilder,
  within = builder.current,
  parameter: string | null | undefined = null,
): void {
  if (parameter != null && bounds.length === 0) {
    builder.bindIn(within, name, 'type', parameter);
    return;
  }
  if (parameter != null) {
    builder.bindIn(within, name, 'type', null, { allOf: [parameter, ...new Set(bounds)] });
    return;
  }
  const type = allOf(bounds);
  if (type === null || typeof type === 'string') builder.bindIn(within, name, 'value', type);
  else builder.bindIn(within, name, 'type', null, type);
}

/** Type parameters with their bounds, those of the `where` below the list behind them. */
function boundsIn(node: Node): [name: Node, bounds: Node | null][] {
  const where = node.namedChildren.find((child) => child?.type === 'where_clause');
  const listed = (node.childForFieldName('type_parameters')?.namedChildren ?? []).map(
    (each) => [each?.type === 'type_parameter' ? each.childForFieldName('name') : null, each] as const,
  );
  const below = (where?.namedChildren ?? []).map((each) => [each?.childForFieldName('left') ?? null, each] as const);
  return [...listed, ...below].flatMap(([name, each]) =>
    name?.type === 'type_identifier' ? [[name, each?.childForFieldName('bounds') ?? null] satisfies [Node, Node | null]] : [],
  );
}

/** Parameters by name, with the traits that they have to implement. */
function parametersOf(node: Node, builder: FactsBuilder): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, bounds] of boundsIn(node)) {
    const text = builder.slice(name);
    found.set(text, [...new Set([...(found.get(text) ?? []), ...boundsOf(bounds, builder)])]);
  }
  return found;
}

/** Type parameters that stand for functions. */
export function functionsAmong(node: Node, builder: FactsBuilder): Map<string, WrittenType> {
  const found = new Map<string, WrittenType>();
  for (const [name, bounds] of boundsIn(node)) {
    const bound = bounds?.namedChildren.find((each) => each?.type === 'function_type');
    if (bound != null) found.set(builder.slice(name), functionType(bound, builder));
  }
  return found;
}

/** Binds the type parameters of what was defined last, and of the `impl` that it is in. */
export function bindGenerics(node: Node, impl: Node | null, builder: FactsBuilder): void {
  const all = parametersOf(node, builder);
  if (impl !== null)
    for (const [name, bounds] of parametersOf(impl, builder)) all.set(name, [...bounds, ...(all.get(name) ?? [])]);
  const parameters = parametersOfType(impl, builder);
  for (const [name, bounds] of all) bind(name, bounds, builder, builder.current, parameters.get(name));
}

/** A type with parameters of which it says nothing itself. */
interface Open {
  index: number;
  /** In the order of the list; null for one that has a bound. */
  parameters: (string | null)[];
  bounds: Map<string, Set<string>>;
}

const opened = new WeakMap<FactsBuilder, Map<string, Open>>();
/** After all that is captured. */
const AT_END = Number.MAX_SAFE_INTEGER - 1;

/** Binds the type parameters of a type that was defined last; of those without a bound, what `impl`s of it in the file say counts. */
export function bindTypeGenerics(node: Node, name: string, builder: FactsBuilder): void {
  const all = parametersOf(node, builder);
  for (const [place, [parameter, bounds]] of [...all].entries()) {
    builder.bind(parameter, 'type', `this.${parameterOf(name, place)}`);
    bindBounds(parameterOf(name, place), bounds, builder, builder.current);
  }
  const parameters = [...all].map(([parameter, bounds]) => (bounds.length === 0 ? parameter : null));
  if (parameters.every((parameter) => parameter === null)) return;
  openTypes(builder).set(name, { index: builder.current, parameters, bounds: new Map() });
}

/** Says of a type parameter of a type which traits it has to implement. */
function bindBounds(parameter: string, bounds: readonly string[], builder: FactsBuilder, owner: number): void {
  const type = allOf(bounds);
  if (type !== null) builder.bindFieldIn(owner, owner, parameter, ...nameOrType(type));
}

function openTypes(builder: FactsBuilder): Map<string, Open> {
  const known = opened.get(builder);
  if (known !== undefined) return known;
  const types = new Map<string, Open>();
  opened.set(builder, types);
  builder.later(AT_END, () => {
    for (const { index, bounds, parameters } of types.values())
      for (const [parameter, names] of bounds) {
        const { name } = builder.definition(index);
        if (names.size > 0) bindBounds(parameterOf(name, parameters.indexOf(parameter)), [...names], builder, index);
      }
  });
  return types;
}

/** What an `impl` says of the parameters of its type. */
export function readImplBounds(node: Node, owner: string, builder: FactsBuilder): void {
  const open = opened.get(builder)?.get(owner);
  const type = node.childForFieldName('type');
  if (open === undefined || type?.type !== 'generic_type') return;
  const given = (type.childForFieldName('type_arguments')?.namedChildren ?? []).filter((each) => each?.type !== 'lifetime');
  const bounds = parametersOf(node, builder);
  for (const [place, parameter] of open.parameters.entries()) {
    const argument = given[place];
    if (parameter === null || argument?.type !== 'type_identifier') continue;
    const known = open.bounds.get(parameter) ?? new Set<string>();
    for (const bound of bounds.get(builder.slice(argument)) ?? []) known.add(bound);
    open.bounds.set(parameter, known);
  }
}
