import type { Binding, Field } from '../facts.ts';
import type { Family } from '../languages/language.ts';
import { languageByName } from '../languages/languages.ts';
import type { Surface, SurfaceDefinition } from '../parse/pack-facts.ts';
import type { Resolved } from './resolve-imports.ts';

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
  private readonly bindings = new Map<string, Binding[]>();
  private readonly fields = new Map<string, Field[]>();
  private readonly imports = new Map<string, [specifier: string, imported: string | null]>();
  readonly starImports: readonly string[];

  constructor(path: string, fileId: number, surface: Surface, resolved: Resolved) {
    this.path = path;
    this.fileId = fileId;
    this.surface = surface;
    this.resolved = resolved;
    const language = languageByName(surface.language)!;
    this.family = language.family;
    this.globals = language.globals;
    // A test's name is a sentence, even where it is one word: no code says it.
    for (const [index, definition] of surface.definitions.entries())
      if (index > 0 && definition.type !== 'test') add(this.children, `${definition.parent} ${definition.name}`, index);
    for (const binding of surface.bindings) add(this.bindings, `${binding.within} ${binding.name}`, binding);
    for (const field of surface.fields) add(this.fields, `${field.within} ${field.name}`, field);
    for (const [specifier, local, imported] of surface.imports)
      if (local !== null && local !== '*') this.imports.set(local, [specifier, imported]);
    this.starImports = surface.imports.filter(([, local]) => local === '*').map(([specifier]) => specifier);
  }

  definition(index: number): SurfaceDefinition {
    return this.surface.definitions[index]!;
  }

  /** Definitions of this name that are written directly in another. */
  childrenOf(parent: number, name: string): readonly number[] {
    return this.children.get(`${parent} ${name}`) ?? [];
  }

  /** What the variable of this name holds; undefined when there is no such variable, null when that is not known. */
  binding(within: number, name: string): Binding | null | undefined {
    return single(this.bindings.get(`${within} ${name}`));
  }

  /** Bindings that no other file needs. */
  addBindings(bindings: readonly Binding[]): void {
    for (const binding of bindings) add(this.bindings, `${binding.within} ${binding.name}`, binding);
  }

  field(owner: number, name: string): Field | null | undefined {
    return single(this.fields.get(`${owner} ${name}`));
  }

  importOf(local: string): [specifier: string, imported: string | null] | undefined {
    return this.imports.get(local);
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const NOTHING = new Set(['None', 'null', 'undefined']);

/** The one thing that is known, when all that is assigned is that; a type that is written down goes before what is assigned. */
function single<T extends Binding>(list: readonly T[] | undefined): T | null | undefined {
  if (list === undefined) return undefined;
  const assigned = list.filter((each) => each.expression !== null && !NOTHING.has(each.expression));
  const typed = assigned.filter((each) => each.kind === 'type');
  const known = typed.length > 0 ? typed : assigned;
  const [first] = known;
  return first !== undefined && known.every((each) => each.expression === first.expression && each.kind === first.kind)
    ? first
    : null;
}
