import { posix } from 'node:path';
import type { Surface } from '../parse/pack-facts.ts';
import { folderOf, foldersUp } from './folders.ts';
import type { Layout } from './layout.ts';
import type { Resolved } from './resolve-imports.ts';

const OVERVIEWS = ['README.md', 'readme.md', 'index.md', 'index.mdx'];

/** The files that a document links to or names. `null` where it names one that is not there though its folder is. */
export function resolveDocument(layout: Layout, from: string, imports: Surface['imports']): Resolved {
  const resolved: Record<string, string | null> = Object.create(null);
  for (const [specifier, , imported] of imports) {
    const target = imported === '*' ? resolveLink(layout, from, specifier) : resolvePath(layout, from, specifier);
    if (target !== 'external' && resolved[specifier] == null) resolved[specifier] = target;
  }
  return resolved;
}

function resolveLink(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const path = specifier.startsWith('/') ? posix.normalize(specifier.slice(1)) : posix.join(folderOf(from), specifier);
  const found = findFile(layout, path);
  if (found !== null || path.startsWith('..') || path === '.') return found ?? 'external';
  // What has no ending is an address of the site that is made of the documents.
  return layout.hasFolder(path.replace(/\/$/, '')) || specifier.startsWith('/') || posix.extname(path) === '' ? 'external' : null;
}

function findFile(layout: Layout, path: string): string | null {
  const base = path.replace(/\/$/, '');
  if (layout.paths.has(base)) return base;
  const overview = OVERVIEWS.map((name) => (base === '.' ? name : `${base}/${name}`)).find((each) => layout.paths.has(each));
  return overview ?? [`${base}.md`, `${base}.mdx`].find((each) => layout.paths.has(each)) ?? null;
}

/** In backticks a path is told from the document, from the root, or by as much of its end as is needed. */
function resolvePath(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const path = posix.normalize(specifier.replace(/^\/|\/$/g, ''));
  if (path.startsWith('..')) {
    const outer = posix.join(folderOf(from), path);
    return layout.paths.has(outer) ? outer : 'external';
  }
  let outermost: string | null = null;
  for (const folder of foldersUp(from)) {
    const direct = posix.join(folder, path);
    if (layout.paths.has(direct)) return direct;
    if (layout.hasFolder(direct)) return 'external';
    if (path.includes('/') && layout.hasFolder(posix.join(folder, path.split('/')[0]!))) outermost ??= folderOf(direct);
  }
  const ending = layout.endingWith(path);
  for (const folder of foldersUp(from)) {
    const inside = folder === '' ? ending : ending.filter((each) => each.startsWith(`${folder}/`));
    if (inside.length === 1) return inside[0]!;
    if (inside.length > 1) return 'external';
  }
  return outermost !== null && layout.hasFolder(outermost) && posix.extname(path) !== '' ? null : 'external';
}
