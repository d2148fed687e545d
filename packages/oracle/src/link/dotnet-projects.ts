// What project files of .NET have every file of a project use.
import { posix } from 'node:path';
import { folderOf, foldersUp } from './folders.ts';
import type { Manifest } from './manifests.ts';

type Element = readonly [name: 'using' | 'import' | 'property', value: string, of: string, conditions: readonly string[]];

/** Project files, and what they import, in the order in which they say it. */
export interface DotnetManifest {
  kind: 'dotnet';
  elements: Element[];
}

/** Far more than people write of one element, of a name, and for one project: every file of it keeps what the project uses. */
const LONGEST_ELEMENT = 2000;
const LONGEST_NAME = 200;
const MOST_FILES = 50;
const MOST_ELEMENTS = 3000;
const MOST_USINGS = 200;
/** `'$(Name)' == 'value'` */
const COMPARED = /^'?\$\((\w+)\)'?\s*(==|!=)\s*(?:'([^'$]*)'|([^\s'$]*))$/;

/** Where the repository stands, in paths from the root: no file has this name. */
const ROOT = '/=';

export function isDotnetManifest(name: string): boolean {
  return /\.(?:csproj|props|targets)$/.test(name);
}

export function parseDotnet(text: string): DotnetManifest {
  const elements: Element[] = [];
  let group = '';
  let around: string[] = [];
  let isComment = false;
  // No value of an attribute has this sign in it.
  for (const piece of text.split('<')) {
    isComment ||= piece.startsWith('!--');
    if (isComment) isComment = !piece.includes('-->');
    else if (piece.length <= LONGEST_ELEMENT) {
      const name = /^\/?[\w.]+/.exec(piece)?.[0] ?? '';
      const attributes = new Map([...piece.matchAll(/\b(\w+)\s*=\s*"([^"]*)"/g)].map(([, key, value]) => [key!, value!]));
      const conditions = [attributes.get('Condition') ?? []].flat();
      const all = [...around, ...conditions];
      if (/^(?:Item|Property)Group$/.test(name)) [group, around] = [name, conditions];
      else if (/^\/(?:Item|Property)Group$/.test(name)) [group, around] = ['', []];
      else if (name === 'Import') elements.push(['import', attributes.get('Project') ?? '', '', all]);
      else if (group === 'PropertyGroup' && /^\w/.test(name))
        elements.push(['property', piece.slice(piece.indexOf('>') + 1).trim(), name, all]);
      else if (name === 'Using' && attributes.has('Include'))
        elements.push(['using', attributes.get('Include')!, attributes.get('Alias') ?? '', all]);
    }
  }
  return { kind: 'dotnet', elements: elements.filter(([, value]) => value !== '') };
}

export interface DotnetProject {
  /** The project file. */
  path: string;
  /** Namespaces and types with their other names, empty for none. */
  usings: readonly (readonly [name: string, alias: string])[];
}

/** The projects of a repository. */
export class DotnetProjects {
  private readonly byFolder = new Map<string, DotnetProject | null>();
  private readonly projects = new Map<string, string>();
  private readonly manifests: ReadonlyMap<string, Manifest>;

  constructor(manifests: ReadonlyMap<string, Manifest>) {
    this.manifests = manifests;
    for (const path of manifests.keys()) if (path.endsWith('.csproj')) this.projects.set(folderOf(path), path);
  }

  /** The project that a file belongs to. */
  of(path: string): DotnetProject | null {
    for (const folder of foldersUp(path)) {
      const project = this.projects.get(folder);
      if (project === undefined) continue;
      const known = this.byFolder.get(folder) ?? { path: project, usings: this.usingsOf(project) };
      this.byFolder.set(folder, known);
      return known;
    }
    return null;
  }

  private usingsOf(project: string): DotnetProject['usings'] {
    const folders = [...foldersUp(project)].reverse();
    const files = (name: string) => folders.map((folder) => posix.join(folder, name));
    const reader = new ProjectReader(this.manifests, project);
    for (const path of [...files('Directory.Build.props'), project, ...files('Directory.Build.targets')]) reader.read(path);
    return reader.usings;
  }
}

class ProjectReader {
  readonly usings: [name: string, alias: string][] = [];
  private readonly manifests: ReadonlyMap<string, Manifest>;
  private readonly properties: Map<string, string>;
  private readonly seen = new Set<string>();
  /** How many elements were read. */
  private elements = 0;

  constructor(manifests: ReadonlyMap<string, Manifest>, project: string) {
    this.manifests = manifests;
    const name = posix.basename(project, '.csproj');
    this.properties = new Map([
      ['msbuildprojectname', name],
      ['msbuildprojectdirectory', posix.join(ROOT, folderOf(project))],
    ]);
  }

  read(path: string): void {
    const manifest = this.manifests.get(path);
    if (manifest?.kind !== 'dotnet' || this.seen.has(path) || this.seen.size === MOST_FILES) return;
    this.seen.add(path);
    const folder = folderOf(path);
    for (const [kind, value, of, conditions] of manifest.elements) {
      if (this.elements++ >= MOST_ELEMENTS) return;
      if (!conditions.every((condition) => this.mayHold(condition))) continue;
      const filled = this.filled(value, folder);
      if (kind === 'property') this.properties.set(of.toLowerCase(), filled);
      else if (kind === 'import') this.readImport(filled.replaceAll('\\', '/'), folder);
      else if (filled.length <= LONGEST_NAME && this.usings.length < MOST_USINGS)
        this.usings.push([filled.replace(/^global::/, ''), of]);
    }
  }

  private readImport(path: string, folder: string): void {
    const whole = posix.resolve(ROOT, folder, path);
    if (whole.startsWith(`${ROOT}/`)) this.read(whole.slice(ROOT.length + 1));
  }

  /** A text with the values of properties in their place; empty where that is too long. */
  private filled(text: string, folder: string): string {
    let filled = '';
    for (const [place, part] of text.split(/\$\((\w+)\)/).entries()) {
      filled += place % 2 === 0 ? part : this.property(part.toLowerCase(), folder);
      if (filled.length > LONGEST_ELEMENT) return '';
    }
    return filled;
  }

  private property(name: string, folder: string): string {
    return name === 'msbuildthisfiledirectory' ? `${posix.join(ROOT, folder)}/` : (this.properties.get(name) ?? '');
  }

  /** A condition that is not understood may. */
  private mayHold(condition: string): boolean {
    const [, name, sign, quoted, value = quoted] = COMPARED.exec(condition.trim()) ?? [];
    if (name === undefined || value === undefined) return true;
    const held = this.properties.get(name.toLowerCase()) ?? '';
    return (held.toLowerCase() === value.toLowerCase()) === (sign === '==');
  }
}
