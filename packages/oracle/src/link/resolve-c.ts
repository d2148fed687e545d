import { posix } from 'node:path';
import { ALL } from '../languages/c-macros.ts';
import { ROOT_NAMESPACE } from '../languages/c-syntax.ts';
import { isType } from './choose-definition.ts';
import type { Entity, Repository } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { folderOf } from './folders.ts';
import type { Layout } from './layout.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { publishedMember } from './published.ts';
import { MEMBERSHIP, spaceKey } from './published-names.ts';

const STANDARD =
  /^(?:assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|math|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|tgmath|threads|time|uchar|wchar|wctype|strings|unistd|fcntl|poll|pthread|netdb|windows|winsock2|ws2tcpip)\.h$/;

const namesakes = new WeakMap<Layout, Map<string, string[]>>();

/** The file that `"x.h"` or `<x.h>` names: beside the file, or in a folder that is searched for headers; `external` for one of the system. */
export function resolveInclude(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const isQuoted = specifier.startsWith('"');
  // Names of namespaces, in `using`, are no paths.
  if (!isQuoted && !specifier.startsWith('<')) return 'external';
  const name = specifier.slice(1, -1);
  const beside = posix.join(folderOf(from), name);
  if (isQuoted && layout.paths.has(beside)) return beside;
  if (!isQuoted && STANDARD.test(name)) return 'external';
  const ending = posix.join('/', name);
  const found = withName(layout, posix.basename(name)).filter((path) => `/${path}`.endsWith(ending));
  const folders = foldersAround(from);
  for (const folder of folders) {
    const roots = [folder, ...['include', 'inc', 'src', 'lib'].map((each) => posix.join(folder, each))];
    const path = found.find((each) => roots.some((root) => posix.join(root, name) === each));
    if (path !== undefined) return path;
  }
  const [only, ...others] = likelyOf(found, (path) => path);
  return only !== undefined && others.length === 0 ? only : isQuoted ? null : 'external';
}

/** Files and folders for Windows, of which others have another variant. */
const FOR_WINDOWS = /(?:^|[/_.-])win(?:32|64|dows|nt|ce)?(?=[/_.-])/i;

/** Without those for Windows, where there are others. */
function likelyOf<T>(found: readonly T[], pathOf: (each: T) => string): readonly T[] {
  const likely = found.length > 1 ? found.filter((each) => !FOR_WINDOWS.test(pathOf(each))) : [];
  return likely.length > 0 ? likely : found;
}

function withName(layout: Layout, name: string): readonly string[] {
  let index = namesakes.get(layout);
  if (index === undefined) {
    index = new Map();
    for (const path of layout.paths) {
      if (!/\.(?:h|hh|hpp|hxx|h\+\+|ipp|inl|tpp|c|cc|cpp|cxx|inc|def)$/.test(path)) continue;
      const base = posix.basename(path);
      const list = index.get(base);
      if (list === undefined) index.set(base, [path]);
      else list.push(path);
    }
    namesakes.set(layout, index);
  }
  return index.get(name) ?? [];
}

function foldersAround(path: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === '') return folders;
  }
}

const MOST_INCLUDED = 3000;

/** What a file sees by its includes. */
interface Sight {
  /** The file and all that it includes, also by way of others. */
  paths: ReadonlySet<string>;
  /** Whether a header that is not in the repository is among them. */
  hasOthers: boolean;
  /** Names that a file makes known to those that include it: by `using a::b`, or as a namespace that a macro opens. */
  usings: ReadonlyMap<string, { file: LinkedFile; specifier: string }>;
}

/** While one file is linked: each answer rests on files that were asked for it. */
const sights = new WeakMap<Repository, Map<string, Sight>>();

