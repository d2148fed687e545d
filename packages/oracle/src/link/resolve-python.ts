import { folderOf } from './folders.ts';
import type { Layout } from './layout.ts';

/** The file of a Python module as `from` names it (`.a.b` or `a.b`), `external` for one that is not in the repository, null when it should be and is not. */
export function resolvePython(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const dots = /^\.*/.exec(specifier)![0].length;
  const parts = specifier
    .slice(dots)
    .split('.')
    .filter((part) => part !== '');
  if (dots > 0) {
    let folder = folderOf(from);
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    return findModule(layout, folder, parts);
  }
  const [top] = parts;
  const roots = top === undefined ? undefined : layout.pythonRoots.get(top);
  if (roots === undefined) return 'external';
  const root = chooseRoot(roots, from, layout, top!);
  return root === null ? 'external' : findModule(layout, root, parts);
}

/** Beside the importing file first, then at the root and in `src`; elsewhere only the one package of that name. */
function chooseRoot(roots: readonly string[], from: string, layout: Layout, top: string): string | null {
  let folder = folderOf(from);
  for (;;) {
    if (roots.includes(folder)) return folder;
    const source = folder === '' ? 'src' : `${folder}/src`;
    if (roots.includes(source)) return source;
    if (folder === '') break;
    folder = folderOf(folder);
  }
  const packages = roots.filter((root) => layout.paths.has(`${root}/${top}/__init__.py`));
  return packages.length === 1 ? packages[0]! : null;
}

function findModule(layout: Layout, folder: string, parts: readonly string[]): string | null {
  const base = [folder, ...parts].filter((part) => part !== '').join('/');
  const candidates =
    base === '' ? ['__init__.py', '__init__.pyi'] : [`${base}/__init__.py`, `${base}.py`, `${base}.pyi`, `${base}/__init__.pyi`];
  return candidates.find((each) => layout.paths.has(each)) ?? null;
}
