// Type parameters of Python's classes: `class Shelf(Generic[T])`, `class Shelf[T]`, and what is given to those that a class extends.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { bindGivenToBase, isParameter, parameterOf } from '../parse/type-parameters.ts';
import { readType, splitAt } from './python-types.ts';

const GENERIC = /^(?:\w+\.)*(?:Generic|Protocol)\s*\[(.*)\]$/s;
const GIVEN = /^(?:\w+\.)*\w+\s*\[(.*)\]$/s;
/** What type variables are called by nearly everybody. */
const VARIABLE = /^_?(?:[A-Z]{1,2}\d?|[A-Z]\w*T|[A-Z]\w*Type|T[A-Z]\w*|T_\w+)(?:_co|_contra)?$/;

/** Names that a file has for type variables. */
const variables = new WeakMap<FactsBuilder, Set<string>>();

export function addTypeVariable(name: string, builder: FactsBuilder): void {
  const known = variables.get(builder) ?? new Set<string>();
  variables.set(builder, known.add(name));
}

/** Names in the order in which a class has them for its type parameters. */
function parametersOf(node: Node, bases: readonly string[], builder: FactsBuilder): string[] {
  const list = node.childForFieldName('type_parameters');
  if (list !== null) return list.namedChildren.map((each) => /^\**(\w+)/.exec(builder.slice(each!))?.[1] ?? '');
  const said = bases.flatMap((base) => GENERIC.exec(base)?.[1] ?? [])[0];
  if (said !== undefined) return splitAt(said, ',');
  const known = variables.get(builder);
  const isVariable = (name: string) =>
    known?.has(name) === true || (VARIABLE.test(name) && builder.importedFrom(name) !== undefined);
  const given = bases.flatMap((base) => (GIVEN.exec(base)?.[1] ?? '').match(/\w+/g) ?? []);
  return [...new Set(given.filter(isVariable))];
}

/** Binds the type parameters of the class that was defined last, in a definition, and what it gives to those that it extends. */
export function bindClassParameters(node: Node, within: number, bases: readonly string[], builder: FactsBuilder): void {
  const owner = builder.current;
  const { name: type } = builder.definition(owner);
  const isSaid = node.childForFieldName('type_parameters') !== null;
  for (const [place, name] of parametersOf(node, bases, builder).entries()) {
    const parameter = parameterOf(type, place);
    if (!/^\w+$/.test(name) || !isParameter(`this.${parameter}`)) continue;
    builder.bind(name, 'type', `this.${parameter}`);
    // Of one that nothing is given for, what is known where it is made.
    if (!isSaid) builder.bindFieldIn(within, owner, parameter, name);
  }
  for (const base of bases) if (base.includes('[') && !GENERIC.test(base)) bindGivenToBase(owner, readType(base), builder);
}
