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
import { GLOBAL_USINGS, MEMBERSHIP, TYPES } from './published-names.ts';

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

/** Far more than people write: files that every file of a project uses something of, what one uses, and namespaces of a file or around a place. */
const MOST_FILES = 50;
const MOST_USINGS = 300;
const MOST_NAMESPACES = 50;

interface Usings {
  /** What is used as a whole: namespaces, and types whose members are. */
  holders: readonly Entity[];
  aliases: ReadonlyMap<string, string>;
  /** Whether something of it is not in the repository. A repository may add to what the SDK has. */
  isExternal: boolean;
  /** The namespaces whose extensions the file may call, with how far out that is said. */
  levels: ReadonlyMap<string, number>;
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

function readUsings(ask: Evaluator, file: LinkedFile): Usings {
  const around = namespacesOf(file);
  const aliases = new Map<string, string>();
  const all = new Set(file.starImports.slice(0, MOST_USINGS).map((name) => wholeName(ask, file, around, name)));
  for (const [alias, name] of usedByProject(ask, file)) {
    if (alias !== '*') aliases.set(alias, name);
    else if (all.size < MOST_USINGS) all.add(name);
  }
  const named = [...all];
  const holders = named.map((name) => follow(ask, file, name));
  return {
    holders: holders.flatMap((holder) => holder ?? []),
    aliases,
    isExternal: named.some((name, at) => holders[at]?.kind === 'external' || /^(?:System|Microsoft)(?:\.|$)/.test(name)),
    levels: new Map([
      ...[...named, ''].map((name) => [name, around.length] as const),
      ...around.map((name, level) => [name, level] as const),
    ]),
  };
}

/** What all files of a project use: by one of them, or by the project itself. */
function* usedByProject(ask: Evaluator, file: LinkedFile): Generator<[alias: string, name: string]> {
  const project = file.resolved[PROJECT];
  const folder = project == null ? '' : folderOf(project);
  const beside = ask.filesOf(GLOBAL_USINGS, MEMBERSHIP).filter((path) => folder === '' || path.startsWith(`${folder}/`));
  for (const path of beside.slice(0, MOST_FILES)) {
    const other = path === file.path ? null : ask.file(path);
    if (other?.resolved[PROJECT] !== project) continue;
    for (const [alias, , name] of other?.surface.exports ?? []) if (name !== null) yield [alias, name];
  }
  for (const [, alias = '*', name] of Object.keys(file.resolved).map((key) => /^using (?:(\w+)=)?(.+)$/.exec(key) ?? []))
    if (name !== undefined) yield [alias, name];
}

/** In a namespace, those around it are left out. */
function wholeName(ask: Evaluator, file: LinkedFile, around: readonly string[], name: string): string {
  if (isKnown(ask, keyOf(file, name))) return name;
  const outer = around.find((namespace) => isKnown(ask, keyOf(file, `${namespace}.${name}`)));
  return outer === undefined ? name : `${outer}.${name}`;
}

/** A namespace and those around it, the innermost first. */
function outwards(namespace: string): string[] {
  const names: string[] = [];
  for (
    let name = namespace;
    name !== '' && names.length < MOST_NAMESPACES;
    name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))
  )
    names.push(name);
  return names;
}

const namespaces = new WeakMap<LinkedFile, readonly string[]>();

/** All namespaces of a file and those around them. */
function namespacesOf(file: LinkedFile): readonly string[] {
  const declared = () => new Set([file.surface.namespace, ...file.surface.definitions.map(({ namespace = '' }) => namespace)]);
  const found = namespaces.get(file) ?? [...new Set([...declared()].slice(0, MOST_NAMESPACES).flatMap(outwards))];
  namespaces.set(file, found);
  return found;
}

const isProperty = ({ type, arity }: SurfaceDefinition): boolean => type === 'method' && arity === undefined;

export const csharpRules: NameRules = {
  words: { this: 'instance', base: 'super' },
  bareMembers: true,
  methodsApart: false,
  everyMember: csharpObjectMembers,
  calling: 'Invoke',
  iteration: { list: 'GetEnumerator', each: 'Current' },
  held: { values: /^(?:Value|CurrentValue|Result)$/, methods: /^(?:GetAwaiter|GetResult|AsTask|WaitAsync|Unwrap|ToTask)$/ },
  givesGiven:
    /^(?:Get(?:Required)?(?:Keyed)?Service|Resolve|Deserialize\w*|CreateInstance|Create|For|Cast|As|ReadFromJsonAsync)#1$/,
  imported: (ask, file, _scope, specifier) => follow(ask, file, specifier),
  seenFrom: (namespace) => [...outwards(namespace), ''],
  outer: (ask, file, scope, name) => {
    const isWritten = ask.filesOf(TYPES, name).length > 0;
    for (const namespace of scope === 0 ? namespacesOf(file) : outwards(file.namespaceAt(scope))) {
      const found = isWritten ? published(ask, keyOf(file, namespace), name, file) : undefined;
      if (found !== undefined) return wholeType(ask, found);
      const inside = keyOf(file, `${namespace}.${name}`);
      if (isKnown(ask, inside)) return { kind: 'package', space: inside, from: file };
    }
    const { holders, aliases, isExternal } = usingsOf(ask, file);
    const alias = aliases.get(name);
    if (alias !== undefined) return follow(ask, file, alias);
    // What is in no namespace is seen in its project.
    const apart = isWritten ? published(ask, keyOf(file, ''), name, file) : undefined;
    if (apart?.kind === 'definition' && apart.file.resolved[PROJECT] === file.resolved[PROJECT]) return wholeType(ask, apart);
    for (const holder of holders) {
      const found = isWritten || holder.kind !== 'package' ? ask.member(holder, name) : undefined;
      if (found?.kind === 'definition') return wholeType(ask, found);
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
  extension: (ask, file, name, receiver, count) =>
    extensionOf(ask, file, name, receiver, () => usingsOf(ask, file).levels, count),
  inner: ({ space, from }, name) => ({ kind: 'package', space: `${space}.${name}`, from }),
  importedSpace: (file, specifier) => keyOf(file, specifier),
};
