import { posix } from 'node:path';
import { folderOf } from './folders.ts';
import type { Layout, PackageManifest } from './layout.ts';
import { isRecord } from './manifests.ts';

const ENDINGS = ['', '.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];
const INDEXES = ['/index.ts', '/index.tsx', '/index.d.ts', '/index.mts', '/index.js', '/index.jsx', '/index.mjs', '/index.cjs'];
/** Compiled names as they are written in imports, and what they are compiled from. */
const COMPILED: readonly [RegExp, readonly string[]][] = [
  [/\.js$/, ['.ts', '.tsx', '.d.ts', '.jsx']],
  [/\.jsx$/, ['.tsx', '.d.ts']],
  [/\.mjs$/, ['.mts', '.d.mts']],
  [/\.cjs$/, ['.cts', '.d.cts']],
  [/\.d\.[mc]?ts$/, ['.ts', '.tsx', '.mts', '.cts']],
];
const OUTPUT =
  /(^|\/)(?:dist|build|lib|out|es|esm|cjs|umd|types|typings)(?:\/(?:esm|cjs|types|src|module|commonjs|browser|node))?\//;
const CONDITIONS = ['source', 'development', 'types', 'import', 'module', 'node', 'default', 'require', 'browser'];
const DEEPEST = 8;

/** The file that `specifier` names when `from` imports it, `external` for one that is not in the repository, null when it should be and is not. */
export function resolveEcmascript(layout: Layout, from: string, specifier: string): string | 'external' | null {
  const name = specifier.replace(/[?].*$/, '');
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(name))
    return name.startsWith('/') ? findFile(layout, name.slice(1)) : findNear(layout, from, posix.join(folderOf(from), name));
  if (/^[a-z][a-z+.-]*:/i.test(name)) return 'external';
  if (name.startsWith('#')) return resolveInternal(layout, from, name) ?? byAlias(layout, from, name);
  const aliased = byAlias(layout, from, name);
  if (aliased !== null) return aliased;
  const packageName = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  // Of several packages of one name, such as in fixtures, the one around is meant.
  const found =
    layout.packages.get(packageName) ?? (layout.packages.has(packageName) ? layout.packageOf(from, packageName) : null);
  if (found === null) return 'external';
  const own = layout.packageOf(from);
  const subpath = name.slice(packageName.length);
  const target = resolvePackage(layout, found, `.${subpath}`);
  // A package may have the name of a public one that it merely uses: itself, it imports only by its exports.
  return target ?? (own?.folder === found.folder ? 'external' : null);
}

function byAlias(layout: Layout, from: string, name: string): string | null {
  for (const { prefix, suffix, targets } of layout.aliasesFor(from)) {
    const matches =
      suffix === null
        ? name === prefix
        : name.startsWith(prefix) && name.endsWith(suffix) && name.length >= prefix.length + suffix.length;
    if (!matches) continue;
    const star = suffix === null ? '' : name.slice(prefix.length, name.length - suffix.length);
    for (const target of targets) {
      const file = findFile(
        layout,
        target.replace('*', () => star),
      );
      if (file !== null) return file;
    }
  }
  return null;
}

function resolveInternal(layout: Layout, from: string, name: string): string | 'external' | null {
  const own = layout.packageOf(from);
  if (own === null) return null;
  for (const target of targetsOf(own.manifest.imports, name)) {
    const file = target.startsWith('.') ? findBuilt(layout, own.folder, target) : 'external';
    if (file !== null) return file;
  }
  return null;
}

function resolvePackage(layout: Layout, found: { folder: string; manifest: PackageManifest }, subpath: string): string | null {
  const { folder, manifest } = found;
  const exported = manifest.exports;
  if (exported !== null) {
    const map = isRecord(exported) && Object.keys(exported).some((key) => key.startsWith('.')) ? exported : { '.': exported };
    for (const target of targetsOf(map, subpath)) {
      const file = findBuilt(layout, folder, target);
      if (file !== null) return file;
    }
  }
  if (subpath !== '.') return findBuilt(layout, folder, subpath) ?? findFile(layout, posix.join(folder, 'src', subpath));
  const main = manifest.main === null ? null : findBuilt(layout, folder, manifest.main);
  return main ?? findFile(layout, posix.join(folder, 'src')) ?? findFile(layout, folder);
}

/** What a map of `exports` or `imports` says of a name, best condition first. */
function targetsOf(map: unknown, name: string): string[] {
  if (!isRecord(map)) return [];
  if (name in map) return conditionTargets(map[name], 0);
  const patterns = Object.keys(map)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.length - a.length);
  for (const pattern of patterns) {
    const [prefix = '', suffix = ''] = pattern.split('*');
    if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length < prefix.length + suffix.length) continue;
    const star = name.slice(prefix.length, name.length - suffix.length);
    return conditionTargets(map[pattern], 0).map((target) => target.replaceAll('*', () => star));
  }
  return [];
}

function conditionTargets(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return [value];
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each) => conditionTargets(each, depth + 1));
  if (!isRecord(value)) return [];
  const rank = (key: string) =>
    key.includes('source') ? -1 : CONDITIONS.includes(key) ? CONDITIONS.indexOf(key) : CONDITIONS.length;
  return Object.keys(value)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((key) => conditionTargets(value[key], depth + 1));
}

/** Tests often import what a build makes of the sources beside them: `../lib/a.js` is `src/a.ts`. */
function findNear(layout: Layout, from: string, path: string): string | null {
  const found = findFile(layout, path) ?? mainOf(layout, path.replace(/\/$/, ''));
  if (found !== null) return found;
  const folder = layout.packageOf(from)?.folder ?? '';
  return folder === '' || path.startsWith(`${folder}/`) ? findBuilt(layout, folder, posix.relative(folder, path)) : null;
}

/** What is required by the folder of a package: `require('..')`. */
function mainOf(layout: Layout, folder: string): string | null {
  const main = layout.packageAt(folder)?.manifest.main ?? null;
  return main === null ? null : findBuilt(layout, folder === '.' ? '' : folder, main);
}

/** A target of a manifest is mostly what a build will make; its source lies under `src`, or at the package's root. */
function findBuilt(layout: Layout, folder: string, target: string): string | null {
  const direct = findFile(layout, posix.join(folder, target));
  if (direct !== null) return direct;
  const relative = posix.join('.', target);
  if (!OUTPUT.test(relative)) return null;
  for (const source of [relative.replace(OUTPUT, '$1src/'), relative.replace(OUTPUT, '$1')]) {
    const file = findFile(layout, posix.join(folder, source));
    if (file !== null) return file;
  }
  return null;
}

function findFile(layout: Layout, path: string): string | null {
  if (path.startsWith('..')) return null;
  const base = path === '.' ? '' : path.replace(/\/$/, '');
  for (const [compiled, sources] of COMPILED) {
    if (!compiled.test(base)) continue;
    // Where both lie side by side, the source is what people mean.
    const stem = base.replace(compiled, '');
    const source = sources.map((ending) => stem + ending).find((each) => layout.paths.has(each));
    if (source !== undefined) return source;
  }
  for (const ending of base === '' ? [] : ENDINGS) if (layout.paths.has(base + ending)) return base + ending;
  for (const index of INDEXES) {
    const file = base === '' ? index.slice(1) : base + index;
    if (layout.paths.has(file)) return file;
  }
  return null;
}
