// How what is known of a type is kept: by its name where it has one, or else by what it holds, takes and gives.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from './facts-builder.ts';
import type { Given } from './name-facts.ts';

/** A type as `bind` and `bindField` take it. */
export const nameOrType = (type: WrittenType): [name: string | null, written: WrittenType] =>
  typeof type === 'string' ? [type, null] : [null, type];

/** What a function is said to give, as `define` takes it. */
export function giving(type: WrittenType): { returns: string | null; written?: WrittenType } {
  if (type === null || typeof type === 'string') return { returns: type };
  if ('given' in type) return { returns: type.type, written: { takes: [], gives: type } };
  return { returns: null, written: { takes: [], gives: type } };
}

/** The next parameter of the innermost function, and what that is given to: `expected` says it of a function, and is asked once. */
export function nextParameter(
  builder: FactsBuilder,
  expected: (node: Node) => Given | null,
): { place: number; given: Given | null } {
  const around = builder.function;
  if (around === undefined) return { place: 0, given: null };
  if (around.given === undefined) around.given = expected(around.node);
  return { place: around.parameters++, given: around.given };
}

/** Binds a parameter that has no written type to what its function is given to. */
export function bindNextParameter(name: string, builder: FactsBuilder, expected: (node: Node) => Given | null): void {
  const { place, given } = nextParameter(builder, expected);
  if (given === null) builder.bind(name);
  else builder.bindGiven(name, given, place);
}

/** Parameters of a record are fields of it. */
export function bindRecordFields(
  parameters: Node | null,
  builder: FactsBuilder,
  typeOf: (type: Node | null) => WrittenType,
): void {
  for (const part of parameters?.namedChildren ?? []) {
    const name = part?.childForFieldName('name') ?? null;
    if (part === null || name === null) continue;
    const type = nameOrType(typeOf(part.childForFieldName('type')));
    builder.bindField(builder.current, builder.slice(name), 'type', ...type);
  }
}
