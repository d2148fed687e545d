// What `a.b` stands for when it is known what `a` does.

import { isParameter } from '../parse/type-parameters.ts';
import { memberOfType } from './callbacks.ts';
import { isAssigned, isFunction, isOfSide, isType, sideOf, takes } from './choose-definition.ts';
import { memberOfHolder, memberOfOpened, memberOfPromise } from './containers.ts';
import { type Entity, known, type Meant, type Side, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';
import { isOfGlobalObject } from './native-ecmascript.ts';
import { memberBehind, memberPointedAt } from './pointers.ts';
import { published } from './published.ts';
import { saidOf } from './type-arguments.ts';

/** Classes that a member is looked for in: far more than people write, far less than the stack holds. */
const LONGEST_CHAIN = 250;

/** `entity.name`. */
export function memberOf(ask: Evaluator, entity: Entity, name: string): Entity | undefined {
  switch (entity.kind) {
    case 'module':
      // What `import('./a').then` is given is the module.
      return (
        ask.modules.exported(entity.file, name) ??
        ask.modules.submodule(entity.file, name) ??
        (name === 'then' ? entity : undefined)
      );
    case 'package':
      return published(ask, entity.space, name, entity.from) ?? rulesOf(entity.from.family)?.inner(entity, name, ask);
    case 'definition':
      return ask.where('asked', entity.of ?? ask.asked, () => memberOfDefinition(ask, entity.file, entity.index, name));
    case 'instance':
      return memberOfInstance(ask, entity, name);
    case 'given':
      return memberOfGiven(ask, entity, name);
    case 'super':
      ask.rely(Tier.receiver);
      // Where no base has it, it is what every object has.
      return ask.where('asked', ask.asked ?? { ...entity, kind: 'instance' }, () => {
        const found = memberOfBases(ask, entity.file, entity.index, name, new Set(), true);
        return found ?? { kind: 'external' };
      });
    case 'written':
      return isCalling(entity, name)
        ? entity
        : ask.where('asked', entity.of ?? ask.asked, () => memberOfType(ask, entity.file, entity.scope, entity.type, name));
    case 'held':
      return isParameter(`this.${name}`) ? entity.what : undefined;
    case 'external':
      return entity.globals === undefined || isOfGlobalObject(entity.globals, name) ? { kind: 'external' } : { kind: 'variable' };
    default:
      return entity;
  }
}

/** A member of an object that a function gives back. */
function memberOfGiven(
  ask: Evaluator,
  { file, index, at }: Extract<Entity, { kind: 'given' }>,
  member: string,
): Entity | undefined {
  const name = at + member;
  const [own, ...others] = file.givenMembersOf(index, name);
  if (own !== undefined) return others.length === 0 ? { kind: 'definition', file, index: own } : undefined;
  const field = file.field(index, name);
  return field === undefined ? undefined : ask.bound(file, field?.scope ?? index, field);
}

function memberOfInstance(ask: Evaluator, entity: Extract<Entity, { kind: 'instance' }>, name: string): Entity | undefined {
  const { file, index } = entity;
  const said = saidOf(ask, entity, name);
  if (said !== undefined) return said;
  if (name === 'class' && hasSides(file, index)) return { kind: 'definition', file, index };
  // What is asked of the object around is asked of the one that the method around it is asked of.
  const isAround = entity.side !== undefined && ask.asked !== undefined;
  const found = ask.where('asked', isAround ? ask.asked : entity, () =>
    memberOfSide(ask, file, index, name, entity.side === undefined ? 'object' : entity.side),
  );
  if (known(found) !== undefined) return found;
  const rules = rulesOf(file.family);
  if (rules?.opens === true && !/^\p{Lu}/u.test(name))
    return memberPointedAt(ask, entity, name) ?? memberOfOpened(ask, entity, name) ?? found;
  const behind = rules?.pointers
    ? memberBehind(ask, entity, name)
    : (memberOfPromise(entity, name) ?? memberOfHolder(entity, name));
  return behind ?? found;
}

/** `done.Invoke` is `done`. */
function isCalling({ file, type }: Extract<Entity, { kind: 'written' }>, name: string): boolean {
  const isFunction = typeof type === 'object' && type !== null && 'takes' in type;
  return isFunction && rulesOf(file.family)?.calling === name;
}

/** What every function has, and what it does when called. */
const CALLING = /^(?:call|apply)$/;

function memberOfDefinition(ask: Evaluator, file: LinkedFile, index: number, name: string): Entity | undefined {
  const definition = file.definition(index);
  const self = { kind: 'definition', file, index } as const;
  if (CALLING.test(name) && isFunction(self)) return self;
  const value = valueBeside(file, index);
  if (value !== undefined) return memberOfDefinition(ask, file, value, name);
  const hasPackages = rulesOf(file.family) !== undefined;
  if (
    hasPackages &&
    definition.type === 'type' &&
    definition.returns !== undefined &&
    file.childrenOf(index, name).length === 0
  ) {
    const meant = ask.behindAlias(self);
    return meant === undefined ? undefined : memberOf(ask, meant, name);
  }
  const beside = hasPackages ? undefined : namespaceBeside(file, index);
  if (beside !== undefined && file.childrenOf(beside, name).length > 0) return memberOfDefinition(ask, file, beside, name);
  if (definition.type === 'class' || definition.type === 'interface' || (hasPackages && isType(definition.type))) {
    const member = memberOfSide(ask, file, index, name, 'class');
    // What an enum lists is the enum itself.
    const isListed =
      definition.type === 'enum' && (member === undefined || (member.kind === 'external' && /^\p{Lu}/u.test(name)));
    return isListed ? self : (known(member) ?? ofEveryEnum(self, name) ?? member);
  }
  if (definition.type === 'enum') return { kind: 'definition', file, index };
  const [child] = file.childrenOf(index, name);
  if (child === undefined && definition.type === 'module' && hasPackages) return ask.lookup(file, index, name);
  // What is assigned to a function is its member; what is written in it is not.
  const holds = child !== undefined && (/^(?:module|constant)$/.test(definition.type) || isAssigned(file, child));
  if (holds) return { kind: 'definition', file, index: child };
  const field = definition.type === 'constant' ? file.field(index, name) : undefined;
  if (field != null) return ask.bound(file, field.scope, field);
  // What an enum of PHP lists is one of it.
  const around = definition.type === 'constant' && definition.parent > 0 ? definition.parent : -1;
  if (around > 0 && hasPackages && file.definition(around).type === 'enum')
    return memberOf(ask, { kind: 'instance', file, index: around }, name);
  if (definition.type === 'constant') return ask.fromValue(`member ${name}`, self, (value) => memberOf(ask, value, name));
  if (definition.type !== 'method') return undefined;
  // What a method gives may be the method itself.
  return ask.once(`member ${name} of what is given by ${index} ${file.path}`, () => {
    const given = ask.returned(file, index);
    return given === undefined ? undefined : memberOf(ask, given, name);
  });
}

/** What every enum of Java and PHP has: it gives one that has a name, and all of them. */
function ofEveryEnum({ file, index }: Extract<Entity, { kind: 'definition' }>, name: string): Entity | undefined {
  const { name: type, parent } = file.definition(index);
  const one = file.family === 'java' ? /^valueOf$/ : file.family === 'php' ? /^(?:from|tryFrom)$/ : null;
  if (one === null) return undefined;
  const gives = one.test(name) ? type : name === (file.family === 'java' ? 'values' : 'cases') ? { each: type } : null;
  if (gives === null) return undefined;
  return { kind: 'written', file, scope: Math.max(parent, 0), type: { takes: [], gives }, isNative: true };
}

/** The constant that has the name of a type: where members are asked for, a value is meant. */
function valueBeside(file: LinkedFile, index: number): number | undefined {
  const { type, parent, name } = file.definition(index);
  if (type !== 'interface' && type !== 'type') return undefined;
  return file.childrenOf(parent, name).find((other) => file.definition(other).type === 'constant');
}

/** The namespace that has the name of a function, class or enum: its members are theirs. */
function namespaceBeside(file: LinkedFile, index: number): number | undefined {
  const { type, parent, name } = file.definition(index);
  if ((type !== 'function' && type !== 'class' && type !== 'enum') || parent < 0) return undefined;
  return file.childrenOf(parent, name).find((other) => file.definition(other).type === 'module');
}

/** A member named without its object, in the definition `from`; where a type is meant, its fields are not looked at. */
export function bareMember(
  ask: Evaluator,
  file: LinkedFile,
  index: number,
  name: string,
  meant: Meant,
  from: number,
): Entity | undefined {
  return ask.where('typesOnly', meant === 'type', () => {
    const side = sideOf(file, from);
    const around: Entity = ask.asked ?? { kind: 'instance', file, index };
    const found = ask.where('isCalled', meant === 'call', () =>
      ask.where('asked', around, () => memberOfSide(ask, file, index, name, side)),
    );
    // Blocks that a method of the class writes may be run for its objects.
    return known(found) === undefined && side === 'class' ? (memberOfClass(ask, file, index, name) ?? found) : found;
  });
}

/** Whether a class and its objects may each have a method of one name. What a module has, both have. */
const hasSides = (file: LinkedFile, index: number): boolean =>
  rulesOf(file.family)?.sides === true && file.definition(index).type === 'class';

/** A member of a class itself or of its objects, where these may differ. */
function memberOfSide(ask: Evaluator, file: LinkedFile, index: number, name: string, side: Side): Entity | undefined {
  return ask.where('side', hasSides(file, index) ? side : null, () => memberOfClass(ask, file, index, name));
}

export function memberOfClass(
  ask: Evaluator,
  file: LinkedFile,
  index: number,
  name: string,
  seen = new Set<string>(),
): Entity | undefined {
  const key = `${index} ${file.path}`;
  if (seen.has(key) || seen.size >= LONGEST_CHAIN) return undefined;
  seen.add(key);
  const rules = rulesOf(file.family);
  const constant = rules?.constants?.named.test(name) ? rules.constants.of(ask, file, index, name) : undefined;
  if (constant !== undefined) return constant;
  const apart = rules?.fieldsApart && !ask.isCalled && !ask.typesOnly ? file.field(index, name) : undefined;
  if (apart !== undefined) return ask.bound(file, apart?.scope ?? index, apart);
  const own = ownMember(ask, file, index, name);
  if (own !== undefined && takes(file.definition(own), ask.count)) return { kind: 'definition', file, index: own };
  const parts = rules?.parts?.(ask, file, index) ?? [];
  for (const part of parts) {
    const other = ownMember(ask, part.file, part.index, name);
    if (other !== undefined && takes(part.file.definition(other), ask.count))
      return { kind: 'definition', file: part.file, index: other };
  }
  const added = rules?.elsewhere?.(ask, file, index, name);
  if (added !== undefined) return added;
  for (const part of ask.typesOnly ? [] : [{ file, index }, ...parts]) {
    const field = part.file.field(part.index, name);
    if (field !== undefined) return ask.bound(part.file, field?.scope ?? part.index, field);
  }
  const { type, written, parent } = file.definition(index);
  if (type === 'type' && written !== undefined)
    return ask.once(`member ${key} ${name}`, () => memberOfType(ask, file, Math.max(parent, 0), written, name));
  const inherited = memberOfBases(ask, file, index, name, seen);
  if (known(inherited) !== undefined) return inherited;
  if (rules?.everyMember.has(name)) return { kind: 'external' };
  return own === undefined ? inherited : { kind: 'definition', file, index: own };
}

/** A member that is written in a type itself: of several the one that takes as many arguments as are given. */
function ownMember(ask: Evaluator, file: LinkedFile, index: number, name: string): number | undefined {
  const all = file.childrenOf(index, name);
  const sided = ask.side === null ? all : all.filter((each) => isOfSide(ask.side, file, each));
  const members = ask.typesOnly ? sided.filter((each) => isType(file.definition(each).type)) : sided;
  const last = members.at(-1);
  if (members.length < 2 || ask.count === null) return last;
  if (takes(file.definition(last!), ask.count)) return last;
  return members.find((each) => takes(file.definition(each), ask.count)) ?? last;
}

/** `isSuper`: only what it extends is meant, where traits are no part of that. */
function memberOfBases(
  ask: Evaluator,
  file: LinkedFile,
  index: number,
  name: string,
  seen: Set<string>,
  isSuper = false,
): Entity | undefined {
  let isExternal = false;
  for (const entity of basesOf(ask, file, index, isSuper)) {
    if (seen.size >= LONGEST_CHAIN) break;
    if (entity?.kind === 'external' || entity === undefined) isExternal = true;
    if (entity?.kind !== 'definition') continue;
    const member = memberOfClass(ask, entity.file, entity.index, name, seen);
    // What a base may have that is not in the repository, the next one may have in it.
    if (member?.kind === 'external') isExternal = true;
    else if (member !== undefined) return member;
  }
  return isExternal ? { kind: 'external' } : undefined;
}

/** Of all parts of a type. */
function* basesOf(ask: Evaluator, file: LinkedFile, index: number, isSuper: boolean): Iterable<Entity | undefined> {
  yield* basesOfPart(ask, file, index, isSuper);
  for (const part of rulesOf(file.family)?.parts?.(ask, file, index) ?? [])
    yield* basesOfPart(ask, part.file, part.index, isSuper);
}

function* basesOfPart(ask: Evaluator, file: LinkedFile, index: number, isSuper: boolean): Iterable<Entity | undefined> {
  const rules = rulesOf(file.family);
  const { bases = [], interfaces = [] } = file.definition(index);
  const named = (written: readonly string[]) => written.slice(0, LONGEST_CHAIN).map((each) => ask.base(file, index, each));
  if (rules?.traitsFirst !== true) {
    for (const base of [...bases, ...(rules === undefined ? [] : interfaces)]) yield ask.base(file, index, base);
    return;
  }
  const isTrait = (entity: Entity | undefined) =>
    entity?.kind === 'definition' && entity.file.definition(entity.index).type === 'class';
  const others = named(interfaces);
  if (!isSuper) yield* others.filter(isTrait);
  yield* named(bases);
  yield* others.filter((entity) => !isTrait(entity));
}
