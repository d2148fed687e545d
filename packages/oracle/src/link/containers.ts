// What is in lists, maps and tuples of JavaScript, and what their methods give and are given.
import type { Signature, WrittenType } from '../facts.ts';
import { ofType } from './callbacks.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { rulesOf } from './name-rules.ts';

type Container = Extract<WrittenType, { each: WrittenType } | { held: WrittenType } | { list: WrittenType[] }>;

/** A type, and where its names are to be read. */
interface TypeAt {
  file: LinkedFile;
  scope: number;
  type: WrittenType;
}

const EACH = /^(?:forEach|map|flatMap|some|every|find(?:Last)?(?:Index)?|filter)$/;
const ONE = /^(?:find|findLast|at|pop|shift)$/;
const SAME = /^(?:filter|slice|splice|concat|reverse|sort|fill|values|add|to(?:Sorted|Reversed|Spliced)|with|\$?iterator)$/;
/** What gives lists of something else. */
const OTHERS = /^(?:map|flatMap|flat|keys)$/;
const COMPARING = /^(?:sort|toSorted)$/;
const REDUCING = /^reduce(?:Right)?$/;
const THENABLE = /^(?:then|catch|finally)$/;
const HELD = /^(?:get|getOrInsert(?:Computed)?)$/;

/** What lists, sets, maps and what goes through them have besides. */
const NATIVE: ReadonlySet<string> = new Set(
  `push unshift join includes indexOf lastIndexOf keys values entries has delete clear flat flatMap copyWithin next return throw toString
  toLocaleString length size at get set add take drop toArray difference intersection union symmetricDifference isSubsetOf isSupersetOf isDisjointFrom
  reduce reduceRight map some every findIndex findLastIndex forEach`.split(/\s+/),
);

export function isContainer(type: WrittenType): type is Container {
  return typeof type === 'object' && type !== null && ('each' in type || 'held' in type || 'list' in type);
}

/** Whether this makes a list: its members are the language's, whatever is in it. */
export const isListing = (token: string): boolean => token === '[values]' || token === '[entries]';

/** In a file, `entity[2]`, `entity[]` for what is at any place, and `entity[values]` and `entity[entries]` for the lists of that. */
export function elementOf(ask: Evaluator, file: LinkedFile, entity: Entity, token: string): Entity | undefined {
  if (entity.kind === 'definition' && rulesOf(entity.file.family) !== undefined) return undefined;
  const key = token.slice(1, -1);
  const isAll = isListing(token);
  for (const { file: of, scope, type } of shapesOf(ask, entity)) {
    if (!isContainer(type)) continue;
    const element = isAll || key === '' ? anyOf(type, isAll) : at(type, Number(key));
    const found = key === 'entries' ? { each: { list: [null, element] } } : isAll ? { each: element } : element;
    return ofType(ask, of, scope, found);
  }
  return isAll ? listOfUnknown(file) : undefined;
}

/** A list whose members are the language's, and of whose elements nothing is known. */
export const listOfUnknown = (file: LinkedFile): Entity => ({ kind: 'written', file, scope: 0, type: { each: null } });

/** What is at any place. What is gone through in a map are pairs. */
function anyOf(type: Container, isValue: boolean): WrittenType {
  if ('each' in type) return type.each;
  if ('held' in type) return type.isMap && !isValue ? { list: [null, type.held] } : type.held;
  return null;
}

const at = (type: Container, place: number): WrittenType => ('list' in type ? (type.list[place] ?? null) : anyOf(type, false));

/** The types without a name that a value has, through other names of them. */
function shapesOf(ask: Evaluator, entity: Entity | undefined): TypeAt[] {
  if (entity?.kind === 'written') {
    const { file, scope, type } = entity;
    if (typeof type !== 'object' || type === null) return [];
    const parts = 'oneOf' in type ? type.oneOf : 'allOf' in type ? type.allOf : null;
    if (parts === null) return [{ file, scope, type }];
    return parts.flatMap((part) => shapesOf(ask, ofType(ask, file, scope, part)));
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

/** What every list or map has; any member of a record. */
export function memberOfContainer(
  ask: Evaluator,
  file: LinkedFile,
  scope: number,
  type: Container,
  name: string,
): Entity | undefined {
  if ('held' in type && type.isMap !== true && !THENABLE.test(name)) return ofType(ask, file, scope, type.held);
  const member = THENABLE.test(name) ? thenOf(type, name) : 'held' in type ? ofMap(type, name) : ofList(type, name);
  if (member === null) return NATIVE.has(name) ? { kind: 'external' } : undefined;
  return { kind: 'written', file, scope, type: member, isNative: true };
}

/** What a promise of a value does with it: a promise and what it is of are not told apart. */
export function memberOfPromise(entity: Entity, name: string): Entity | undefined {
  if (entity.kind !== 'instance' || !THENABLE.test(name) || entity.file.family !== 'ecmascript') return undefined;
  const { file, index } = entity;
  const { parent, name: type } = file.definition(index);
  return { kind: 'written', file, scope: Math.max(parent, 0), type: thenOf(type, name), isNative: true };
}

/** What `then` gives is not known; the others give what it was. */
const thenOf = (type: WrittenType, name: string): Signature =>
  name === 'then' ? { takes: [{ takes: [type] }, null], least: 0 } : { takes: [null], least: 0, gives: type };

function ofList(list: Container, name: string): WrittenType {
  const each = 'each' in list ? list.each : null;
  if (REDUCING.test(name)) return { takes: [{ takes: [null, each, null, list] }, null], least: 1 };
  const gives = givenByList(list, each, name);
  if (EACH.test(name)) return giving({ takes: [{ takes: [each, null, list] }, null], least: 1 }, gives);
  if (COMPARING.test(name)) return giving({ takes: [{ takes: [each, each] }], least: 0 }, gives);
  return gives === null ? null : giving({ takes: [] }, gives);
}

function givenByList(list: Container, each: WrittenType, name: string): WrittenType {
  if (ONE.test(name)) return each;
  if (SAME.test(name)) return list;
  if (OTHERS.test(name)) return { each: null };
  return name === 'entries' ? { each: { list: [null, each] } } : null;
}

function ofMap(map: Extract<Container, { held: WrittenType }>, name: string): WrittenType {
  const { held } = map;
  if (name === 'forEach') return { takes: [{ takes: [held, null, map] }, null], least: 1 };
  if (HELD.test(name)) return giving({ takes: [null, null], least: 1 }, held);
  if (name === 'set') return giving({ takes: [null, held] }, map);
  if (name === 'values') return giving({ takes: [] }, { each: held });
  return name === 'entries' ? giving({ takes: [] }, { each: { list: [null, held] } }) : null;
}

const giving = (signature: Signature, gives: WrittenType): Signature => (gives === null ? signature : { ...signature, gives });
