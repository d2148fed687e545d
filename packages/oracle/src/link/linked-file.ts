import type { Binding, Field } from '../facts.ts';
import type { Family } from '../languages/language.ts';
import { languageByName } from '../languages/languages.ts';
import type { Surface, SurfaceDefinition } from '../parse/pack-facts.ts';
import { calledNames, spaceKey } from './published-names.ts';
import type { Resolved } from './resolve-imports.ts';

function isConstructor({ definitions, language }: Surface, index: number): boolean {
  const { type, name, parent } = definitions[index]!;
  return type === 'method' && parent > 0 && definitions[parent]!.name === name && /^(?:java|csharp)$/.test(language);
}

/** What no code calls: constructors that have the name of their type. */
export const CONSTRUCTOR = '.ctor';

type ImportedName = [specifier: string, imported: string | null];

/** A file's surface with what is needed to look names up in it quickly. */
export class LinkedFile {
  readonly path: string;
  /** Number of the file: identifiers of its nodes start from it. */
  readonly fileId: number;
  readonly surface: Surface;
  readonly resolved: Resolved;
  readonly family: Family;
  readonly globals: ReadonlySet<string>;
  private readonly children = new Map<string, number[]>();
  private readonly givenMembers = new Map<string, number[]>();
  private readonly bindings = new Map<string, Binding[]>();
  private readonly fields = new Map<string, Field[]>();
  private readonly imports = new Map<string, ImportedName[]>();
  /** Of one definition alone. */
  private readonly innerImports = new Map<string, ImportedName>();
  private readonly innerStars = new Map<number, string[]>();
  private extensions: Map<string, number[]> | undefined;
  private several: boolean | undefined;
  private fixtures: Map<string, number> | undefined;
  readonly starImports: readonly string[];

  constructor(path: string, fileId: number, surface: Surface, resolved: Resolved) {
    this.path = path;
    this.fileId = fileId;
    this.surface = surface;
    this.resolved = resolved;
    const language = languageByName(surface.language)!;
    this.family = language.family;
    this.globals = language.globals;
    // A test's name is a sentence, even where it is one word: no code says it. In Python it is a function.
    // Nor does any name a constructor: its class stands for it. Members of an object without a name are named by nobody.
    for (const [index, definition] of surface.definitions.entries())
      if (index > 0 && !definition.isMember && (definition.type !== 'test' || this.family === 'python'))
        for (const name of isConstructor(surface, index) ? [CONSTRUCTOR] : calledNames(definition))
          add(
            this.children,
            `${definition.owner === undefined ? '' : `${definition.owner.slice(definition.owner.lastIndexOf('.') + 1)}.`}${definition.parent} ${name}`,
            index,
          );
    for (const [index, { givenAt, parent, name }] of surface.definitions.entries())
      if (givenAt !== undefined) add(this.givenMembers, `${parent} ${givenAt}${name}`, index);
    for (const binding of surface.bindings) add(this.bindings, `${binding.within} ${binding.name}`, binding);
    for (const field of surface.fields) add(this.fields, `${field.within} ${field.name}`, field);
    for (const [specifier, local, imported, within] of surface.imports) {
      if (local === null) continue;
      if (within !== undefined) {
        if (local === '*') add(this.innerStars, within, specifier);
        else this.innerImports.set(`${within} ${local}`, [specifier, imported]);
      } else if (local !== '*') add(this.imports, local, [specifier, imported]);
    }
    this.starImports = surface.imports
      .filter(([, local, , within]) => local === '*' && within === undefined)
      .map(([specifier]) => specifier);
  }

  definition(index: number): SurfaceDefinition {
    return this.surface.definitions[index]!;
  }

  /** Definitions of this name that are written directly in another. */
  childrenOf(parent: number, name: string): readonly number[] {
    return this.children.get(`${parent} ${name}`) ?? [];
  }

  /** What is in the objects that a function gives back, or that a constant is, under a name or names joined by dots. */
  givenMembersOf(index: number, names: string): readonly number[] {
    return this.givenMembers.get(`${index} ${names}`) ?? [];
  }

  /** What the variable of this name holds; undefined when there is no such variable, null when that is not known. */
  binding(within: number, name: string): Assigned<Binding> | null | undefined {
    return single(this.bindings.get(`${within} ${name}`));
  }

  /** Bindings that no other file needs. */
  addBindings(bindings: readonly Binding[]): void {
    for (const binding of bindings) add(this.bindings, `${binding.within} ${binding.name}`, binding);
  }

