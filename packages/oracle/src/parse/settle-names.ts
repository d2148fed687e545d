import type { Binding, Definition, Facts, Field, Use } from '../facts.ts';
import { headOf, type InnerScopes, isInnerName, isNamed, type Place } from './inner-scopes.ts';

interface Found {
  definitions: readonly Definition[];
  bindings: readonly Binding[];
  /** For each binding, the inner scope that it is in, and where its expression is to be read. */
  boundIn: readonly { inner: number; from: Place }[];
  fields: readonly Field[];
  /** For each field, the inner scope that it is written in; for each use likewise. */
  fieldsIn: readonly number[];
  uses: readonly Use[];
  usedIn: readonly number[];
}

/** Gives variables of inner scopes names of their own, when all of the text was read, and leaves out what nothing asks for. */
export function settleNames(scopes: InnerScopes, found: Found): Pick<Facts, 'bindings' | 'fields' | 'uses'> {
  const { bindings, boundIn, fields, fieldsIn, uses, usedIn } = found;
  if (scopes.hasNames) {
    const taken = takenNames(found);
    const settle = (text: string, within: number, scope: number) => scopes.resolve(text, within, scope, taken);
    for (const [index, binding] of bindings.entries()) {
      const { inner, from } = boundIn[index]!;
      if (binding.expression !== null) binding.expression = settle(binding.expression, from.within, from.scope);
      binding.name = scopes.nameIn(inner, binding.name);
    }
    for (const [index, field] of fields.entries())
      if (field.expression !== null) field.expression = settle(field.expression, field.scope, fieldsIn[index]!);
    for (const [index, use] of uses.entries()) {
      if (use.receiver === null) use.name = settle(use.name, use.within, usedIn[index]!);
      else use.receiver = settle(use.receiver, use.within, usedIn[index]!);
      if (use.narrowed !== undefined) use.narrowed = settle(use.narrowed, use.within, usedIn[index]!);
    }
  }
  const kept = onceEach(withoutVariables(uses, bindings));
  hideFixtures(bindings);
  return { bindings: askedFor(found, kept), fields: [...fields], uses: kept };
}

/** Names that definitions have in themselves, as `definition name`. */
function takenNames({ definitions, bindings, boundIn }: Found): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { parent, name, type } of definitions)
    if (parent >= 0 && isNamed(type) && !isClass(definitions[parent]!)) names.add(`${parent} ${name}`);
  for (const [index, { within, name }] of bindings.entries()) if (boundIn[index]!.inner < 0) names.add(`${within} ${name}`);
  return names;
}

/** Its members are no names of the scope within it. */
const isClass = ({ type }: Definition): boolean => type === 'class' || type === 'interface';

/** Without references to inner variables, but for those that may stand for a symbol. */
function withoutVariables(uses: readonly Use[], bindings: readonly Binding[]): readonly Use[] {
  const known = new Set<string>();
  for (const { name, kind, expression } of bindings) if (kind === 'value' && expression !== null) known.add(name);
  return uses.filter((use) => use.kind !== 'reference' || !isInnerName(use.name) || known.has(use.name));
}

/** Which line of a method asks for `?.map` is worth nothing; one of each is kept. */
function onceEach(uses: readonly Use[]): Use[] {
  const seen = new Set<string>();
  return uses.filter(({ within, kind, receiver, narrowed, name, count }) => {
    const key = `${within} ${kind} ${narrowed ?? receiver ?? ''} ${name} ${count ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A parameter to which something else is assigned is no longer what the fixture gave. */
function hideFixtures(bindings: readonly Binding[]): void {
  if (!bindings.some(({ kind }) => kind === 'fixture')) return;
  const assigned = new Set<string>();
  for (const { kind, within, name } of bindings) if (kind !== 'fixture') assigned.add(`${within} ${name}`);
  for (const binding of bindings)
    if (binding.kind === 'fixture' && assigned.has(`${binding.within} ${binding.name}`)) binding.kind = 'value';
}

function askedFor({ definitions, bindings, fields }: Found, uses: readonly Use[]): Binding[] {
  const asked = new Set<string>();
  for (const use of uses) {
    asked.add(use.receiver === null ? use.name : headOf(use.receiver));
    if (use.narrowed !== undefined) asked.add(headOf(use.narrowed));
  }
  for (const { expression } of bindings) if (expression !== null) asked.add(headOf(expression));
  for (const { fixture } of definitions) for (const each of fixture?.gives ?? []) asked.add(headOf(each));
  for (const { expression } of fields) if (expression !== null) asked.add(headOf(expression));
  const taken = new Set<string>();
  return bindings.filter((binding) => {
    const { name, within, expression, written } = binding;
    if (!asked.has(name) && (within !== 0 || isInnerName(name))) return false;
    const key = `${within} ${name}`;
    if (taken.has(key) && expression === null && written === undefined) return false;
    taken.add(key);
    return true;
  });
}
