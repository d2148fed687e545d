import { posix } from 'node:path';
import { folderOf } from './folders.ts';
import type { Layout } from './layout.ts';
import type { NameRules } from './name-rules.ts';
import { published, publishedMember } from './published.ts';
import { spaceKey } from './published-names.ts';

/** The package that a path imports, as it is called in the whole repository; `external` for one of another module, null when there should be one and is not. */
export function resolveGo(layout: Layout, from: string, specifier: string): string | 'external' | null {
  for (const { module, folder } of layout.goModules) {
    if (specifier !== module && !specifier.startsWith(`${module}/`)) continue;
    const inside = posix.join(folder, specifier.slice(module.length + 1));
    const path = inside === '.' ? '' : inside;
    return layout.goFolders.has(path) ? `go//${path}` : null;
  }
  if (!specifier.startsWith('.')) return 'external';
  const path = posix.join(folderOf(from), specifier);
  return layout.goFolders.has(path) ? `go//${path}` : null;
}

export const goRules: NameRules = {
  words: {},
  bareMembers: false,
  methodsApart: false,
  everyMember: new Set(),
  imported: (_ask, file, _scope, specifier, imported) => {
    if (!(specifier in file.resolved)) return { kind: 'external' };
    const space = file.resolved[specifier];
    if (space == null) return undefined;
    return imported === '*' ? { kind: 'package', space, from: file } : undefined;
  },
  outer: (ask, file, scope, name) => {
    const own = published(ask, ownSpace(file, scope), name, file);
    if (own !== undefined) return own;
    for (const specifier of file.starImports) {
      const space = file.resolved[specifier];
      const found = space == null ? undefined : published(ask, space, name, file);
      if (found !== undefined) return found;
    }
    return undefined;
  },
  elsewhere: (ask, file, index, name) => {
    const type = file.definition(index);
    if (type.parent !== 0) return undefined;
    return publishedMember(ask, ownSpace(file, index), type.name, name, file);
  },
  inner: () => undefined,
  importedSpace: (file, specifier) => file.resolved[specifier] ?? null,
};

function ownSpace(file: Parameters<NameRules['outer']>[1], _scope: number): string {
  return spaceKey('go', file.path, file.surface.namespace);
}
