import { GLOBAL } from '../languages/php-names.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { published } from './published.ts';
import { MEMBERSHIP, spaceKey } from './published-names.ts';

const spaceOf = (file: LinkedFile, namespace: string): string => spaceKey('php', file.path, namespace);

/** A class or function of a namespace, or the namespace within it. Namespaces that no file of the repository is in are external. */
function find(ask: Evaluator, file: LinkedFile, namespace: string, name: string): Entity | undefined {
  const space = spaceOf(file, namespace);
  const found = published(ask, space, name, file);
  if (found !== undefined) return found;
  const inner = spaceOf(file, namespace === GLOBAL ? name : `${namespace}.${name}`);
  if (ask.filesOf(inner, MEMBERSHIP).length > 0) return { kind: 'package', space: inner, from: file };
  // PHP's own functions and classes are in no namespace.
  return namespace !== GLOBAL && ask.filesOf(space, MEMBERSHIP).length > 0 ? undefined : { kind: 'external' };
}

export const phpRules: NameRules = {
  words: { this: 'instance', self: 'class', static: 'class', parent: 'super' },
  bareMembers: false,
  methodsApart: false,
  traitsFirst: true,
  inheritsTypes: true,
  iteration: { list: 'getIterator', each: 'current', at: 'offsetGet' },
  everyMember: new Set(['__construct', 'class', 'cases', 'from', 'tryFrom']),
  imported: (ask, file, _scope, specifier, imported) => (imported === null ? undefined : find(ask, file, specifier, imported)),
  seenFrom: (namespace) => [namespace, GLOBAL],
  outer: (ask, file, scope, name) => {
    if (name.startsWith('$')) return undefined;
    const own = find(ask, file, file.namespaceAt(scope), name);
    // A function that is not in the namespace is looked for in none; so are classes by those who forget the backslash.
    return own ?? find(ask, file, GLOBAL, name);
  },
  inner: ({ space, from }, name) => ({ kind: 'package', space: `${space}.${name}`, from }),
  importedSpace: (file, specifier) => spaceOf(file, specifier),
};
