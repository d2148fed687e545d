import { hash as digest } from 'node:crypto';
import type { Binding, Definition, Extension, Facts, Field, Fixture, Use } from '../facts.ts';
import { isInnerName } from './inner-scopes.ts';
import { splitName } from './split-words.ts';
import { isParameter } from './type-parameters.ts';

/** Node identifiers are the file's number times this, plus a number within the file. */
export const IDS_PER_FILE = 2 ** 21;

/** What other files may need to know to bind a name. It does not hold line numbers: moving code changes nothing here. */
export interface Surface {
  language: string;
  /** Empty in languages whose files are modules. */
  namespace: string;
  definitions: SurfaceDefinition[];
  /** specifier, local, imported, within */
  imports: [string, string | null, string | null, number?][];
  /** exported, local, specifier */
  exports: [string, string | null, string | null][];
  bindings: Binding[];
  fields: Field[];
}

/** What has to be known of a file to say where its imports lead. */
export type WrittenImports = Pick<Surface, 'language' | 'imports' | 'exports'>;

export interface SurfaceDefinition {
  /** Within the file. */
  id: number;
  name: string;
  type: Definition['type'];
  parent: number;
  owner?: string;
  namespace?: string;
  arity?: readonly [least: number, most: number];
  isDeclaration?: boolean;
  isMember?: boolean;
  givenAt?: string;
  exported: boolean;
  bases?: string[];
  interfaces?: string[];
  returns?: string;
  constructs?: boolean;
  gives?: string[];
  written?: Definition['written'];
  fixture?: Fixture;
  generics?: number;
  isPartial?: true;
  extension?: Extension;
  isStatic?: true;
}

/** What only the file itself needs to bind its names. */
export interface Uses {
  uses: Use[];
  bindings: Binding[];
  importLines: number[];
  startLines: number[];
}

/** A row of `nodes`, with the words for full text search: of its name and of its text. Numbers are those within the file. */
export type NodeRow = [
  id: number,
  parent: number | null,
  type: Definition['type'],
  name: string,
  qualified: string,
  startLine: number,
  endLine: number,
  signature: string,
  signatureHash: string,
  docstring: string | null,
  visibility: Definition['visibility'],
  exported: 0 | 1,
  nameWords: string,
  words: string,
];

export interface PackedFacts {
  lines: number;
  hasErrors: boolean;
  /** JSON of `NodeRow[]`, in the order of the numbers. */
  nodes: string;
  /** JSON of `Surface`, and its hash. */
  surface: string;
  surfaceHash: string;
  /** JSON of `WrittenImports`. */
  written: string;
  /** JSON of `Uses`. */
  uses: string;
  /** Whether the file declares something for all others. */
  ambient: boolean;
}