function sightOf(ask: Evaluator, file: LinkedFile): Sight {
  const known = sights.get(ask.repository) ?? new Map<string, Sight>();
  sights.set(ask.repository, known);
  const before = known.get(file.path);
  if (before !== undefined) return before;
  const paths = new Set([file.path]);
  const usings = new Map<string, { file: LinkedFile; specifier: string }>();
  let hasOthers = false;
  for (const path of paths) {
    const next = path === file.path ? file : ask.repository.load(path);
    if (next?.family !== 'c') continue;
    if (next !== file)
      for (const [specifier, local, imported] of next.surface.imports)
        if (local !== null && imported !== '*') usings.set(local, { file: next, specifier });
    hasOthers ||= next.surface.imports.some(([specifier]) => /^["<]/.test(specifier) && next.resolved[specifier] == null);
    for (const target of Object.values(next.resolved)) if (target !== null && paths.size < MOST_INCLUDED) paths.add(target);
  }
  const sight = { paths, hasOthers, usings };
  known.set(file.path, sight);
  return sight;
}

const namespaces = new WeakMap<LinkedFile, readonly string[]>();

/** From the innermost namespace of the file outwards. */
function namespacesOf(file: LinkedFile): readonly string[] {
  const known = namespaces.get(file);
  if (known !== undefined) return known;
  const found = new Set([ROOT_NAMESPACE]);
  for (const { namespace } of file.surface.definitions)
    for (let at = namespace ?? ''; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) found.add(at);
  const sorted = [...found].sort((a, b) => b.split('.').length - a.split('.').length);
  namespaces.set(file, sorted);
  return sorted;
}

/** What a file that is included, and of which this one sees a declaration, defines under a name. */
function visible(ask: Evaluator, file: LinkedFile, namespace: string, name: string): Entity | undefined {
  const space = spaceKey('c', file.path, namespace);
  const included = sightOf(ask, file).paths;
  for (const path of ask.filesOf(space, name)) {
    if (!included.has(path)) continue;
    const other = ask.repository.load(path);
    const indexes = other?.childrenOf(0, name).filter((each) => other.isIn(each, space)) ?? [];
    if (other == null || indexes.length === 0) continue;
    // A condition may choose between other names of types: one of the repository says more than one from elsewhere.
    const index = (indexes.length === 1 ? undefined : indexes.find((each) => leadsHere(ask, other, each))) ?? indexes[0]!;
    return { kind: 'definition', file: other, index };
  }
  return undefined;
}

function leadsHere(ask: Evaluator, file: LinkedFile, index: number): boolean {
  if (file.definition(index).type !== 'type') return true;
  const meant = ask.once(`${index} of ${file.path} leads here`, () => ask.behindAlias({ kind: 'definition', file, index }));
  return meant?.kind === 'definition';
}

const HEADER = /\.(?:h|hh|hpp|hxx|h\+\+|inl|ipp)$/;

/** The only one of a name in one of several namespaces: a file may announce a type (`class Name;`) and leave it to others to include it. */
function onlyOne(
  ask: Evaluator,
  file: LinkedFile,
  spaces: readonly string[],
  name: string,
  isMeant: (file: LinkedFile, index: number) => boolean,
): Entity | undefined {
  for (const namespace of spaces) {
    const space = spaceKey('c', file.path, namespace);
    const found = ask.filesOf(space, name).flatMap((path): Entity[] => {
      const other = ask.repository.load(path);
      const indexes = other?.childrenOf(0, name).filter((each) => other.isIn(each, space) && isMeant(other, each)) ?? [];
      return indexes.map((index) => ({ kind: 'definition', file: other!, index }));
    });
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

function isWrittenType(file: LinkedFile, index: number): boolean {
  const { type, isDeclaration } = file.definition(index);
  return !isDeclaration && isType(type);
}

function isWrittenFunction(file: LinkedFile, index: number): boolean {
  const { type, isDeclaration, exported } = file.definition(index);
  return !isDeclaration && exported && type === 'function';
}

/** `Outer.Inner` of a type that is written in another. */
function ownerName(file: LinkedFile, index: number): string {
  const names: string[] = [];
  for (let at = index; at > 0; at = file.definition(at).parent) names.unshift(file.definition(at).name);
  return names.join('.');
}

/** Definitions of a name in a namespace, or of a member of a type in it. */
function writtenAs(ask: Evaluator, file: LinkedFile, namespace: string, owner: string | null, name: string) {
  const space = spaceKey('c', file.path, namespace);
  const found: Extract<Entity, { kind: 'definition' }>[] = [];
  // Members are known by the last name of their type.
  const last = owner?.slice(owner.lastIndexOf('.') + 1);
  for (const path of ask.filesOf(space, last === undefined ? name : `${last}.${name}`)) {
    const other = ask.repository.load(path);
    const isOfIt = (each: number) => (owner === null ? other?.isIn(each, space) : other?.definition(each).owner === owner);
    const indexes = (last === undefined ? other?.childrenOf(0, name) : other?.addedTo(last, name))?.filter(isOfIt) ?? [];
    const defined = indexes.find((each) => !other!.definition(each).isDeclaration && other!.definition(each).exported);
    if (defined !== undefined) found.push({ kind: 'definition', file: other!, index: defined });
  }
  return found;
}

/** What was declared here and is defined elsewhere; the declaration, where that cannot be told. */
function settle(ask: Evaluator, file: LinkedFile, index: number): Extract<Entity, { kind: 'definition' }> {
  const declaration = { kind: 'definition', file, index } as const;
  const { name, parent, isDeclaration } = file.definition(index);
  if (!isDeclaration) return declaration;
  const namespace = file.namespaceAt(index);
  const found = writtenAs(ask, file, namespace, parent > 0 ? ownerName(file, parent) : null, name);
  // `void Shop::bake() {}` looks like a method, but may be of a namespace.
  const parts = parent > 0 ? [] : namespace.split('.');
  for (let inner = 1; found.length === 0 && inner < parts.length; inner++) {
    const owner = parts.slice(-inner).join('.');
    found.push(...writtenAs(ask, file, parts.slice(0, -inner).join('.'), owner, name));
  }
  const stem = (path: string) => posix.basename(path).replace(/\.[^.]+$/, '');
  const likely = FOR_WINDOWS.test(file.path) ? found : likelyOf(found, (each) => each.file.path);
  const beside = likely.filter((each) => stem(each.file.path) === stem(file.path));
  const here = beside.filter((each) => folderOf(each.file.path) === folderOf(file.path));
  return [here, beside, likely].find((nearest) => nearest.length === 1)?.[0] ?? declaration;
}

/** In front of a namespace as one file sees it: what others of its files hold counts only where they are included. */
const SEEN = 'c//seen ';

/** What a file sees that is in no namespace. */
const allSeenFrom = (file: LinkedFile): Entity => ({ kind: 'package', space: SEEN + ROOT_NAMESPACE, from: file });

const isNamespace = (ask: Evaluator, file: LinkedFile, namespace: string): boolean =>
  ask.filesOf(spaceKey('c', file.path, namespace), MEMBERSHIP).length > 0;

export const cRules: NameRules = {
  words: { this: 'instance' },
  bareMembers: true,
  pointers: true,
  everyMember: new Set(),
  imported: (ask, file, _scope, specifier, imported) => {
    if (specifier === ALL) return allSeenFrom(file);
    const from = ask.evaluate(file, 0, specifier);
    if (imported === null || imported === '*') return from ?? { kind: 'external' };
    const found = from === undefined || from.kind === 'external' ? undefined : ask.member(from, imported);
    // A macro may have opened the namespace: then it is in none, as far as can be seen.
    return found ?? visible(ask, file, ROOT_NAMESPACE, imported) ?? { kind: 'external' };
  },
  outer: (ask, file, _scope, name) => {
    for (const namespace of namespacesOf(file)) {
      const found = visible(ask, file, namespace, name);
      if (found !== undefined) return found;
    }
    for (const using of file.starImports) {
      const found = visible(ask, file, `${ROOT_NAMESPACE}.${using}`, name);
      if (found !== undefined) return found;
    }
    const sight = sightOf(ask, file);
    const using = sight.usings.get(name);
    const isOpened = using?.specifier === ALL;
    const used = using === undefined || isOpened ? undefined : ask.evaluate(using.file, 0, name);
    if (used !== undefined && used.kind !== 'external') return used;
    for (const namespace of namespacesOf(file)) {
      const inner = `${namespace}.${name}`;
      if (isNamespace(ask, file, inner)) return { kind: 'package', space: SEEN + inner, from: file };
    }
    if (isOpened) return allSeenFrom(file);
    const announced = onlyOne(ask, file, namespacesOf(file), name, isWrittenType);
    if (announced !== undefined) return announced;
    // A header may leave to those who include it what it calls.
    const called = HEADER.test(file.path) ? onlyOne(ask, file, [ROOT_NAMESPACE], name, isWrittenFunction) : undefined;
    if (called !== undefined) return called;
    // What nothing in the repository is called comes from a header of somebody else's.
    const isUnheardOf = ask.filesOf(spaceKey('c', file.path, ROOT_NAMESPACE), name).length === 0;
    return isUnheardOf && sight.hasOthers ? { kind: 'external' } : undefined;
  },
  elsewhere: (ask, file, index, name) =>
    publishedMember(ask, spaceKey('c', file.path, file.namespaceAt(index)), ownerName(file, index), name, file),
  importedSpace: () => null,
  methodsApart: false,
  inner: ({ space, from }, name, ask) => {
    const namespace = space.slice(SEEN.length);
    if (namespace === `${ROOT_NAMESPACE}.std`) return { kind: 'external' };
    const found = visible(ask, from, namespace, name);
    if (found !== undefined) return found;
    const inner = `${namespace}.${name}`;
    if (isNamespace(ask, from, inner)) return { kind: 'package', space: SEEN + inner, from };
    // A macro may have opened the namespace: then what is in it is in none, as far as can be seen.
    return onlyOne(ask, from, [namespace], name, isWrittenType) ?? visible(ask, from, ROOT_NAMESPACE, name);
  },
  settle,
};
