// Which of several definitions a name stands for, and what kind one is.
import type { SurfaceDefinition } from '../parse/pack-facts.ts';
import type { Entity, Side } from './entity.ts';
import type { LinkedFile } from './linked-file.ts';

export function enclosingClass(file: LinkedFile, scope: number): number {
  for (let at = scope; at > 0; at = file.definition(at).parent) {
    const { type, constructs } = file.definition(at);
    if (type === 'class' || type === 'interface' || constructs) return at;
  }
  return -1;
}

/** The constant that a method around belongs to. */
export function enclosingObject(file: LinkedFile, scope: number): number {
  for (let at = scope; at > 0; at = file.definition(at).parent) {
    const { type, parent } = file.definition(at);
    if (type === 'method' && parent > 0 && file.definition(parent).type === 'constant') return parent;
  }
  return -1;
}

/** Whether it was put into a function by an assignment. What is written in a function is no method. */
export function isAssigned(file: LinkedFile, index: number): boolean {
  const { type, parent } = file.definition(index);
  return type === 'method' && parent > 0 && file.definition(parent).type === 'function';
}

export function isType(type: SurfaceDefinition['type']): boolean {
  return type === 'class' || type === 'interface' || type === 'struct' || type === 'enum' || type === 'type';
}

interface Taking {
  arity?: SurfaceDefinition['arity'] | undefined;
  extension?: SurfaceDefinition['extension'] | undefined;
}

/** Whether it takes so many arguments, as far as that is known. */
export function takes({ arity, extension }: Taking, count: number | null | undefined): boolean {
  if (arity === undefined || count == null) return true;
  const [least, most] = arity;
  // An extension may be called with what it is called on as an argument, too.
  return (least <= count && count <= most) || (extension !== undefined && least < count && count <= most + 1);
}

/** Of `Thing Thing { get; }` the name stands for both. */
export function isNamedAsItsType({ file, index }: Extract<Entity, { kind: 'definition' }>, name: string): boolean {
  const { type, returns } = file.definition(index);
  return type === 'method' && returns === name;
}

/** Of a type with parts in several files, the file of its name comes first. */
export function namedFirst(paths: readonly string[], called: string): readonly string[] {
  const name = called.replace(/#\d+$/, '');
  const named =
    paths.length < 2 ? undefined : paths.find((path) => path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '') === name);
  return named === undefined ? paths : [named, ...paths.filter((path) => path !== named)];
}

/** The path with the longest beginning of folders in common; the first of the alphabet among equals. */
export function nearestOf(from: string, paths: readonly string[]): string | undefined {
  if (paths.length < 2) return paths[0];
  const folders = from.split('/').slice(0, -1);
  let best: string | undefined;
  let most = -1;
  for (const path of paths) {
    const parts = path.split('/');
    let common = 0;
    while (common < folders.length && folders[common] === parts[common]) common++;
    if (common <= most) continue;
    best = path;
    most = common;
  }
  return best;
}

/** A name may stand for a type and a value at once; the value is what runs. */
export function chooseDefinition(file: LinkedFile, indexes: readonly number[]): number | undefined {
  return indexes.length < 2
    ? indexes[0]
    : (indexes.find((index) => !['type', 'interface', 'constant'].includes(file.definition(index).type)) ?? indexes[0]);
}

/** A function of JavaScript, as such: it may be bound, called and applied. */
export function isFunction(entity: Entity | undefined): entity is Extract<Entity, { kind: 'definition' }> {
  if (entity?.kind !== 'definition' || entity.file.family !== 'ecmascript') return false;
  return /^(?:function|method)$/.test(entity.file.definition(entity.index).type);
}

/** Whether a member is one of a class itself or of its objects, as it is asked. What a module has may be either. */
export function isOfSide(side: Side, file: LinkedFile, index: number): boolean {
  const { type, parent, isStatic = false } = file.definition(index);
  if (side === null || type !== 'method') return true;
  return isStatic ? side === 'class' : side === 'object' || file.definition(parent).type !== 'class';
}

/** Whose method it is. */
export function sideOf(file: LinkedFile, index: number): Side {
  const { type, isStatic } = file.definition(index);
  return type !== 'method' ? null : isStatic ? 'class' : 'object';
}
