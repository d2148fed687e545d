import type { Binding, Definition, Facts, Field, Use } from '../facts.ts';
import { headOf, type InnerScopes, isInnerName, isNamed, type Place } from './inner-scopes.ts';

/** Written in the inner scope with this number; -1 for none. */
type Inner<T> = T & { inner: number };

interface Found {
  definitions: readonly Definition[];
  bindings: readonly Inner<Binding>[];
  fields: readonly Inner<Field>[];
  uses: readonly Inner<Use>[];
}

/** Gives variables of inner scopes names of their own, when all of the text was read, and leaves out what nothing asks for. */
export function settleNames(scopes: InnerScopes, found: Found): Pick<Facts, 'bindings' | 'fields' | 'uses'> {
  const taken = takenNames(found);
  const isTaken = (within: number, name: string) => taken().has(`${within} ${name}`);
  const settle = <T extends string | null>(text: T, place: Place): T =>
    text === null ? text : (scopes.resolve(text, place, isTaken) as T);
  const bindings = found.bindings.map(({ inner, ...binding }) => ({
    ...binding,
    name: scopes.nameIn(inner, binding.name),
    expression: settle(binding.expression, { within: binding.within, scope: inner }),
  }));
  const fields = found.fields.map(({ inner, ...field }) => ({
    ...field,
    expression: settle(field.expression, { within: field.scope, scope: inner }),
  }));
  const known = new Set<string>();
  for (const { name, expression } of bindings) if (expression !== null) known.add(name);
  const uses = onceEach(
    found.uses.map(({ inner, ...use }) => {
      const place = { within: use.within, scope: inner };
      return use.receiver === null
        ? { ...use, name: settle(use.name, place) }
        : { ...use, receiver: settle(use.receiver, place) };
    }),
  ).filter((use) => use.kind !== 'reference' || !isInnerName(use.name) || known.has(use.name));
  return { bindings: askedFor(bindings, fields, uses), fields, uses };
}

/** Names that definitions have in themselves, as `definition name`. */
function takenNames({ definitions, bindings }: Found): () => ReadonlySet<string> {
  let names: Set<string> | null = null;
  return () => {
    if (names === null) {
      names = new Set();
      for (const { parent, name, type } of definitions)
        if (parent >= 0 && isNamed(type) && !isClass(definitions[parent]!)) names.add(`${parent} ${name}`);
      for (const { within, name, inner } of bindings) if (inner < 0) names.add(`${within} ${name}`);
    }
    return names;
  };
}

/** Its members are no names of the scope within it. */
const isClass = ({ type }: Definition): boolean => type === 'class' || type === 'interface';

/** Which line of a method asks for `?.map` is worth nothing; one of each is kept. */
function onceEach(uses: readonly Use[]): Use[] {
  const seen = new Set<string>();
  return uses.filter(({ within, kind, receiver, name, count }) => {
    const key = `${within} ${kind} ${receiver ?? ''} ${name} ${count ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function askedFor(bindings: readonly Binding[], fields: readonly Field[], uses: readonly Use[]): Binding[] {
  const asked = new Set<string>();
  for (const use of uses) asked.add(use.receiver === null ? use.name : headOf(use.receiver));
  for (const each of [...bindings, ...fields]) if (each.expression !== null) asked.add(headOf(each.expression));
  const taken = new Set<string>();
  return bindings.filter((binding) => {
    const key = `${binding.within} ${binding.name}`;
    const isOuter = binding.within === 0 && !isInnerName(binding.name);
    if (!(asked.has(binding.name) || isOuter) || (taken.has(key) && binding.expression === null)) return false;
    taken.add(key);
    return true;
  });
}
