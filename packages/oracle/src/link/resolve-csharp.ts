import { csharpObjectMembers } from '../languages/csharp-globals.ts';
import type { SurfaceDefinition } from '../parse/pack-facts.ts';
import { extensionOf, SEALED } from './csharp-extensions.ts';
import { keyOf, PROJECT, partsOf, wholeType } from './csharp-parts.ts';
import type { Entity, Repository } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { folderOf } from './folders.ts';
import type { Layout } from './layout.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { published } from './published.ts';
import { GLOBAL_USINGS, MEMBERSHIP } from './published-names.ts';

const isKnown = (ask: Evaluator, space: string): boolean => ask.filesOf(space, MEMBERSHIP).length > 0;

/** What `A.B.Type.Member` stands for: the longest beginning that is a namespace of the repository, then its members. */
function follow(ask: Evaluator, file: LinkedFile, path: string): Entity | undefined {
  const parts = path.split('.');
  for (let end = parts.length; end > 0; end--) {
    const space = keyOf(file, parts.slice(0, end).join('.'));
    if (!isKnown(ask, space)) continue;
    let entity: Entity | undefined = { kind: 'package', space, from: file };
    for (const part of parts.slice(end)) entity = entity === undefined ? undefined : ask.member(entity, part);
    return entity;
  }
  return { kind: 'external' };
}

/** The project of a file, and what that has all its files use: `using Name` or `using Other=Name`. */
export function resolveCsharp(layout: Layout, path: string): Record<string, string> {
  const resolved: Record<string, string> = Object.create(null);
  const project = layout.dotnetOf(path);
  if (project === null) return resolved;
  resolved[PROJECT] = project.path;
  for (const [name, alias] of project.usings) resolved[`using ${alias === '' ? '' : `${alias}=`}${name}`] = project.path;
  return resolved;
}

/** Files that every file of a project uses something of: far more than people write. */
const MOST_FILES = 50;

interface Usings {
  all: ReadonlySet<string>;
  aliases: ReadonlyMap<string, string>;
}

const usings = new WeakMap<Repository, Map<string, Usings>>();

/** What a file uses by itself and by its project. One file is linked at a time. */
function usingsOf(ask: Evaluator, file: LinkedFile): Usings {
  const known = usings.get(ask.repository) ?? new Map<string, Usings>();
  usings.set(ask.repository, known);
  const found = known.get(file.path) ?? readUsings(ask, file);
  known.set(file.path, found);
  return found;
}

/** In a namespace, those around it are left out. */
function wholeName(ask: Evaluator, file: LinkedFile, name: string): string {
  if (isKnown(ask, keyOf(file, name))) return name;
  const around = namespacesAround(file).find((namespace) => isKnown(ask, keyOf(file, `${namespace}.${name}`)));
  return around === undefined ? name : `${around}.${name}`;
}

function readUsings(ask: Evaluator, file: LinkedFile): Usings {
  const all = new Set(file.starImports.map((name) => wholeName(ask, file, name)));
  const aliases = new Map<string, string>();
  const add = (name: string, alias: string) => (alias === '*' ? all.add(name) : aliases.set(alias, name));
  const project = file.resolved[PROJECT];
  const folder = project == null ? '' : folderOf(project);
  const beside = ask.filesOf(GLOBAL_USINGS, MEMBERSHIP).filter((path) => folder === '' || path.startsWith(`${folder}/`));
  for (const path of beside.slice(0, MOST_FILES)) {
    const other = path === file.path ? null : ask.file(path);
    if (other?.resolved[PROJECT] !== project) continue;
    for (const [alias, , name] of other?.surface.exports ?? []) if (name !== null) add(name, alias);
  }
  for (const [, alias = '*', name] of Object.keys(file.resolved).map((key) => /^using (?:(\w+)=)?(.+)$/.exec(key) ?? []))
    if (name !== undefined) add(name, alias);
  return { all, aliases };
}

/** The file's namespaces and those around them, the innermost first. */
function namespacesAround(file: LinkedFile): string[] {
  const around = new Set<string>();
  const declared = new Set([file.surface.namespace, ...file.surface.definitions.map((definition) => definition.namespace ?? '')]);
  for (const namespace of declared)
    for (let name = namespace; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) around.add(name);
  return [...around];
}

/** The namespaces whose extensions a file may call, with how far out that is said. */
function levelsOf(ask: Evaluator, file: LinkedFile): ReadonlyMap<string, number> {
  const around = namespacesAround(file);
  return new Map([
    ...[...usingsOf(ask, file).all, ''].map((name) => [name, around.length] as const),
    ...around.map((name, level) => [name, level] as const),
  ]);
}

const isProperty = ({ type, arity }: SurfaceDefinition): boolean => type === 'method' && arity === undefined;

export const csharpRules: NameRules = {
  words: { this: 'instance', base: 'super' },
  bareMembers: true,
  methodsApart: false,
  everyMember: csharpObjectMembers,
  calling: 'Invoke',
  imported: (ask, file, _scope, specifier) => follow(ask, file, specifier),
  outer: (ask, file, _scope, name) => {
    for (const namespace of namespacesAround(file)) {
      const found = published(ask, keyOf(file, namespace), name, file);
      if (found !== undefined) return wholeType(ask, found);
      const inside = keyOf(file, `${namespace}.${name}`);
      if (isKnown(ask, inside)) return { kind: 'package', space: inside, from: file };
    }
    const { all, aliases } = usingsOf(ask, file);
    const alias = aliases.get(name);
    if (alias !== undefined) return follow(ask, file, alias);
    // What is in no namespace is seen in its project.
    const apart = published(ask, keyOf(file, ''), name, file);
    if (apart?.kind === 'definition' && apart.file.resolved[PROJECT] === file.resolved[PROJECT]) return wholeType(ask, apart);
    let isExternal = false;
    for (const specifier of all) {
      const holder = follow(ask, file, specifier);
      const found = holder === undefined ? undefined : ask.member(holder, name);
      if (found?.kind === 'definition') return wholeType(ask, found);
      // A repository may add to what the SDK has.
      isExternal ||= holder?.kind === 'external' || /^(?:System|Microsoft)(?:\.|$)/.test(specifier);
    }
    const top = keyOf(file, name);
    if (isKnown(ask, top)) return { kind: 'package', space: top, from: file };
    return isExternal && /^\p{Lu}/u.test(name) ? { kind: 'external' } : undefined;
  },
  parts: partsOf,
  isProperty,
  isCallable: (ask, { file, index }) => {
    if (!isProperty(file.definition(index))) return true;
    const value = ask.once(`value of ${index} ${file.path}`, () => ask.returned(file, index));
    if (value?.kind === 'external') return value.type === undefined || !SEALED.test(value.type);
    return value?.kind !== 'instance' || value.file.definition(value.index).type === 'type';
  },
  extension: (ask, file, name, receiver, count) => extensionOf(ask, file, name, receiver, () => levelsOf(ask, file), count),
  inner: ({ space, from }, name) => ({ kind: 'package', space: `${space}.${name}`, from }),
  importedSpace: (file, specifier) => keyOf(file, specifier),
};
