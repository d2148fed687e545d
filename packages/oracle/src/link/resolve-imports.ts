import { languageByName } from '../languages/languages.ts';
import type { WrittenImports } from '../parse/pack-facts.ts';
import type { Layout } from './layout.ts';
import { resolveInclude } from './resolve-c.ts';
import { resolveCsharp } from './resolve-csharp.ts';
import { resolveDocument } from './resolve-document.ts';
import { resolveEcmascript } from './resolve-ecmascript.ts';
import { resolveGo } from './resolve-go.ts';
import { resolvePython } from './resolve-python.ts';
import { resolveRuby } from './resolve-ruby.ts';
import { resolveRust } from './resolve-rust.ts';

/** For each module name that a file uses: the path of the file in the repository, `null` for none where there should be one. What is not here is external. */
export type Resolved = Readonly<Record<string, string | null>>;

/** Resolves all module names of a file. Depends on nothing but which files there are and what manifests say. */
export function resolveImports(layout: Layout, path: string, surface: WrittenImports): Resolved {
  const family = languageByName(surface.language)?.family;
  if (family === 'documents') return resolveDocument(layout, path, surface.imports);
  if (family === 'rust') return resolveRust(layout, path, surface);
  // What a package gives is asked of the files that are in it.
  if (family === 'java') return {};
  if (family === 'csharp') return resolveCsharp(layout, path);
  // Where names are given to namespaces, a module name stands for one.
  if (family === 'php') return Object.create(null) as Resolved;
  const python = family === 'python';
  const resolved: Record<string, string | null> = Object.create(null);
  const resolve = (specifier: string, isRequired: boolean) => {
    if (specifier in resolved) return;
    const target = (
      family === 'go'
        ? resolveGo
        : family === 'c'
          ? resolveInclude
          : family === 'ruby'
            ? resolveRuby
            : python
              ? resolvePython
              : resolveEcmascript
    )(layout, path, specifier);
    if (target !== 'external' && (isRequired || target !== null)) resolved[specifier] = target;
  };
  for (const [, , specifier] of surface.exports) if (specifier !== null) resolve(specifier, true);
  for (const [specifier, , imported] of surface.imports) {
    if (!python) {
      resolve(specifier, true);
      continue;
    }
    // `from .a import b`: b may be a module of its own, and then `.a` need not be one.
    const member =
      imported === null || imported === '*' ? null : specifier.endsWith('.') ? specifier + imported : `${specifier}.${imported}`;
    if (member !== null) resolve(member, false);
    resolve(specifier, member === null || !(member in resolved));
    for (let dot = specifier.indexOf('.', 1); dot > 0 && !specifier.startsWith('.'); dot = specifier.indexOf('.', dot + 1))
      resolve(specifier.slice(0, dot), false);
  }
  return resolved;
}
