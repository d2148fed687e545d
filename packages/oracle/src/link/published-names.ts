import type { Family } from '../languages/language.ts';
import { languageByName } from '../languages/languages.ts';
import type { Surface, SurfaceDefinition } from '../parse/pack-facts.ts';
import { isType } from './choose-definition.ts';
import { folderOf } from './folders.ts';

/** A name that a file gives to all of its package or namespace: of a top-level symbol, `Type.member` of one that belongs to another file's type. */
export type PublishedName = [space: string, name: string];

/** Where a file says that every file of its project uses what it does. */
export const GLOBAL_USINGS = 'csharp//using';

/** The name under which a file says that it is part of a space at all. */
export const MEMBERSHIP = '';

/** Where a file says that it has a type of a name, in whatever namespace. */
export const TYPES = 'csharp//type';

/** Where a file says that it has an extension of a name. */
export const EXTENSIONS = 'csharp//extension';

/** The name that stands for a definition where it is used: of a type with type parameters with how many those are. */
export const calledName = ({ name, generics }: Pick<SurfaceDefinition, 'name' | 'generics'>): string =>
  generics === undefined ? name : `${name}#${generics}`;

/** All names that may stand for it: types that a method is called with may be left out. */
export const calledNames = (definition: Pick<SurfaceDefinition, 'name' | 'generics' | 'type'>): readonly string[] =>
  definition.generics === undefined || isType(definition.type)
    ? [calledName(definition)]
    : [definition.name, calledName(definition)];

const isPublic = (extension: SurfaceDefinition['extension']): boolean => extension !== undefined && !extension.isPrivate;

/** What others find in this file by the rules of packages and namespaces. */
export function publishedNames(path: string, { language, namespace, definitions, exports }: Surface): PublishedName[] {
  const family = languageByName(language)?.family;
  if (family === undefined || (namespace === '' && family !== 'csharp')) return [];
  if (family === 'ruby') return rubyNames(definitions);
  const published = new Map<string, PublishedName>();
  if (family === 'csharp' && exports.length > 0) published.set(GLOBAL_USINGS, [GLOBAL_USINGS, MEMBERSHIP]);
  const add = (declared: string, name: string) => {
    const key = spaceKey(family, path, declared);
    published.set(`${key} ${name}`, [key, name]);
    // What is around a namespace is one too.
    if (family === 'csharp' && name === MEMBERSHIP && declared.includes('.'))
      add(declared.slice(0, declared.lastIndexOf('.')), name);
  };
  add(namespace, MEMBERSHIP);
  for (const [index, definition] of definitions.entries()) {
    if (index === 0 || definition.type === 'test') continue;
    const own = definition.namespace ?? namespace;
    if (definition.namespace !== undefined) add(own, MEMBERSHIP);
    for (const name of isPublic(definition.extension) ? calledNames(definition) : [])
      published.set(`${EXTENSIONS} ${name}`, [EXTENSIONS, name]);
    if (definition.owner !== undefined)
      add(own, `${definition.owner.slice(definition.owner.lastIndexOf('.') + 1)}.${definition.name}`);
    else if (definition.parent === 0 && family !== 'rust') {
      const name = calledName(definition);
      add(own, name);
      if (family === 'csharp') published.set(`${TYPES} ${name}`, [TYPES, name]);
    }
  }
  return [...published.values()];
}

/** What a space is called in the whole repository. Paths and names hold no two slashes after one another, so that it is no path. */
export function spaceKey(family: Family, path: string, declared: string): string {
  // A Go package is a folder, whatever it is called; its tests may be a package of their own beside it.
  if (family === 'go') return `go//${folderOf(path)}${declared.endsWith('_test') ? '//test' : ''}`;
  // Only the crate itself adds methods to its types.
  if (family === 'rust') return `rust//${/^(.*?)(?:^|\/)(?:src|tests|examples|benches)\//.exec(path)?.[1] ?? folderOf(path)}`;
  return `${family}//${declared}`;
}

/** For each definition the names around it and its own, joined by dots; empty for the module. */
export function nestedPaths(definitions: Surface['definitions']): readonly string[] {
  const known = paths.get(definitions);
  if (known !== undefined) return known;
  const made: string[] = [];
  for (const { name, parent, owner } of definitions) {
    const outer = parent <= 0 ? '' : (made[parent] ?? '');
    made.push(parent < 0 ? '' : [outer, owner, name].filter((part) => part !== undefined && part !== '').join('.'));
  }
  paths.set(definitions, made);
  return made;
}

const paths = new WeakMap<Surface['definitions'], readonly string[]>();

/** The definitions with this path of names. */
export function withNestedPath(definitions: Surface['definitions'], path: string): readonly number[] {
  let indexes = byPath.get(definitions);
  if (indexes === undefined) {
    indexes = new Map();
    for (const [index, each] of nestedPaths(definitions).entries()) {
      if (index === 0) continue;
      const list = indexes.get(each);
      if (list === undefined) indexes.set(each, [index]);
      else list.push(index);
    }
    byPath.set(definitions, indexes);
  }
  return indexes.get(path) ?? [];
}

const byPath = new WeakMap<Surface['definitions'], Map<string, number[]>>();

/** All constants and methods of Ruby are in one tree, in whichever file they are written. */
function rubyNames(definitions: Surface['definitions']): PublishedName[] {
  const published = new Map<string, PublishedName>();
  for (const [index, path] of nestedPaths(definitions).entries()) {
    const { type, parent } = definitions[index]!;
    const around = parent < 0 ? 'test' : definitions[parent]!.type;
    if (index === 0 || type === 'test' || around === 'test' || around === 'method' || around === 'function') continue;
    const dot = path.lastIndexOf('.');
    published.set(path, [`ruby//${dot < 0 ? '' : path.slice(0, dot)}`, path.slice(dot + 1)]);
  }
  return [...published.values()];
}
