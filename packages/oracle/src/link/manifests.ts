import { type DotnetManifest, isDotnetManifest, parseDotnet } from './dotnet-projects.ts';

/** What a manifest says about how modules are named. */
export type Manifest =
  | DotnetManifest
  | { kind: 'package'; name: string | null; main: string | null; exports: unknown; imports: unknown }
  | { kind: 'go'; module: string }
  | {
      kind: 'cargo';
      name: string | null;
      lib: string | null;
      libName: string | null;
      dependencies: [name: string, crate: string][];
      /** Paths of programs, tests, examples and benchmarks that are written down. */
      targets: string[];
      /** Folders in which not every file is a program of its own. */
      listed: string[];
    }
  | { kind: 'tsconfig'; extends: string[]; baseUrl: string | null; paths: [pattern: string, targets: string[]][] };

/** package.json, go.mod, Cargo.toml, tsconfig.json and its relatives, project files of .NET and what they import. */
export function isManifest(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    name === 'package.json' ||
    name === 'go.mod' ||
    name === 'Cargo.toml' ||
    isDotnetManifest(name) ||
    /^(?:ts|js)config(?:\.[\w-]+)*\.json$/.test(name)
  );
}

/** Reads a manifest; null when it is not one that anybody could use. */
export function parseManifest(path: string, text: string): Manifest | null {
  if (path.endsWith('go.mod')) {
    const module = /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1];
    return module === undefined ? null : { kind: 'go', module };
  }
  if (isDotnetManifest(path)) return parseDotnet(text);
  if (path.endsWith('Cargo.toml')) return parseCargo(text);
  let data: unknown;
  try {
    data = JSON.parse(stripComments(text));
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') return null;
    throw error;
  }
  if (!isRecord(data)) return null;
  if (path.endsWith('package.json')) {
    const main = textOf(data.source) ?? textOf(data.module) ?? textOf(data.main);
    return { kind: 'package', name: textOf(data.name), main, exports: data.exports ?? null, imports: data.imports ?? null };
  }
  const options = isRecord(data.compilerOptions) ? data.compilerOptions : {};
  const paths = isRecord(options.paths) ? Object.entries(options.paths) : [];
  return {
    kind: 'tsconfig',
    extends: [data.extends].flat().filter((each) => typeof each === 'string'),
    baseUrl: textOf(options.baseUrl),
    paths: paths.map(([pattern, targets]) => [pattern, [targets].flat().filter((each) => typeof each === 'string')]),
  };
}

/** What Cargo finds by itself unless this is false, and where. */
const DISCOVERED: Readonly<Record<string, string>> = {
  autobins: 'src/bin',
  autotests: 'tests',
  autoexamples: 'examples',
  autobenches: 'benches',
};

/** The few lines of a Cargo.toml that say what crates are called; each of these fits on one. */
function parseCargo(text: string): Manifest {
  const manifest: Extract<Manifest, { kind: 'cargo' }> = {
    kind: 'cargo',
    name: null,
    lib: null,
    libName: null,
    dependencies: [],
    targets: [],
    listed: [],
  };
  let section = '';
  for (const line of text.split('\n')) {
    section = /^\s*\[+\s*([^\]]*?)\s*\]/.exec(line)?.[1] ?? section;
    const [, key, value] = /^\s*"?([\w.-]+)"?\s*=\s*(.*)$/.exec(line) ?? [];
    const single = /(?:^|\.)(?:dev-|build-)?dependencies\.([\w-]+)$/.exec(section)?.[1];
    if (single !== undefined && /^\s*\[/.test(line)) manifest.dependencies.push([single, single]);
    if (key === undefined || value === undefined) continue;
    const quoted = /^["']([^"']*)["']/.exec(value)?.[1] ?? null;
    if (section === 'package' && key === 'name') manifest.name = quoted;
    else if (section === 'package' && Object.hasOwn(DISCOVERED, key) && value.startsWith('false'))
      manifest.listed.push(DISCOVERED[key]!);
    else if (/^(?:bin|test|example|bench)$/.test(section) && key === 'path' && quoted !== null) manifest.targets.push(quoted);
    else if (section === 'lib' && key === 'path') manifest.lib = quoted;
    else if (section === 'lib' && key === 'name') manifest.libName = quoted;
    else if (/(?:^|\.)(?:dev-|build-)?dependencies$/.test(section)) {
      const name = key.split('.', 1)[0]!;
      manifest.dependencies.push([name, /\bpackage\s*=\s*["']([^"']+)/.exec(value)?.[1] ?? name]);
    } else if (single !== undefined && key === 'package' && quoted !== null) manifest.dependencies.push([single, quoted]);
  }
  return manifest;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** tsconfig.json may hold comments and commas before a closing bracket; what is in quotes stays. */
function stripComments(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*.*?\*\//gs, (_all, quoted: string | undefined) => quoted ?? ' ')
    .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_all, quoted: string | undefined) => quoted ?? '');
}
