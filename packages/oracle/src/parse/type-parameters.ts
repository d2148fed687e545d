// Type parameters of classes: in a class, the name of one stands for what an object of it is given at that place.
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from './facts-builder.ts';
import { nameOrType } from './kept-type.ts';
import { matters } from './written-type.ts';

/** What the type parameter at a place of a type is called as a member of its objects. */
export const parameterOf = (type: string, place: number): string => `${type}#${place}`;

/** Whether an expression stands for a type parameter of the class around. */
export const isParameter = (expression: string): boolean => /^this\.\w+#\d+$/.test(expression);

/** Says of a type parameter of a type, the one at `place`, what it has to be. */
export function bindTypeParameter(owner: number, name: string, place: number, bound: WrittenType, builder: FactsBuilder): void {
  const parameter = parameterOf(builder.definition(owner).name, place);
  builder.bind(name, 'type', `this.${parameter}`);
  if (matters(bound)) builder.bindField(owner, parameter, 'type', ...nameOrType(bound));
}

/** Says of a type what it gives to the one that it extends. */
export function bindGivenToBase(owner: number, base: WrittenType, builder: FactsBuilder): void {
  if (typeof base !== 'object' || base === null || !('given' in base)) return;
  const name = base.type.replace(/#\d+$/, '').replace(/^.*[.:\\]/, '');
  for (const [place, type] of base.given.entries())
    if (matters(type)) builder.bindField(owner, parameterOf(name, place), 'type', ...nameOrType(type));
}

/** A type that is given others, where that may tell anything. */
export const givenType = (type: string | null, given: readonly WrittenType[]): WrittenType =>
  type !== null && given.some(matters) ? { type, given: [...given] } : type;

/** Type parameters of a function, and the names of the types that they have to be. */
export type Bounds = ReadonlyMap<string, string | null>;

/** The type with what its type parameters have to be in their place. */
export function bounded(type: WrittenType, bounds: Bounds): WrittenType {
  if (type === null || bounds.size === 0) return type;
  if (typeof type === 'string') return bounds.has(type) ? bounds.get(type)! : type;
  const all = (types: readonly WrittenType[]) => types.map((each) => bounded(each, bounds));
  if ('takes' in type) return { ...type, takes: all(type.takes), ...(type.gives ? { gives: bounded(type.gives, bounds) } : {}) };
  if ('each' in type) return { each: bounded(type.each, bounds) };
  if ('held' in type) return { ...type, held: bounded(type.held, bounds) };
  if ('list' in type) return { list: all(type.list) };
  if ('given' in type) return { ...type, given: all(type.given) };
  if ('allOf' in type) return { allOf: all(type.allOf) };
  if ('oneOf' in type) return { oneOf: all(type.oneOf) };
  return { has: type.has.map(([name, each]) => [name, bounded(each, bounds)]) };
}

/** A function, or a type that may be the repository's. */
export const isTelling = (type: WrittenType): boolean =>
  typeof type === 'string'
    ? /\p{Lu}/u.test(type)
    : type !== null && ('takes' in type || ('each' in type && isTelling(type.each)));

/** The type itself of one that is given others. */
export const classOf = (type: WrittenType): WrittenType =>
  typeof type === 'object' && type !== null && 'given' in type ? type.type : type;
