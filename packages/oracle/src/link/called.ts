// What calls give.
import type { Family } from '../languages/language.ts';
import { namingClass } from '../parse/expression.ts';
import { givenBy, heldBy, isSame, saidToGive } from './callbacks.ts';
import { enclosingClass, isType } from './choose-definition.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';
import { isGiven, objectGiven } from './type-arguments.ts';

/** What a call gives; `owner` is what the function was asked of, when it is a member. */
export function called(ask: Evaluator, meant: Entity, owner?: Entity): Entity | undefined {
  const entity = heldBy(ask, ask.settled(meant));
  // Python's super() is what super is.
  if (entity.kind === 'super' || entity.kind === 'external') return entity;
  if (entity.kind === 'written') return givenBy(ask, entity);
  if (entity.kind === 'instance') return givenBy(ask, entity) ?? calledObject(ask, entity);
  if (entity.kind !== 'definition') return undefined;
  const { file, index } = entity;
  const { type, returns, written, extension } = file.definition(index);
  if (extension?.givesIt === true) return owner;
  if (type === 'constant') {
    const given = ask.fromValue('call', entity, (value) => called(ask, value));
    if (given !== undefined) return given;
  }
  if (type === 'class' || (isType(type) && rulesOf(file.family) !== undefined)) return ask.instance(entity);
  const object = owner === undefined ? undefined : objectOf(ask, owner);
  if (returns === 'this' && object !== undefined) {
    ask.rely(Tier.flow);
    return object;
  }
  return ask.where(
    'asked',
    object,
    () => ask.returned(file, index) ?? (written === undefined ? undefined : givenBy(ask, entity)),
  );
}

/** What an object has that runs when it is called itself. */
const CALLED: Partial<Record<Family, string>> = { c: 'operator()', php: '__invoke', python: '__call__' };

/** The method that runs where an object is called. */
export function methodOfCall(ask: Evaluator, entity: Entity): Extract<Entity, { kind: 'definition' }> | undefined {
  const name = entity.kind === 'instance' ? CALLED[entity.file.family] : undefined;
  const method = name === undefined ? undefined : ask.member(entity, name, true);
  return method?.kind === 'definition' ? method : undefined;
}

function calledObject(ask: Evaluator, object: Extract<Entity, { kind: 'instance' }>): Entity | undefined {
  const name = CALLED[object.file.family];
  const method = name === undefined ? undefined : ask.member(object, name, true);
  if (method !== undefined) return method.kind === 'definition' ? called(ask, method, object) : undefined;
  // A class and an object of it are not told apart in types of Python: what cannot be called is the class.
  return object.file.family === 'python' ? object : undefined;
}

/** What Python's `with` has a name for: what the object gives that is entered; nearly all give themselves. */
export function entered(ask: Evaluator, object: Entity): Entity | undefined {
  if (object.kind !== 'instance') return object.kind === 'external' ? object : undefined;
  for (const name of ['__enter__', '__aenter__']) {
    const method = ask.member(object, name, true);
    if (method?.kind === 'definition') return called(ask, method, object);
  }
  return object;
}

/** The object that a method is called of; of a static one, any of that class. */
function objectOf(ask: Evaluator, owner: Entity): Entity | undefined {
  if (owner.kind === 'instance' || owner.kind === 'written') return owner;
  if (owner.kind === 'super') return { ...owner, kind: 'instance' };
  return owner.kind === 'definition' && isType(owner.file.definition(owner.index).type) ? ask.instance(owner) : undefined;
}

/** What a call of a function gives: by what it says, or else by what it returns. */
export function returnedBy(ask: Evaluator, file: LinkedFile, index: number): Entity | undefined {
  const { returns, gives = [], parent, written } = file.definition(index);
  if (returns === undefined)
    return saidToGive(ask, file, index) ?? givenBack(ask, file, index, gives) ?? givenByOverridden(ask, file, index);
  ask.rely(Tier.flow);
  if (returns === 'this') {
    const owner = enclosingClass(file, index);
    return owner < 0 ? undefined : { kind: 'instance', file, index: owner };
  }
  const said = typeof written === 'object' && written !== null && 'takes' in written ? (written.gives ?? null) : null;
  const scope = Math.max(parent, 0);
  return isGiven(said) ? objectGiven(ask, file, scope, said) : ask.typed(file, scope, returns);
}

/** What a function gives that does not say so: what it returns, when all of that is one. */
function givenBack(ask: Evaluator, file: LinkedFile, index: number, gives: readonly string[]): Entity | undefined {
  if (gives.length === 0) return undefined;
  return ask.once(`returned ${index} ${file.path}`, () => {
    const found = gives.map((each) => ask.evaluate(file, index, each));
    const [first] = found;
    if (first === undefined || !found.every((each) => isSame(first, each))) return undefined;
    ask.rely(Tier.flow);
    return first;
  });
}

/** What a method gives that does not say so, by what the one says that it overrides. */
function givenByOverridden(ask: Evaluator, file: LinkedFile, index: number): Entity | undefined {
  const { type, name, parent } = file.definition(index);
  if (type !== 'method' || rulesOf(file.family)?.inheritsTypes !== true) return undefined;
  return ask.once(`overridden ${index} ${file.path}`, () => {
    const overridden = ask.member({ kind: 'super', file, index: parent }, name, true);
    return overridden?.kind === 'definition' ? ask.returned(overridden.file, overridden.index) : undefined;
  });
}

/** The class that a method is given, where it gives an object of that; else the method. */
export function ofNamedClass(ask: Evaluator, method: Entity, file: LinkedFile, scope: number, name: string): Entity | undefined {
  if (method.kind !== 'definition') return method;
  const { parent, name: called } = method.file.definition(method.index);
  const isNamed =
    parent <= 0
      ? method.file.binding(0, namingClass(called)) !== undefined
      : ask.member({ kind: 'instance', file: method.file, index: parent }, namingClass(called))?.kind === 'instance';
  return isNamed ? ask.evaluate(file, scope, name, 'type') : method;
}
