import { posix } from 'node:path';
import { type DotnetProject, DotnetProjects } from './dotnet-projects.ts';
import { folderOf, foldersUp } from './folders.ts';
import type { Manifest } from './manifests.ts';

export type PackageManifest = Extract<Manifest, { kind: 'package' }>;
type Tsconfig = Extract<Manifest, { kind: 'tsconfig' }>;

/** Which files there are and how their modules are named: all that resolving an import needs. */
export class Layout {
  readonly paths: ReadonlySet<string>;
  /** By name. Two packages of one name are none. */
  readonly packages: ReadonlyMap<string, { folder: string; manifest: PackageManifest } | null>;
  /** Top-level Python modules and packages, and the folders that they lie in. */
  readonly pythonRoots: ReadonlyMap<string, readonly string[]>;
  /** The most precise module path first. */
  readonly goModules: readonly { module: string; folder: string }[];
  /** Crates of the repository by name, with the file that each library starts with. */
  private readonly crates = new Map<string, { name: string; lib: string }>();
  private rustFolders: Map<string, Map<string, string>> | undefined;
  private readonly cargo = new Map<string, Crate>();
  /** Folders that hold a file in Go. */
  readonly goFolders: ReadonlySet<string>;
  private readonly manifests: ReadonlyMap<string, Manifest>;
  private dotnet: DotnetProjects | undefined;
  private readonly aliases = new Map<string, PathAlias[]>();

  constructor(paths: Iterable<string>, manifests: ReadonlyMap<string, Manifest>) {
    this.paths = new Set(paths);
    this.manifests = manifests;
    const packages = new Map<string, { folder: string; manifest: PackageManifest } | null>();
    for (const [path, manifest] of manifests) {
      if (manifest.kind !== 'package' || manifest.name === null) continue;
      packages.set(manifest.name, packages.has(manifest.name) ? null : { folder: folderOf(path), manifest });
    }
    this.packages = packages;
    for (const [path, manifest] of manifests) {
      if (manifest.kind !== 'cargo' || manifest.name === null) continue;
      const lib = posix.join(folderOf(path), manifest.lib ?? 'src/lib.rs');
      if (this.paths.has(lib))
        this.crates.set(manifest.name, { name: (manifest.libName ?? manifest.name).replaceAll('-', '_'), lib });
    }
    this.goModules = [...manifests]
      .flatMap(([path, manifest]) => (manifest.kind === 'go' ? [{ module: manifest.module, folder: folderOf(path) }] : []))
      .sort((a, b) => b.module.length - a.module.length);
    this.goFolders = new Set([...this.paths].filter((path) => path.endsWith('.go')).map(folderOf));
    this.pythonRoots = findPythonRoots(this.paths);
  }

  private suffixes: Map<string, string[]> | undefined;
  private folders: Set<string> | undefined;

  /** The files whose path is this one, or ends with it after a slash. */
  endingWith(suffix: string): readonly string[] {
    this.suffixes ??= groupByName(this.paths);
    const found = this.suffixes.get(suffix.slice(suffix.lastIndexOf('/') + 1)) ?? [];
    return suffix.includes('/') ? found.filter((path) => path === suffix || path.endsWith(`/${suffix}`)) : found;
  }

  /** Whether a file lies in this folder or below it. */
  hasFolder(folder: string): boolean {
    this.folders ??= new Set([...this.paths].flatMap((path) => [...foldersUp(path)]));
    return this.folders.has(folder);
  }

  /** The package whose folder this is. */
  packageAt(folder: string): { folder: string; manifest: PackageManifest } | null {
    const manifest = this.manifests.get(posix.join(folder, 'package.json'));
    return manifest?.kind === 'package' ? { folder, manifest } : null;
  }

  /** The package that a file belongs to, or the nearest one around it of a name. */
  packageOf(path: string, name?: string): { folder: string; manifest: PackageManifest } | null {
    for (const folder of foldersUp(path)) {
      const found = this.packageAt(folder);
      if (found !== null && (name === undefined || found.manifest.name === name)) return found;
    }
    return null;
  }

  /** The Rust package that a file belongs to, and the crates that its code may name. */
  cargoOf(path: string): Crate | null {
    for (const folder of foldersUp(path)) {
      const known = this.cargo.get(folder);
      if (known !== undefined) return known;
      const manifest = this.manifests.get(posix.join(folder, 'Cargo.toml'));
      if (manifest?.kind !== 'cargo' || manifest.name === null) continue;
      const crates = new Map<string, string | null>();
      for (const [name, of] of manifest.dependencies) {
        const found = this.crates.get(of);
        crates.set(name === of && found !== undefined ? found.name : name.replaceAll('-', '_'), found?.lib ?? null);
      }
      const own = this.crates.get(manifest.name);
      if (own !== undefined) crates.set(own.name, own.lib);
      const { targets, listed } = manifest;
      const crate = { folder, lib: own?.lib ?? null, crates: [...crates], targets, listed };
      this.cargo.set(folder, crate);
      return crate;
    }
    return null;
  }

