// What type parameters stand for in one object: a name of one, written `T`, is bound to `this.Box#0`, the first parameter of `Box`.
import type { WrittenType } from '../facts.ts';
import { ofType } from './callbacks.ts';
import { type Entity, known } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';

type Instance = Extract<Entity, { kind: 'instance' }>;

/** Whether what stands for a type parameter is asked for. */
export const isTypeParameter = (head: string, name: string | undefined): boolean =>
  head === 'this' && name !== undefined && /^\w+#\d+$/.test(name);

/** What stands for a type parameter in the object that is asked now; where that is not said, what it has to be. */
export function standsFor(ask: Evaluator, file: LinkedFile, scope: number, parameter: string): Entity | undefined {
  const said = ask.asked === undefined ? undefined : memberSaid(ask, ask.asked, parameter);
  if (said !== undefined) return said;
  const around = ask.typeAround(file, scope);
  return around === undefined ? undefined : ask.member({ ...around, kind: 'instance' }, parameter);
}

/** What an object is said to be given for a type parameter of its class. */
export function saidOf(ask: Evaluator, object: Instance, parameter: string): Entity | undefined {
  if (object.given === undefined || !parameter.includes('#')) return undefined;
  const [type, place] = parameter.split('#');
  if (object.file.definition(object.index).name !== type) return undefined;
  const { file, scope, types, of } = object.given;
  return ask.where('asked', of, () => ofType(ask, file, scope, types[Number(place)] ?? null));
}

function memberSaid(ask: Evaluator, object: Entity, parameter: string): Entity | undefined {
  const found = known(ask.member(object, parameter));
  return found?.kind === 'variable' ? undefined : found;
}

/** A type that is given what stands for its type parameters. */
export function isGiven(type: WrittenType): type is Extract<WrittenType, { given: WrittenType[] }> {
  return typeof type === 'object' && type !== null && 'given' in type;
}

/** An object of a type that is given what stands for its type parameters. */
export function objectGiven(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  { type, given }: Extract<WrittenType, { given: WrittenType[] }>,
): Entity | undefined {
  const entity = ask.typed(file, scope, type);
  return entity?.kind === 'instance' ? { ...entity, given: { file, scope, types: given, of: ask.asked } } : entity;
}

/** A member that knows which object it was asked of. */
export const memberAsked = (member: Entity | undefined, object: Entity | undefined): Entity | undefined =>
  member?.kind === 'definition' && object?.kind === 'instance' ? { ...member, of: object } : member;
