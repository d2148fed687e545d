// What is in lists, maps and tuples, whichever language calls them so.
import type { WrittenType } from '../facts.ts';
import type { Family } from '../languages/language.ts';
import { EACH, IT, madeIn } from '../parse/expression.ts';
import { heldBy, isSame, memberOfType, ofType } from './callbacks.ts';
import { type Entity, known } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { type Iteration, rulesOf } from './name-rules.ts';
import { nativeOfCpp } from './native-cpp.ts';
import { nativeOfCsharp } from './native-csharp.ts';
import { nativeOfEcmascript, THENABLE, whenDone } from './native-ecmascript.ts';
import { nativeOfJava } from './native-java.ts';
import { nativeOfPhp } from './native-php.ts';
import { nativeOfPython } from './native-python.ts';
import { nativeOfRust } from './native-rust.ts';
import { pointedAt } from './pointers.ts';

export type Container = Extract<WrittenType, { each: WrittenType } | { held: WrittenType } | { list: WrittenType[] }>;

/** A type, and where its names are to be read. */
interface TypeAt {
  file: LinkedFile;
  scope: number;
  type: WrittenType;
  /** The object that is asked what type parameters in it stand for. */
  of: Entity | undefined;
}

export function isContainer(type: WrittenType): type is Container {
  return typeof type === 'object' && type !== null && ('each' in type || 'held' in type || 'list' in type);
}

/** Whether this makes a list: its members are the language's, whatever is in it. */
export const isListing = (token: string): boolean => /^\[[=:+~]\]$/.test(token);

/**
 * In a file, `entity[2]`, `entity[]` for what is at any place or key, `entity[*]` for what is met when it is gone through, and
 * `entity[=]` and `entity[:]` for the lists of its values and entries.
 */
export function elementOf(ask: Evaluator, file: LinkedFile, entity: Entity, token: string): Entity | undefined {
  if (entity.kind === 'definition') {
    const { file: of, index } = entity;
    const { type } = of.definition(index);
    // `Box[int]` is `Box`.
    if (type === 'class' && of.family === 'python') return entity;
    // A property is a method that is not called.
    if (type === 'method' && of.family !== 'ecmascript' && of.family !== 'python') {
      const given = ask.once(`${token} of what is given by ${index} ${of.path}`, () => ask.returned(of, index));
      return given === undefined || given.kind === 'definition' ? undefined : elementOf(ask, file, given, token);
    }
  }
  if (entity.kind === 'given') return ask.member(entity, token);
  const key = token.slice(1, -1);
  for (const { file: within, scope, type, of } of shapesOf(ask, entity)) {
    if (!isContainer(type)) continue;
    const held = 'each' in type ? type.each : 'held' in type ? type.held : null;
    return ask.where('asked', of, () => ofType(ask, within, scope, atKey(type, held, key)));
  }
  const rules = entity.kind === 'instance' ? rulesOf(entity.file.family) : undefined;
  if (entity.kind === 'instance' && rules?.pointers) return pointedAt(ask, entity, token);
  if (entity.kind === 'instance' && iterationOf(entity)?.at === undefined && /^\[\d*\]$/.test(token))
    return ask.member(entity, '[]');
  if (isListing(token)) return listOfUnknown(file);
  return entity.kind === 'instance' || entity.kind === 'written' ? iteratedOf(ask, file, entity, token) : undefined;
}

/** The methods by which objects of Python are gone through. */
const OF_PYTHON: Iteration = {
  list: '__iter__',
  each: '__next__',
  at: '__getitem__',
  later: { list: '__aiter__', each: '__anext__' },
};

const iterationOf = (entity: Entity & { file: LinkedFile }): Iteration | undefined =>
  entity.file.family === 'python' ? OF_PYTHON : rulesOf(entity.file.family)?.iteration;