  /** The project of .NET that a file belongs to. */
  dotnetOf(path: string): DotnetProject | null {
    this.dotnet ??= new DotnetProjects(this.manifests);
    return this.dotnet.of(path);
  }

  /** What could be a Rust module in a folder, by name: a file, or a folder with a `mod.rs`. */
  rustModules(folder: string): ReadonlyMap<string, string> {
    if (this.rustFolders === undefined) {
      this.rustFolders = new Map();
      for (const path of this.paths) {
        if (!path.endsWith('.rs')) continue;
        const own = path.endsWith('/mod.rs') ? folderOf(path) : path.slice(0, -3);
        const above = folderOf(own);
        const list = this.rustFolders.get(above) ?? new Map<string, string>();
        list.set(own.slice(above === '' ? 0 : above.length + 1), path);
        this.rustFolders.set(above, list);
      }
    }
    return this.rustFolders.get(folder) ?? new Map();
  }

  /** What `paths` and `baseUrl` of the nearest tsconfig.json make of module names. */
  aliasesFor(path: string): readonly PathAlias[] {
    for (const folder of foldersUp(path)) {
      for (const name of ['tsconfig.json', 'jsconfig.json']) {
        const file = posix.join(folder, name);
        if (this.manifests.get(file)?.kind !== 'tsconfig') continue;
        const known = this.aliases.get(file) ?? this.readAliases(file, new Set());
        this.aliases.set(file, known);
        return known;
      }
    }
    return [];
  }

  private readAliases(file: string, seen: Set<string>): PathAlias[] {
    const manifest = this.manifests.get(file);
    if (manifest?.kind !== 'tsconfig' || seen.has(file)) return [];
    seen.add(file);
    const folder = folderOf(file);
    if (manifest.paths.length > 0 || manifest.baseUrl !== null) return ownAliases(manifest, folder);
    for (const base of manifest.extends.toReversed()) {
      const inherited = this.readAliases(this.extended(base, folder), seen);
      if (inherited.length > 0) return inherited;
    }
    return [];
  }

  private extended(base: string, folder: string): string {
    if (!base.startsWith('.')) {
      const name = base
        .split('/')
        .slice(0, base.startsWith('@') ? 2 : 1)
        .join('/');
      const found = this.packages.get(name);
      return found == null ? base : posix.join(found.folder, base.slice(name.length + 1) || 'tsconfig.json');
    }
    const path = posix.join(folder, base);
    return [path, `${path}.json`, `${path}/tsconfig.json`].find((each) => this.manifests.has(each)) ?? path;
  }
}

export interface Crate {
  folder: string;
  /** The file that its library starts with. */
  lib: string | null;
  /** With the file that each starts with; null for one that is not in the repository. */
  crates: [name: string, lib: string | null][];
  /** Paths within the folder of programs that are written down. */
  targets: readonly string[];
  /** Folders in which not every file is a program of its own. */
  listed: readonly string[];
}

/** `prefix*suffix` stands for each target with `*` replaced; without a star `suffix` is null. */
export interface PathAlias {
  prefix: string;
  suffix: string | null;
  targets: string[];
}

function ownAliases(manifest: Tsconfig, folder: string): PathAlias[] {
  const base = posix.join(folder, manifest.baseUrl ?? '.');
  const aliases = manifest.paths.map(([pattern, targets]): PathAlias => {
    const star = pattern.indexOf('*');
    const absolute = targets.map((target) => posix.join(base, target));
    return star < 0
      ? { prefix: pattern, suffix: null, targets: absolute }
      : { prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), targets: absolute };
  });
  // The pattern that says most comes first.
  aliases.sort((a, b) => Number(a.suffix !== null) - Number(b.suffix !== null) || b.prefix.length - a.prefix.length);
  if (manifest.baseUrl !== null) aliases.push({ prefix: '', suffix: '', targets: [posix.join(base, '*')] });
  return aliases;
}

function findPythonRoots(paths: ReadonlySet<string>): Map<string, string[]> {
  const roots = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const path of paths) {
    if (!/\.pyi?$/.test(path)) continue;
    let top = path.endsWith('/__init__.py') || path.endsWith('/__init__.pyi') ? folderOf(path) : path;
    while (folderOf(top) !== '' && (paths.has(`${folderOf(top)}/__init__.py`) || paths.has(`${folderOf(top)}/__init__.pyi`)))
      top = folderOf(top);
    if (seen.has(top)) continue;
    seen.add(top);
    const root = folderOf(top);
    const name = top.slice(root === '' ? 0 : root.length + 1).replace(/\.pyi?$/, '');
    const list = roots.get(name);
    if (list === undefined) roots.set(name, [root]);
    else if (!list.includes(root)) list.push(root);
  }
  return roots;
}

function groupByName(paths: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [path]);
    else group.push(path);
  }
  return groups;
}