  field(owner: number, name: string): Assigned<Field> | null | undefined {
    const all = this.fields.get(`${owner} ${name}`);
    // What a class says of a field goes before what its methods put into it.
    const declared = this.family === 'ecmascript' ? all?.filter((each) => each.scope === owner && isKnown(each)) : undefined;
    return single(declared === undefined || declared.length === 0 ? all : declared);
  }

  /** The fixture of this name that is written directly in another definition. */
  fixture(parent: number, name: string): number | undefined {
    if (this.fixtures === undefined) {
      this.fixtures = new Map();
      for (const [index, { parent: within, fixture }] of this.surface.definitions.entries())
        if (fixture != null && fixture.name !== null) this.fixtures.set(`${within} ${fixture.name}`, index);
    }
    return this.fixtures.get(`${parent} ${name}`);
  }

  /** Methods that are called like members of their first argument, by name. */
  extensionsOf(name: string): readonly number[] {
    if (this.extensions === undefined) {
      this.extensions = new Map();
      for (const [index, definition] of this.surface.definitions.entries())
        for (const called of definition.extension === undefined ? [] : calledNames(definition))
          add(this.extensions, called, index);
    }
    return this.extensions.get(name) ?? [];
  }

  importOf(local: string): ImportedName | undefined {
    return this.imports.get(local)?.at(-1);
  }

  /** All that a file imports under one name, where that may be several things. */
  importsOf(local: string): readonly ImportedName[] {
    return this.imports.get(local) ?? [];
  }

  /** A name that is imported for one definition alone. */
  innerImportOf(within: number, local: string): ImportedName | undefined {
    return this.innerImports.size === 0 ? undefined : this.innerImports.get(`${within} ${local}`);
  }

  innerStarsOf(within: number): readonly string[] {
    return this.innerStars.get(within) ?? [];
  }

  /** What is said to belong to a type of another file. */
  addedTo(owner: string, name: string): readonly number[] {
    return this.children.get(`${owner}.0 ${name}`) ?? [];
  }

  /** Whether not all of it is in one package or namespace. */
  get hasNamespaces(): boolean {
    this.several ??= this.surface.definitions.some((definition) => definition.namespace !== undefined);
    return this.several;
  }

  /** The package or namespace that a place is in. */
  namespaceAt(index: number): string {
    let at = index;
    while (this.definition(at).parent > 0) at = this.definition(at).parent;
    return this.definition(at).namespace ?? this.surface.namespace;
  }

  /** The packages and namespaces that the file is part of, as they are called in the whole repository. */
  get spaces(): ReadonlySet<string> {
    const declared = new Set([this.surface.namespace, ...this.surface.definitions.map((definition) => definition.namespace)]);
    return new Set(
      [...declared].flatMap((each) => (each === undefined || each === '' ? [] : [spaceKey(this.family, this.path, each)])),
    );
  }

  /** Whether what is at `index` is in this package or namespace, as it is called in the whole repository. */
  isIn(index: number, space: string): boolean {
    const declared = this.definition(index).namespace ?? this.surface.namespace;
    return (declared !== '' || this.family === 'csharp') && spaceKey(this.family, this.path, declared) === space;
  }
}

function add<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const NOTHING = new Set(['None', 'null', 'undefined']);

/** Assignments to one variable: far more than matter. */
const MOST_ASSIGNED = 6;

/** What is known of a variable, and what else is assigned to it: it holds what all of that is. */
export type Assigned<T extends Binding> = T & { others?: readonly T[] };

/** What is known, where it can be one thing; a type that is written down goes before what is assigned. */
function single<T extends Binding>(list: readonly T[] | undefined): Assigned<T> | null | undefined {
  if (list === undefined) return undefined;
  const assigned = list.filter(isKnown);
  const typed = assigned.filter((each) => each.kind === 'type');
  const known = typed.length > 0 ? typed : assigned;
  const [first, ...rest] = known;
  if (first === undefined) return null;
  const others = rest.filter((each) => !isSame(first, each));
  if (others.length === 0) return first;
  const mayAgree = others.length < MOST_ASSIGNED && known.every(({ kind }) => kind === 'value');
  return mayAgree ? { ...first, others } : null;
}

function isKnown({ kind, expression, written }: Binding): boolean {
  return kind === 'fixture' || written !== undefined || (expression !== null && !NOTHING.has(expression));
}

function isSame(one: Binding, other: Binding): boolean {
  if (one === other) return true;
  if (one.steps !== undefined || one.expression !== other.expression || one.kind !== other.kind) return false;
  return one.written === other.written || JSON.stringify(one.written) === JSON.stringify(other.written);
}
