import { posix } from 'node:path';
import { rustCommonMethods, rustDerived } from '../languages/rust-globals.ts';
import type { Surface } from '../parse/pack-facts.ts';
import { isSame } from './callbacks.ts';
import { type Entity, type Repository, Tier } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import { folderOf } from './folders.ts';
import type { Crate, Layout } from './layout.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { spaceKey } from './published-names.ts';

/**
 * Where the paths of a file lead: `crate` and `super`, each module that it declares, and the crates of the repository that it may name.
 * Null for a module whose file is not there, and for a crate that is not in the repository.
 */
export function resolveRust(layout: Layout, path: string, surface: Pick<Surface, 'imports'>): Record<string, string | null> {
  const resolved: Record<string, string | null> = Object.create(null);
  const crate = layout.cargoOf(path);
  const root = crate === null ? null : rootOf(layout, path, crate);
  if (root !== null) {
    resolved.crate = root;
    const above = root === path ? null : parentOf(layout, path, root);
    if (above !== null) resolved.super = above;
  }
  const isFolder = path === root || path.endsWith('/mod.rs');
  const base = isFolder ? folderOf(path) : path.replace(/\.rs$/, '');
  for (const [specifier] of surface.imports) {
    if (specifier.startsWith('path ')) {
      const target = posix.join(folderOf(path), specifier.slice(5));
      resolved[specifier] = layout.paths.has(target) ? target : null;
    } else if (specifier.startsWith('mod ')) {
      // What a macro beside the root declares is the root's.
      const folders = root !== null && folderOf(root) === folderOf(path) ? [base, folderOf(path)] : [base];
      const modules = folders.map((folder) => posix.join(folder, specifier.slice(4)));
      resolved[specifier] =
        modules.flatMap((each) => [`${each}.rs`, `${each}/mod.rs`]).find((each) => layout.paths.has(each)) ?? null;
    }
  }
  // A crate may declare its modules in a macro; then where their files lie says it.
  if (path === root)
    for (const [name, target] of layout.rustModules(folderOf(path))) if (target !== path) resolved[`file ${name}`] = target;
  for (const [name, target] of crate?.crates ?? []) if (target !== path) resolved[`extern ${name}`] = target;
  return resolved;
}

/** The file that a crate starts with. */
function rootOf(layout: Layout, path: string, { folder, lib, targets, listed }: Crate): string | null {
  const inside = folder === '' ? path : path.slice(folder.length + 1);
  const at = (name: string) => posix.join(folder, name);
  if (targets.includes(inside) || /^(?:src\/)?(?:main|lib|build)\.rs$/.test(inside)) return path;
  const [, apart, kind = '', rest] = /^((src\/bin|tests|examples|benches)\/[^/]+)(\/?)/.exec(inside) ?? [];
  if (apart !== undefined && !listed.includes(kind)) {
    if (rest === '') return path;
    return layout.paths.has(at(`${apart}/main.rs`)) ? at(`${apart}/main.rs`) : path;
  }
  const isPlaced = /^(?:src|tests|examples|benches)\//.test(inside);
  const beside = targets.filter((target) => (folderOf(target) === '' ? !isPlaced : inside.startsWith(`${folderOf(target)}/`)));
  const [nearest] = beside.sort((one, other) => folderOf(other).length - folderOf(one).length);
  if (nearest !== undefined && (folderOf(nearest) !== 'src' || lib === null)) return at(nearest);
  return lib ?? (layout.paths.has(at('src/main.rs')) ? at('src/main.rs') : null);
}

/** The file of the module that a file's module is in. */
function parentOf(layout: Layout, path: string, root: string): string | null {
  const own = path.endsWith('/mod.rs') ? folderOf(path) : path.replace(/\.rs$/, '');
  const above = folderOf(own);
  if (above === folderOf(root)) return root;
  return [`${above}.rs`, `${above}/mod.rs`].find((each) => layout.paths.has(each)) ?? null;
}

const MOST_FILES = 50;

export const rustRules: NameRules = {
  words: { self: 'instance', Self: 'class' },
  bareMembers: false,
  methodsApart: false,
  fieldsApart: true,
  chooses: true,
  everyMember: rustDerived,
  iteration: { list: 'iter', each: 'Item', at: 'index' },
  opens: true,
  imported: (ask, file, scope, specifier, imported) => {
    if (/^(?:mod|path) /.test(specifier)) return moduleAt(ask, file, specifier);
    const parts = specifier.split('.');
    if (imported !== null && imported !== '*') parts.push(imported);
    // A name may be imported by way of itself: `use log::log`.
    return ask.once(`${scope} ${ask.isPath} ${parts.join('.')} ${file.path}`, () =>
      follow(ask, file, moduleAround(file, scope), parts, ask.isPath || imported === '*'),
    );
  },
  outer: (ask, file, scope, name) => {
    const module = moduleAround(file, scope);
    const path = pathHead(ask, file, module, name);
    if (path !== undefined) return path;
    for (const specifier of module === 0 ? file.starImports : file.innerStarsOf(module)) {
      const holder = rustRules.imported(ask, file, module, specifier, '*');
      const found =
        holder === undefined
          ? undefined
          : ask.once(`${name} ${ask.isPath} in ${specifier} of ${module} ${file.path}`, () => ask.member(holder, name));
      if (found?.kind === 'definition' || found?.kind === 'module') return found;
    }
    return (module === 0 ? moduleAt(ask, file, `file ${name}`) : undefined) ?? crateNamed(ask, file, name);
  },
  elsewhere: (ask, file, index, name) => {
    const type = file.definition(index);
    const paths = ask.filesOf(spaceKey('rust', file.path, ''), `${type.name}.${name}`);
    for (const path of paths.slice(0, MOST_FILES)) {
      const other = ask.file(path);
      for (const added of other?.addedTo(type.name, name) ?? []) {
        const { owner, parent } = other!.definition(added);
        const found = ask.once(`owner ${owner} ${path}`, () => ask.evaluate(other!, parent, owner!));
        if (found?.kind === 'definition' && found.file.path === file.path && found.index === index)
          return { kind: 'definition', file: other!, index: added };
      }
    }
    return undefined;
  },
  inScope: (ask, file, name) => {
    if (rustCommonMethods.has(name)) return undefined;
    const [found, ...others] = traitsInScope(ask, file).flatMap((trait) => {
      const index = trait.file.childrenOf(trait.index, name).at(-1);
      // What only its types have is not known to be meant.
      const isGiven = index !== undefined && !trait.file.definition(index).isDeclaration;
      return isGiven ? [{ kind: 'definition', file: trait.file, index } as const] : [];
    });
    if (found === undefined || !others.every((each) => isSame(found, each))) return undefined;
    ask.rely(Tier.flow);
    return found;
  },
  inner: () => undefined,
  importedSpace: () => null,
};

