import { javaObjectMembers } from '../languages/java-globals.ts';
import type { Entity } from './entity.ts';
import type { Evaluator } from './evaluate.ts';
import type { LinkedFile } from './linked-file.ts';
import type { NameRules } from './name-rules.ts';
import { published } from './published.ts';
import { MEMBERSHIP } from './published-names.ts';

const isKnown = (ask: Evaluator, space: string): boolean => ask.filesOf(space, MEMBERSHIP).length > 0;

/** What `com.a.Outer.Inner` or `com.a.Outer.member` stands for: the longest beginning that is a package of the repository, then its members. */
function follow(ask: Evaluator, file: LinkedFile, path: string): Entity | undefined {
  const parts = path.split('.');
  for (let end = parts.length; end > 0; end--) {
    const space = `java//${parts.slice(0, end).join('.')}`;
    if (!isKnown(ask, space)) continue;
    let entity: Entity | undefined = { kind: 'package', space, from: file };
    for (const part of parts.slice(end)) entity = entity === undefined ? undefined : ask.member(entity, part);
    return entity;
  }
  return { kind: 'external' };
}

export const javaRules: NameRules = {
  words: { this: 'instance', super: 'super' },
  bareMembers: true,
  methodsApart: true,
  fieldsApart: true,
  everyMember: javaObjectMembers,
  iteration: { list: 'iterator', each: 'next' },
  givesGiven: /^(?:getBean|mock|spy|readValue|fromJson|convertValue|treeToValue|cast|getMapper|getInstance|unwrap)$/,
  imported: (ask, file, _scope, specifier, imported) =>
    follow(ask, file, imported === null || imported === '*' ? specifier : `${specifier}.${imported}`),
  outer: (ask, file, _scope, name) => {
    const own = published(ask, `java//${file.surface.namespace}`, name, file);
    if (own !== undefined) return own;
    let isExternal = false;
    for (const specifier of file.starImports) {
      const holder = follow(ask, file, specifier);
      const found = holder === undefined ? undefined : ask.member(holder, name);
      if (found?.kind === 'definition') return found;
      isExternal ||= holder?.kind === 'external';
    }
    if (isExternal && !file.globals.has(name)) return { kind: 'external' };
    // `com.a.B` written out where it is used.
    const top = file.surface.namespace.split('.', 1)[0];
    return name === top
      ? { kind: 'package', space: `java//${name}`, from: file }
      : /^javax?$/.test(name)
        ? { kind: 'external' }
        : undefined;
  },
  importedSpace: (_file, specifier) => `java//${specifier}`,
  inner: (space, name) =>
    /^\p{Lu}/u.test(name) ? undefined : { kind: 'package', space: `${space.space}.${name}`, from: space.from },
};
