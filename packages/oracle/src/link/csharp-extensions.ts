// Methods of C# that are called like members of their first argument.
import { csharpCommonMethods } from '../languages/csharp-globals.ts';
import { isType, takes } from './choose-definition.ts';
import { isContainer } from './containers.ts';
import { isSameType, partsOf } from './csharp-parts.ts';
import { type Entity, type Repository, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import { EXTENSIONS } from './published-names.ts';

type Defined = Extract<Entity, { kind: 'definition' }>;

/** An extension that a file may call, and how far out its namespace is named. */
interface Candidate {
  file: LinkedFile;
  index: number;
  level: number;
}

/** Files with extensions of one name, and those of them that a file may call: far more than people write. */
const MOST_FILES = 200;
const MOST_CANDIDATES = 200;
/** Bases of a type: far more than people write. */
const MOST_BASES = 100;
/** What has no members but those of the library. */
export const SEALED =
  /^(?:string|bool|byte|sbyte|char|decimal|double|float|int|uint|nint|nuint|long|ulong|short|ushort|Type|Guid|TimeSpan|DateTime|DateTimeOffset)$/;

/** How well an extension fits what it is called on: the fewer the better. */
const EXACTLY = 0;
const ANYTHING = 1000;
const PERHAPS = 2000;

/**
 * The extension of a name that is meant where it is called on `receiver`.
 * @param levels namespaces that the file is in or uses, with how far out that is said.
 */
export function extensionOf(
  ask: Evaluator,
  file: LinkedFile,
  name: string,
  receiver: () => Entity | undefined,
  levels: () => ReadonlyMap<string, number>,
  count: number | null,
): Defined | undefined {
  const all = inScope(ask, file, name, levels);
  // What it is called on is no argument here.
  const taking = all.filter((each) => takes({ arity: each.file.definition(each.index).arity }, count));
  const candidates = taking.length > 0 ? taking : all;
  if (candidates.length === 0) return undefined;
  const on = calledOn(ask, receiver());
  if (on === null) return undefined;
  const fitting = candidates.map((each) => ({ ...each, distance: distanceOf(ask, on, each) }));
  const sure = fitting.filter(({ distance }) => distance < PERHAPS);
  const level = Math.min(...sure.map((each) => each.level));
  const atLevel = sure.filter((each) => each.level === level);
  const least = Math.min(...atLevel.map(({ distance }) => distance));
  const best =
    atLevel.length > 0
      ? atLevel.filter(({ distance }) => distance === least)
      : fitting.filter(({ distance }) => distance === PERHAPS);
  const [first] = best;
  // What it is called on may have a method of that name itself.
  const isUnsure = sure.length === 0 || on === undefined || on.kind !== 'instance';
  if (first === undefined || (isUnsure && csharpCommonMethods.has(name.replace(/#\d+$/, '')))) return undefined;
  if (!best.every((each) => each.file === first.file && isBeside(each, first))) return undefined;
  ask.rely(isUnsure ? Tier.flow : Tier.receiver);
  return { kind: 'definition', file: first.file, index: first.index };
}

const isBeside = ({ file, index }: Candidate, other: Candidate): boolean =>
  file.definition(index).parent === other.file.definition(other.index).parent;

const candidates = new WeakMap<Repository, Map<string, readonly Candidate[]>>();

/** One file is linked at a time. */
function inScope(
  ask: Evaluator,
  file: LinkedFile,
  name: string,
  levels: () => ReadonlyMap<string, number>,
): readonly Candidate[] {
  const known = candidates.get(ask.repository) ?? new Map<string, readonly Candidate[]>();
  candidates.set(ask.repository, known);
  const key = `${name} ${file.path}`;
  const found = known.get(key) ?? findInScope(ask, file, name, levels);
  known.set(key, found);
  return found;
}

function findInScope(
  ask: Evaluator,
  from: LinkedFile,
  name: string,
  levelsIn: () => ReadonlyMap<string, number>,
): readonly Candidate[] {
  const paths = ask.filesOf(EXTENSIONS, name);
  const own = paths.includes(from.path) ? [] : [from.path];
  if (paths.length > MOST_FILES || (paths.length === 0 && from.extensionsOf(name).length === 0)) return [];
  const levels = levelsIn();
  const found = [...own, ...paths].flatMap((path) => {
    const file = path === from.path ? from : ask.file(path);
    if (file === null) return [];
    return file.extensionsOf(name).flatMap((index) => {
      const owner = file.definition(file.definition(index).parent);
      const namespace = owner?.namespace ?? file.surface.namespace;
      const level = levels.get(namespace) ?? levels.get(`${namespace}.${owner?.name}`);
      const isHidden = file !== from && file.definition(index).extension!.isPrivate === true;
      return level === undefined || isHidden ? [] : [{ file, index, level }];
    });
  });
  return found.length > MOST_CANDIDATES ? [] : found;
}

/** What an extension would be called on; null for what none can be. */
function calledOn(ask: Evaluator, receiver: Entity | undefined): Entity | undefined | null {
  if (receiver === undefined || receiver.kind === 'variable') return undefined;
  if (receiver.kind === 'super' || receiver.kind === 'module' || receiver.kind === 'package') return null;
  if (receiver.kind !== 'definition') return receiver;
  const { file, index } = receiver;
  const { type } = file.definition(index);
  if (type === 'method') {
    const given = ask.once(`value of ${index} ${file.path}`, () => ask.returned(file, index));
    return given === undefined || given.kind === 'variable' ? undefined : given;
  }
  if (type === 'enum') return { ...receiver, kind: 'instance' };
  return isType(type) ? null : undefined;
}

function distanceOf(ask: Evaluator, on: Entity | undefined, { file, index }: Candidate): number {
  const { extension, parent } = file.definition(index);
  const of = extension!.of;
  if (of === null) return on === undefined ? PERHAPS : ANYTHING;
  if (typeof of !== 'string') {
    if (on === undefined || on.kind === 'external') return on?.type !== undefined && SEALED.test(on.type) ? Number.NaN : PERHAPS;
    if (on.kind === 'instance') return isWithinRepository(ask, on) ? Number.NaN : PERHAPS;
    return on.kind === 'written' && isContainer(on.type) === isContainer(of) ? EXACTLY : Number.NaN;
  }
  const type = ask.typed(file, parent, of);
  if (type?.kind === 'instance') {
    if (on === undefined) return PERHAPS;
    return on.kind === 'instance' ? distanceTo(ask, on, (each) => isSameType(each, type)) : Number.NaN;
  }
  const name = simple(of);
  if (name === 'object') return on === undefined ? PERHAPS : ANYTHING;
  if (on === undefined) return PERHAPS;
  if (on.kind === 'external') {
    if (on.type === undefined) return PERHAPS;
    if (simple(on.type) === name) return EXACTLY;
    return SEALED.test(simple(on.type)) || SEALED.test(name) ? Number.NaN : PERHAPS;
  }
  if (on.kind !== 'instance') return PERHAPS;
  const isNamed = (each: Extract<Entity, { kind: 'instance' }>) => {
    const { bases = [], interfaces = [] } = each.file.definition(each.index);
    return [...bases, ...interfaces].some((base) => simple(base) === name);
  };
  const distance = distanceTo(ask, on, isNamed);
  return Number.isNaN(distance) && !isWithinRepository(ask, on) && !SEALED.test(name) ? PERHAPS : distance;
}

const SYNONYMS: Readonly<Record<string, string>> = {
  String: 'string',
  Int32: 'int',
  Int64: 'long',
  Object: 'object',
  Boolean: 'bool',
};

/** The last of its names, as the language says it. */
function simple(type: string): string {
  const name = type.slice(type.lastIndexOf('.') + 1);
  return SYNONYMS[name] ?? name;
}

/** How many steps it is from a type to one that is meant, among what it extends and implements; not a number when none is. */
function distanceTo(
  ask: Evaluator,
  from: Extract<Entity, { kind: 'instance' }>,
  isMeant: (each: Extract<Entity, { kind: 'instance' }>) => boolean,
): number {
  let distance = 0;
  for (const each of basesOf(ask, from)) {
    if (each !== null && isMeant(each)) return distance;
    distance++;
  }
  return Number.NaN;
}

/** Whether nothing that it extends or implements is from elsewhere. */
function isWithinRepository(ask: Evaluator, on: Extract<Entity, { kind: 'instance' }>): boolean {
  for (const each of basesOf(ask, on)) if (each === null) return false;
  return true;
}

/** A type and all that it extends and implements, the nearest first; null for what is from elsewhere. */
function* basesOf(
  ask: Evaluator,
  from: Extract<Entity, { kind: 'instance' }>,
): Generator<Extract<Entity, { kind: 'instance' }> | null> {
  const open = [from];
  const seen = new Set<string>();
  for (let at = 0; at < open.length && at < MOST_BASES; at++) {
    const type = open[at]!;
    const key = `${type.index} ${type.file.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    yield type;
    for (const part of [type, ...partsOf(ask, type.file, type.index)]) {
      const { bases = [], interfaces = [] } = part.file.definition(part.index);
      for (const base of [...bases, ...interfaces]) {
        const entity = ask.base(part.file, part.index, base);
        if (entity?.kind === 'definition') open.push({ ...entity, kind: 'instance' });
        else yield null;
      }
    }
  }
}