type Defined = Extract<Entity, { kind: 'definition' }>;

const isTrait = (entity: Entity | undefined): entity is Defined =>
  entity?.kind === 'definition' && entity.file.definition(entity.index).type === 'interface';

const inScope = new WeakMap<Repository, readonly Defined[]>();

/** The traits that a file defines or imports: their methods are those of every value that has none of that name itself. One file is linked at a time. */
function traitsInScope(ask: Evaluator, file: LinkedFile): readonly Defined[] {
  const known = inScope.get(ask.repository) ?? traitsIn(ask, file);
  inScope.set(ask.repository, known);
  return known;
}

function traitsIn(ask: Evaluator, file: LinkedFile, depth = 0): readonly Defined[] {
  const found: Defined[] = file.surface.definitions.flatMap(({ type }, index) =>
    type === 'interface' ? [{ kind: 'definition', file, index } as const] : [],
  );
  for (const [specifier, , imported] of file.surface.imports) {
    if (/^(?:mod|path) /.test(specifier) || imported === null) continue;
    if (imported !== '*' && !/^\p{Lu}/u.test(imported)) continue;
    const entity = rustRules.imported(ask, file, 0, specifier, imported);
    if (isTrait(entity)) found.push(entity);
    // A prelude.
    else if (imported === '*' && entity?.kind === 'module' && entity.file !== file && depth === 0)
      found.push(...traitsIn(ask, entity.file, depth + 1));
  }
  return found;
}

/** The definition of the inner module around a place; 0 for the file's own. */
function moduleAround(file: LinkedFile, scope: number): number {
  let at = scope;
  while (at > 0 && file.definition(at).type !== 'module') at = file.definition(at).parent;
  return Math.max(at, 0);
}

const moduleEntity = (file: LinkedFile, module: number): Entity =>
  module === 0 ? { kind: 'module', file, specifier: null } : { kind: 'definition', file, index: module };

function moduleAt(ask: Evaluator, file: LinkedFile, specifier: string): Entity | undefined {
  const path = file.resolved[specifier];
  const target = path == null ? null : ask.file(path);
  return target === null ? undefined : { kind: 'module', file: target, specifier };
}

/** What the words that begin a path from somewhere stand for. */
function pathHead(ask: Evaluator, file: LinkedFile, module: number, name: string): Entity | undefined {
  switch (name) {
    case 'crate':
      return moduleAt(ask, file, 'crate');
    case 'self_module':
      return moduleEntity(file, module);
    case 'super':
      return module === 0 ? moduleAt(ask, file, 'super') : moduleEntity(file, moduleAround(file, file.definition(module).parent));
    default:
      return undefined;
  }
}

const crateNamed = (ask: Evaluator, file: LinkedFile, name: string): Entity | undefined =>
  file.resolved[`extern ${name}`] === null ? { kind: 'external' } : moduleAt(ask, file, `extern ${name}`);

/** `isPath`: whether what the whole path leads to is asked for what is in it; all before that is. */
function follow(ask: Evaluator, file: LinkedFile, module: number, parts: readonly string[], isPath: boolean): Entity | undefined {
  const before = ask.isPath;
  try {
    return followParts(ask, file, module, parts, isPath);
  } finally {
    ask.isPath = before;
  }
}

function followParts(
  ask: Evaluator,
  file: LinkedFile,
  module: number,
  parts: readonly string[],
  isPath: boolean,
): Entity | undefined {
  const [head = '', ...rest] = parts;
  ask.isPath = rest.length > 0 || isPath;
  let entity = head === 'self' ? moduleEntity(file, module) : (pathHead(ask, file, module, head) ?? undefined);
  const isWord = /^(?:self|super|crate)$/.test(head);
  if (entity === undefined) {
    if (isWord) return undefined;
    entity = (rest.length === 0 ? moduleAt(ask, file, `extern ${head}`) : undefined) ?? ask.lookup(file, module, head);
    if (entity === undefined) return { kind: 'external' };
  }
  for (const [index, part] of rest.entries()) {
    ask.isPath = index < rest.length - 1 || isPath;
    if (part === 'super' && entity?.kind === 'module') entity = moduleAt(ask, entity.file, 'super');
    else if (part === 'super' && entity?.kind === 'definition') entity = pathHead(ask, entity.file, entity.index, 'super');
    else entity = entity === undefined ? undefined : ask.member(entity, part);
  }
  return entity;
}