/** What is met when an object is gone through, or is at a key of it. */
function iteratedOf(
  ask: Evaluator,
  file: LinkedFile,
  entity: Extract<Entity, { kind: 'instance' | 'written' }>,
  token: string,
): Entity | undefined {
  const iteration = iterationOf(entity);
  if (iteration === undefined) return undefined;
  const said = ask.member(entity, EACH);
  if (said !== undefined && said.kind !== 'external' && said.kind !== 'variable') return said;
  const given = (name: string) => {
    const method = ask.member(entity, name, true);
    if (method?.kind !== 'definition') return undefined;
    // Rust's `type Item`.
    if (method.file.definition(method.index).type === 'type') return ask.where('asked', entity, () => ask.instance(method));
    return ask.once(`${name} of ${method.index} ${method.file.path}`, () =>
      ask.where('asked', entity, () => ask.returned(method.file, method.index)),
    );
  };
  if (token !== '[*]') return iteration.at === undefined ? undefined : given(iteration.at);
  const list = given(iteration.list) ?? (iteration.later === undefined ? undefined : given(iteration.later.list));
  const isItself = list !== undefined && entity.kind === 'instance' && isSame(list, entity);
  if (list === undefined || isItself)
    return given(iteration.each) ?? (iteration.later === undefined ? undefined : given(iteration.later.each));
  return ask.once(`each of ${file.path}`, () => elementOf(ask, file, list, token));
}

function atKey(type: Container, held: WrittenType, key: string): WrittenType {
  switch (key) {
    case '=':
      return { each: held };
    case ':':
      return { each: { list: [null, held] } };
    case '*':
      if ('each' in type) return held;
      return 'held' in type && type.isMap ? { list: [null, held] } : null;
    default:
      return 'list' in type && key !== '' ? (type.list[Number(key)] ?? null) : held;
  }
}

/** A list of what is like this, and with `[~]` what gives it when it is asked. */
export const holding = (file: LinkedFile, what: Entity, token: string): Entity => ({
  kind: 'written',
  file,
  scope: 0,
  type: token === '[+]' ? { each: IT } : { held: IT },
  of: { kind: 'held', what },
});

/** A function that makes something of each that is in an object, as the name says; undefined where that is not known. */
export function makingOf(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  object: Entity | undefined,
  name: string,
): Entity | undefined {
  const { kind, value } = madeIn(name);
  const element = object === undefined ? undefined : elementOf(ask, file, object, kind === '~' ? '[]' : '[*]');
  // What may be there is opened.
  const isOpened = kind === '?' && known(element) === undefined;
  const what = isOpened && object?.kind === 'written' ? elementOf(ask, file, object, '[0]') : isOpened ? object : element;
  if (what === undefined) return undefined;
  const found = ask.where('asked', { kind: 'held', what }, () => ask.evaluate(file, scope, value));
  const made = found === undefined ? undefined : heldBy(ask, found);
  if (made === undefined || made.kind === 'variable') return undefined;
  const gives: WrittenType = isOpened ? { list: [IT] } : kind === '~' ? { held: IT } : { each: IT };
  return { kind: 'written', file, scope: 0, type: { takes: [], gives }, isNative: true, of: { kind: 'held', what: made } };
}

/** What a list, an option or a lock of something has: what opens it, such as `?`, is not in expressions, so that any value may be in one. */
export function memberOfOpened(ask: Evaluator, entity: Extract<Entity, { kind: 'instance' }>, name: string): Entity | undefined {
  const { file } = entity;
  const item = itemOf(ask, entity);
  const member = nativeOfRust(item === undefined ? { list: [IT] } : { each: IT }, name);
  if (typeof member !== 'object' || member === null) return undefined;
  return { kind: 'written', file, scope: 0, type: member, isNative: true, of: { kind: 'held', what: item ?? entity } };
}

/** What is met when an object of Rust is gone through. */
function itemOf(ask: Evaluator, entity: Extract<Entity, { kind: 'instance' }>): Entity | undefined {
  const item = ask.member(entity, 'Item');
  if (item?.kind !== 'definition' || item.file.definition(item.index).type !== 'type') return undefined;
  return ask.where('asked', entity, () => ask.instance(item));
}