/** Splits facts by who needs them. */
export function packFacts(facts: Facts, ambient: boolean): PackedFacts {
  const { definitions } = facts;
  const qualified = qualifiedNames(definitions);
  const ids = nodeIds(qualified);
  const fieldScopes = new Set(facts.fields.map((field) => field.scope));
  const isOuter = ({ name, within, expression, written }: Binding) =>
    (within === 0 && !isInnerName(name)) ||
    ((expression !== null || written !== undefined) && fieldScopes.has(within)) ||
    (expression !== null && isParameter(expression)) ||
    // What a fixture gives is read where it is written.
    definitions[within]!.fixture !== undefined;
  const surface: Surface = {
    language: facts.language,
    namespace: facts.namespace,
    definitions: definitions.map((definition, index) => ({
      id: ids[index]!,
      name: definition.name,
      type: definition.type,
      parent: definition.parent,
      ...(definition.owner === undefined ? {} : { owner: definition.owner }),
      ...(definition.namespace === undefined ? {} : { namespace: definition.namespace }),
      ...(definition.arity === undefined ? {} : { arity: definition.arity }),
      ...(definition.isDeclaration ? { isDeclaration: true } : {}),
      ...(definition.isMember ? { isMember: true } : {}),
      ...(definition.givenAt === undefined ? {} : { givenAt: definition.givenAt }),
      exported: definition.exported,
      ...(definition.bases.length > 0 ? { bases: definition.bases } : {}),
      ...(definition.interfaces.length > 0 ? { interfaces: definition.interfaces } : {}),
      ...(definition.returns === null ? {} : { returns: definition.returns }),
      ...(definition.constructs ? { constructs: true } : {}),
      ...(definition.gives === undefined ? {} : { gives: definition.gives }),
      ...(definition.written === undefined ? {} : { written: definition.written }),
      ...(definition.fixture === undefined ? {} : { fixture: definition.fixture }),
      ...(definition.generics === undefined ? {} : { generics: definition.generics }),
      ...(definition.isPartial ? { isPartial: true } : {}),
      ...(definition.extension === undefined ? {} : { extension: definition.extension }),
      ...(definition.isStatic ? { isStatic: true } : {}),
    })),
    imports: facts.imports.map(({ specifier, local, imported, within }) =>
      within === undefined ? [specifier, local, imported] : [specifier, local, imported, within],
    ),
    exports: facts.exports.map(({ exported, local, specifier }) => [exported, local, specifier]),
    bindings: facts.bindings.filter(isOuter),
    fields: facts.fields,
  };
  const json = JSON.stringify(surface);
  const uses: Uses = {
    uses: facts.uses,
    bindings: facts.bindings.filter((binding) => !isOuter(binding)),
    importLines: facts.imports.map((each) => each.line),
    startLines: definitions.map((each) => each.startLine),
  };
  const nodes = definitions.map(
    (each, index): NodeRow => [
      ids[index]!,
      each.parent < 0 ? null : ids[each.parent]!,
      each.type,
      each.name,
      qualified[index]!,
      each.startLine,
      each.endLine,
      each.signature,
      each.signatureHash,
      each.docstring,
      each.visibility,
      each.exported ? 1 : 0,
      splitName(each.name),
      facts.words[index]!,
    ],
  );
  // Full text takes rows in the order of their numbers, or it starts a new segment for each.
  nodes.sort((a, b) => a[0] - b[0]);
  return {
    lines: facts.lines,
    hasErrors: facts.hasErrors,
    nodes: JSON.stringify(nodes),
    surface: json,
    surfaceHash: digest('sha256', json),
    written: JSON.stringify(writtenImports(surface)),
    uses: JSON.stringify(uses),
    ambient,
  };
}

/** Each module name once, whatever is taken from it is called here. */
function writtenImports({ language, imports, exports }: Surface): WrittenImports {
  const seen = new Set<string>();
  const isNew = (key: string) => !seen.has(key) && seen.add(key);
  return {
    language,
    imports: imports
      .filter(([specifier, , imported]) => isNew(`${specifier}\0${imported}`))
      .map(([specifier, , imported]) => [specifier, null, imported]),
    exports: exports
      .filter(([, , specifier]) => specifier !== null && isNew(`\0${specifier}`))
      .map(([, , specifier]) => ['', null, specifier]),
  };
}

const LONGEST_QUALIFIED = 500;

function qualifiedNames(definitions: readonly Definition[]): string[] {
  const names: (string | undefined)[] = [];
  // What belongs to a type may stand before it. Types belong to none, so this is at most a second step.
  const nameOf = (index: number): string => {
    const known = names[index];
    if (known !== undefined) return known;
    const { name, parent } = definitions[index]!;
    const owner = definitions[index]!.owner?.split('.').at(-1);
    const around = parent <= 0 ? '' : nameOf(parent);
    const outer = owner === undefined ? around : around === '' ? owner : `${around}.${owner}`;
    const whole = outer === '' || outer.length > LONGEST_QUALIFIED ? name : `${outer}.${name}`;
    names[index] = whole;
    return whole;
  };
  return definitions.map((_, index) => nameOf(index));
}

/** A symbol keeps its number while its name and its place among namesakes stay, whatever is written around it. */
function nodeIds(qualified: readonly string[]): number[] {
  const taken = new Set<number>([0]);
  const namesakes = new Map<string, number>();
  return qualified.map((name, index) => {
    if (index === 0) return 0;
    const before = namesakes.get(name) ?? 0;
    namesakes.set(name, before + 1);
    let id = hash(`${name}#${before}`) % IDS_PER_FILE;
    while (taken.has(id)) id = (id + 1) % IDS_PER_FILE;
    taken.add(id);
    return id;
  });
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
