// Members that are written apart from what they belong to.
import type { Definition, NodeType } from '../facts.ts';

const OWNERS: ReadonlySet<NodeType> = new Set(['class', 'interface', 'struct', 'enum', 'type']);
const HOLDERS: ReadonlySet<NodeType> = new Set(['class', 'function', 'constant']);

/** Names of names of a type: more than people write. */
const MOST_NAMES = 5;

/** A type is said to implement another one. */
export interface Claim {
  owner: string;
  parent: number;
  base: string;
}

/** A function whose prototype gets members, or those of what it extends. */
export interface Constructor {
  name: string;
  parent: number;
  base: string | undefined;
}

interface Apart {
  readonly claims: readonly Claim[];
  readonly constructors: readonly Constructor[];
  /** Indexes of what is put into its owner by an assignment. */
  readonly assigned: readonly number[];
}

/** Puts what belongs to a symbol of this file into it; of other files' it is remembered whose it is. */
export function settleOwners(definitions: readonly Definition[], apart: Apart): void {
  settleConstructors(definitions, apart.constructors);
  settleAssigned(definitions, apart.assigned);
  // The types that an `impl` gives other names are its own.
  const types = indexOf(
    definitions,
    ({ type, constructs, owner }) => (OWNERS.has(type) && !(type === 'type' && owner !== undefined)) || constructs === true,
  );
  // What is written for another name of a type is the type's.
  const typeNamed = (parent: number, name: string): number | undefined => {
    let index = types.get(`${parent} ${name}`);
    for (let step = 0; index !== undefined && step < MOST_NAMES; step++) {
      const { type, returns } = definitions[index]!;
      const meant = type === 'type' && returns !== null ? types.get(`${parent} ${returns}`) : undefined;
      if (meant === undefined || meant === index) break;
      index = meant;
    }
    return index;
  };
  for (const [own, definition] of definitions.entries()) {
    const index = definition.owner === undefined ? undefined : typeNamed(definition.parent, definition.owner);
    // Broken code may say of two that each is within the other.
    if (index === undefined || isWithin(definitions, index, own)) continue;
    // A test has the members of what the name of its fixture stands for.
    if (definition.type === 'test' && definitions[index]!.type === 'type') continue;
    definition.parent = index;
    delete definition.owner;
  }
  for (const { owner, parent, base } of apart.claims) {
    const index = typeNamed(parent, owner);
    if (index !== undefined && !definitions[index]!.interfaces.includes(base)) definitions[index]!.interfaces.push(base);
  }
}

function isWithin(definitions: readonly Definition[], index: number, outer: number): boolean {
  for (let at = index; at > 0; at = definitions[at]!.parent) if (at === outer) return true;
  return false;
}

function settleConstructors(definitions: readonly Definition[], constructors: readonly Constructor[]): void {
  if (constructors.length === 0) return;
  const functions = indexOf(definitions, ({ type }) => type === 'function');
  for (const { name, parent, base } of constructors) {
    const index = functions.get(`${parent} ${name}`);
    if (index === undefined) continue;
    const { bases } = definitions[index]!;
    definitions[index]!.constructs = true;
    if (base !== undefined && !bases.includes(base)) bases.push(base);
  }
}

/** What is put into something of this file is its member; else it is a function that stands for itself. */
function settleAssigned(definitions: readonly Definition[], assigned: readonly number[]): void {
  if (assigned.length === 0) return;
  const holders = indexOf(definitions, ({ type }) => HOLDERS.has(type));
  for (const index of assigned) {
    const definition = definitions[index]!;
    const holder = holders.get(`${definition.parent} ${definition.owner}`);
    if (holder === undefined) definition.type = 'function';
    else definition.parent = holder;
    delete definition.owner;
  }
}

/** The first of each name and place. */
function indexOf(definitions: readonly Definition[], isMeant: (definition: Definition) => boolean): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, definition] of definitions.entries()) {
    const key = `${definition.parent} ${definition.name}`;
    if (isMeant(definition) && !found.has(key)) found.set(key, index);
  }
  return found;
}
