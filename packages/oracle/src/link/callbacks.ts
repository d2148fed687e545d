// What functions take and give by their types, and what a callback's parameters are from there.
import type { Binding, Signature, Step, WrittenType } from '../facts.ts';
import { elementOf, isContainer, memberOfContainer } from './containers.ts';
import { type Entity, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { CONSTRUCTOR, type LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';
import { isGiven, memberAsked, objectGiven } from './type-arguments.ts';

/** Types that one place in a program may have at once: far more than people write. */
const MOST = 200;

interface SignatureAt {
  file: LinkedFile;
  scope: number;
  signature: Signature;
  /** The object that is asked what type parameters in it stand for. */
  of: Entity | undefined;
}

/** A value of a written type. */
export function ofType(ask: Evaluator, file: LinkedFile, scope: number, type: WrittenType): Entity | undefined {
  if (type === null) return undefined;
  if (typeof type === 'string') return ask.typed(file, scope, type);
  // What stands for a type parameter is known of the object alone that is asked now.
  const parameter = ask.asked !== undefined && 'allOf' in type ? type.allOf[0] : undefined;
  const known = typeof parameter === 'string' && parameter.includes('#') ? ask.typed(file, scope, parameter) : undefined;
  if (known !== undefined) return known;
  if (isGiven(type)) return objectGiven(ask, file, scope, type);
  return { kind: 'written', file, scope, type, ...(ask.asked === undefined ? {} : { of: ask.asked }) };
}

/** What is given to a callback: all ways that its type can be read in have to agree. */
export function givenTo(ask: Evaluator, file: LinkedFile, scope: number, binding: Binding): Entity | undefined {
  const { expression, written = null, steps = [] } = binding;
  const meant = expression?.includes('.') ? 'value' : 'call';
  const [step] = steps;
  const count = Array.isArray(step) ? (step[1] as number) : null;
  const start = expression === null ? ofType(ask, file, scope, written) : ask.evaluate(file, scope, expression, meant, count);
  let found: (Entity | undefined)[] = [start];
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1;
    // What takes a function is called.
    const isCalled = typeof steps[index + 1] !== 'string';
    const next = found.flatMap((entity) => (entity === undefined ? [] : follow(ask, file, entity, step, isCalled)));
    // On the way, what is no function and has no such member is not what is meant; at the end it is an answer that is not known.
    found = (isLast ? next : next.filter((entity) => entity !== undefined)).slice(0, MOST);
  }
  const [first] = found;
  if (first === undefined || !found.every((each) => isSame(first, each))) return undefined;
  ask.rely(Tier.flow);
  return first;
}

function follow(ask: Evaluator, from: LinkedFile, entity: Entity, step: Step, isCalled: boolean): (Entity | undefined)[] {
  if (step === '()') return signaturesOf(ask, entity).map((at) => typeIn(ask, at, at.signature.gives ?? null));
  if (typeof step === 'string' && step.startsWith('[')) return [elementOf(ask, from, entity, step)];
  if (typeof step === 'string')
    return step === 'constructor' ? [constructorOf(entity)] : [memberAsked(ask.member(entity, step, isCalled), entity)];
  if (entity.kind === 'module') return [entity];
  const [place, count] = typeof step === 'number' ? [step, null] : step;
  return signaturesOf(ask, heldBy(ask, entity)).flatMap((at) => {
    const { takes, rest = false, least } = at.signature;
    const fixed = takes.length - (rest ? 1 : 0);
    if (count !== null && (count < (least ?? fixed) || (count > fixed && !rest))) return [];
    if (place >= fixed && !rest) return [];
    return [typeIn(ask, at, takes[Math.min(place, takes.length - 1)]!)];
  });
}

/** A value of a type that stands in a signature. */
const typeIn = (ask: Evaluator, { file, scope, of = ask.asked }: SignatureAt, type: WrittenType): Entity | undefined =>
  ask.where('asked', of, () => ofType(ask, file, scope, type));

/** What is called where a property is. */
export function heldBy(ask: Evaluator, entity: Entity): Entity {
  if (entity.kind !== 'definition') return entity;
  const { file, index } = entity;
  if (!rulesOf(file.family)?.isProperty?.(file.definition(index))) return entity;
  const held = () => ask.where('asked', entity.of ?? ask.asked, () => ask.returned(file, index));
  return ask.once(`held by ${index} ${file.path}`, held) ?? { kind: 'variable' };
}

function constructorOf(entity: Entity): Entity | undefined {
  if (entity.kind !== 'definition') return undefined;
  const index = [...entity.file.childrenOf(entity.index, 'constructor'), ...entity.file.childrenOf(entity.index, CONSTRUCTOR)].at(
    -1,
  );
  return index === undefined ? undefined : { ...entity, index };
}

/** What a call gives of something that has no name for it, when all its signatures agree. */
export function givenBy(ask: Evaluator, entity: Entity): Entity | undefined {
  const found = signaturesOf(ask, entity).map((at) => typeIn(ask, at, at.signature.gives ?? null));
  const [first] = found;
  if (first === undefined || !found.every((each) => isSame(first, each))) return undefined;
  ask.rely(Tier.flow);
  return first;
}

/** What a function gives by its signature, where that has no name. */
export function saidToGive(ask: Evaluator, file: LinkedFile, index: number): Entity | undefined {
  const { written } = file.definition(index);
  const says = typeof written === 'object' && written !== null && 'gives' in written;
  return says ? givenBy(ask, { kind: 'definition', file, index }) : undefined;
}

/** Methods of one name in a type, where how many arguments are given chooses between them. */
function namesakesOf(file: LinkedFile, index: number): readonly number[] {
  const { parent, name } = file.definition(index);
  const own = file.childrenOf(parent, name);
  return own.includes(index) ? own : file.childrenOf(parent, CONSTRUCTOR);
}

/** Every way in which something can be called. */
function signaturesOf(ask: Evaluator, entity: Entity): SignatureAt[] {
  const of =
    entity.kind === 'instance' ? entity : entity.kind === 'definition' || entity.kind === 'written' ? entity.of : undefined;
  return ask.where('asked', of ?? ask.asked, () => signaturesIn(ask, entity));
}

function signaturesIn(ask: Evaluator, entity: Entity): SignatureAt[] {
  if (entity.kind === 'written') return inType(ask, entity.file, entity.scope, entity.type);
  if (entity.kind !== 'definition' && entity.kind !== 'instance') return [];
  const { file, index } = entity;
  const definition = file.definition(index);
  const key = `call ${index} ${file.path}`;
  const namesakes = definition.arity === undefined ? [] : namesakesOf(file, index);
  if (namesakes.length > 1 && entity.kind === 'definition')
    return namesakes.flatMap((each) => {
      const { written = null, parent } = file.definition(each);
      return ask.once(`call ${each} ${file.path}`, () => inType(ask, file, Math.max(parent, 0), written)) ?? [];
    });
  if (definition.written !== undefined && (entity.kind === 'instance' || /^(?:function|method)$/.test(definition.type)))
    return ask.once(key, () => inType(ask, file, Math.max(definition.parent, 0), definition.written!)) ?? [];
  if (definition.type === 'constant' && entity.kind === 'definition')
    return ask.fromValue('signatures', entity, (value) => signaturesOf(ask, value)) ?? [];
  if (definition.type !== 'interface') return [];
  const bases = ask.once(key, () =>
    (definition.bases ?? []).flatMap((base) => {
      const type = ask.typed(file, definition.parent, base);
      return type === undefined ? [] : signaturesOf(ask, type);
    }),
  );
  return bases ?? [];
}

function inType(ask: Evaluator, file: LinkedFile, scope: number, type: WrittenType): SignatureAt[] {
  if (type === null) return [];
  if (typeof type === 'string') {
    const entity = ask.typed(file, scope, type);
    return entity === undefined ? [] : signaturesOf(ask, entity);
  }
  if ('takes' in type) return [{ file, scope, signature: type, of: ask.asked }];
  if (isGiven(type)) {
    const entity = objectGiven(ask, file, scope, type);
    return entity === undefined ? [] : signaturesOf(ask, entity);
  }
  if ('has' in type || isContainer(type)) return [];
  return ('oneOf' in type ? type.oneOf : type.allOf).flatMap((each) => inType(ask, file, scope, each));
}

/** A member of a type that has no definition of its own. */
export function memberOfType(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  type: WrittenType,
  name: string,
): Entity | undefined {
  if (type === null) return undefined;
  if (typeof type === 'string') {
    const entity = ask.typed(file, scope, type);
    return entity === undefined ? undefined : ask.member(entity, name);
  }
  if (isGiven(type)) {
    const entity = objectGiven(ask, file, scope, type);
    return entity === undefined ? undefined : ask.member(entity, name);
  }
  if ('has' in type) {
    const found = type.has.find(([each]) => each === name)?.[1] ?? null;
    return ofType(ask, file, scope, found);
  }
  if (isContainer(type)) return memberOfContainer(ask, file, scope, type, name);
  if ('oneOf' in type) {
    const found = type.oneOf.map((each) => memberOfType(ask, file, scope, each, name));
    // A list is asked for none of the members that its elements have.
    const [first, ...others] = found.filter(
      (each, at) => (each !== undefined && each.kind !== 'external') || !isContainer(type.oneOf[at]!),
    );
    return first !== undefined && others.every((each) => isSame(first, each)) ? first : undefined;
  }
  if (!('allOf' in type)) return undefined;
  for (const each of type.allOf) {
    const found = memberOfType(ask, file, scope, each, name);
    if (found !== undefined && found.kind !== 'external') return found;
  }
  return undefined;
}

/** Whether two things are known, and one; what is not in the repository is all one. */
export function isSame(one: Entity, other: Entity | undefined): boolean {
  if (one.kind === 'external') return other?.kind === 'external';
  if (one.kind === 'module') return other?.kind === 'module' && one.file === other.file;
  if (one.kind === 'written' && other?.kind === 'written') return one.type === other.type && one.file === other.file;
  if (one.kind !== 'instance' && one.kind !== 'definition' && one.kind !== 'given') return false;
  if (one.kind === 'given' && other?.kind === 'given' && one.at !== other.at) return false;
  return one.kind === other?.kind && one.file === other.file && one.index === other.index;
}