/** A member of what is done later, or holds a value, that gives what that is, or another such thing: they are not told apart. */
export function memberOfHolder(entity: Extract<Entity, { kind: 'instance' }>, name: string): Entity | undefined {
  const { file } = entity;
  const held = rulesOf(file.family)?.held;
  if (held?.values.test(name)) return entity;
  if (held?.methods.test(name) !== true) return undefined;
  return { kind: 'written', file, scope: 0, type: { takes: [], gives: IT }, isNative: true, of: { kind: 'held', what: entity } };
}

/** A list whose members are the language's, and of whose elements nothing is known. */
export const listOfUnknown = (file: LinkedFile): Entity => ({ kind: 'written', file, scope: 0, type: { each: null } });

/** The types without a name that a value has, through other names of them. */
function shapesOf(ask: Evaluator, entity: Entity | undefined): TypeAt[] {
  if (entity?.kind === 'written') {
    const { file, scope, type, of = ask.asked } = entity;
    if (typeof type !== 'object' || type === null) return [];
    const parts = 'oneOf' in type ? type.oneOf : 'allOf' in type ? type.allOf : null;
    if (parts === null) return [{ file, scope, type, of }];
    return ask.where('asked', of, () => parts.flatMap((part) => shapesOf(ask, ofType(ask, file, scope, part))));
  }
  if (entity?.kind === 'definition' && entity.file.definition(entity.index).type === 'constant')
    return ask.fromValue('shapes', entity, (value) => shapesOf(ask, value)) ?? [];
  if (entity?.kind !== 'instance') return [];
  const { file, index } = entity;
  const { type, written, parent } = file.definition(index);
  if (type !== 'type' || written === undefined) return [];
  const scope = Math.max(parent, 0);
  return ask.once(`shapes ${index} ${file.path}`, () => shapesOf(ask, { kind: 'written', file, scope, type: written })) ?? [];
}

/**
 * What each language's own lists and maps have. A type is what the member is, `native` says that it tells nothing more, and `within` that it is
 * a member of the one thing that is held.
 */
export type NativeMembers = (type: Container, name: string) => WrittenType | 'native' | 'within' | undefined;

const NATIVE: Partial<Record<Family, NativeMembers>> = {
  c: nativeOfCpp,
  csharp: nativeOfCsharp,
  ecmascript: nativeOfEcmascript,
  java: nativeOfJava,
  php: nativeOfPhp,
  python: nativeOfPython,
  rust: nativeOfRust,
};

/** A member of a list, a map or a tuple. */
export function memberOfContainer(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  type: Container,
  name: string,
): Entity | undefined {
  // Rust's `a.1`.
  const place = 'list' in type && type.list.length > 1 ? /^#(\d+)$/.exec(name)?.[1] : undefined;
  if (place !== undefined && 'list' in type) return ofType(ask, file, scope, type.list[Number(place)] ?? null);
  const member = NATIVE[file.family]?.(type, name);
  if (member === undefined) return undefined;
  if (member === 'within') return memberOfType(ask, file, scope, 'list' in type ? type.list[0]! : null, name);
  if (member === 'native') return { kind: 'external' };
  const isMethod = typeof member === 'object' && member !== null && 'takes' in member;
  if (!isMethod) return ofType(ask, file, scope, member);
  return { kind: 'written', file, scope, type: member, isNative: true, ...(ask.asked === undefined ? {} : { of: ask.asked }) };
}

/** What a promise of a value does with it: a promise and what it is of are not told apart. */
export function memberOfPromise(entity: Entity, name: string): Entity | undefined {
  if (entity.kind !== 'instance' || !THENABLE.test(name) || entity.file.family !== 'ecmascript') return undefined;
  const { file, index } = entity;
  const { parent, name: type } = file.definition(index);
  return { kind: 'written', file, scope: Math.max(parent, 0), type: whenDone(type, name), isNative: true };
}
