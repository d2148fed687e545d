import { csharpObjectMembers } from '../languages/csharp-globals.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { published } from './published.ts';
import { MEMBERSHIP, spaceKey } from './published-names.ts';

const keyOf = (file: LinkedFile, namespace: string): string => spaceKey('csharp', file.path, namespace);
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

/** The file's namespaces and those around them, the innermost first. */
function namespacesAround(file: LinkedFile): string[] {
  const around = new Set<string>();
  const declared = new Set([file.surface.namespace, ...file.surface.definitions.map((definition) => definition.namespace ?? '')]);
  for (const namespace of declared)
    for (let name = namespace; name !== ''; name = name.slice(0, Math.max(name.lastIndexOf('.'), 0))) around.add(name);
  return [...around];
}

export const csharpRules: NameRules = {
  words: { this: 'instance', base: 'super' },
  bareMembers: true,
  methodsApart: false,
  everyMember: csharpObjectMembers,
  imported: (ask, file, _scope, specifier) => follow(ask, file, specifier),
  outer: (ask, file, _scope, name) => {
    for (const namespace of namespacesAround(file)) {
      const found = published(ask, keyOf(file, namespace), name, file);
      if (found !== undefined) return found;
      const inside = keyOf(file, `${namespace}.${name}`);
      if (isKnown(ask, inside)) return { kind: 'package', space: inside, from: file };
    }
    let isExternal = false;
    for (const specifier of file.starImports) {
      const holder = follow(ask, file, specifier);
      const found = holder === undefined ? undefined : ask.member(holder, name);
      if (found?.kind === 'definition') return found;
      // A repository may add to what the SDK has.
      isExternal ||= holder?.kind === 'external' || /^(?:System|Microsoft)(?:\.|$)/.test(specifier);
    }
    const top = keyOf(file, name);
    if (isKnown(ask, top)) return { kind: 'package', space: top, from: file };
    return isExternal && /^\p{Lu}/u.test(name) ? { kind: 'external' } : undefined;
  },
  /** Another part of a partial class. */
  elsewhere: (ask, file, index, name) => {
    const { name: type, parent, namespace } = file.definition(index);
    if (parent !== 0) return undefined;
    const space = keyOf(file, namespace ?? file.surface.namespace);
    return ask.once(`parts ${space} ${type} ${name}`, () => {
      for (const path of ask.filesOf(space, type)) {
        const other = path === file.path ? null : ask.file(path);
        for (const part of other?.childrenOf(0, type) ?? []) {
          const found = other!.isIn(part, space) ? ask.member({ kind: 'instance', file: other!, index: part }, name) : undefined;
          if (found !== undefined && found.kind !== 'external') return found;
        }
      }
      return undefined;
    });
  },
  inner: ({ space, from }, name) => ({ kind: 'package', space: `${space}.${name}`, from }),
  importedSpace: (file, specifier) => keyOf(file, specifier),
};
