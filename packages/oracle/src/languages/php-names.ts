// What names of PHP stand for, which the text alone says: an alias, or else the namespace, decides on the first part of a qualified name.
import type { FactsBuilder } from '../parse/facts-builder.ts';

/** The name under which files without a namespace meet. */
export const GLOBAL = '-';

interface Names {
  namespace: string;
  /** Names of `use`, in lower case, with what they stand for. */
  readonly aliases: Map<string, string>;
}

const known = new WeakMap<FactsBuilder, Names>();

/** What follows is in this namespace, and has aliases of its own. */
export function enterNames(namespace: string, builder: FactsBuilder): void {
  known.set(builder, { namespace, aliases: new Map() });
}

export function addAlias(alias: string, path: string, builder: FactsBuilder): void {
  known.get(builder)?.aliases.set(alias.toLowerCase(), path);
}

/**
 * A class or function as an expression. A qualified name is imported under one of its own: classes and namespaces may share a name, and which of
 * them `A` is in `A\\B` could not be told from `A::B`.
 */
export function pathOf(text: string, row: number, builder: FactsBuilder): string {
  if (!text.includes('\\')) return text;
  const parts = wholePath(text, builder).split('\\');
  const name = parts.pop()!;
  const local = `_$${[...parts, name].join('$')}`;
  if (builder.importedFrom(local) === undefined) builder.import(parts.join('.') || GLOBAL, local, name, row);
  return local;
}

/** A qualified name from the root, without the first backslash. */
function wholePath(text: string, builder: FactsBuilder): string {
  if (text.startsWith('\\')) return text.slice(1);
  const { namespace, aliases } = known.get(builder) ?? { namespace: GLOBAL, aliases: new Map<string, string>() };
  const inNamespace = (path: string) => (namespace === GLOBAL ? path : `${namespace.replaceAll('.', '\\')}\\${path}`);
  const first = text.indexOf('\\');
  const head = text.slice(0, first).toLowerCase();
  if (head === 'namespace') return inNamespace(text.slice(first + 1));
  const meant = aliases.get(head);
  return meant === undefined ? inNamespace(text) : meant + text.slice(first);
}

/** What a class is called where it is written. */
export function shortName(text: string, builder: FactsBuilder): string {
  const path = text.includes('\\') ? wholePath(text, builder) : (known.get(builder)?.aliases.get(text.toLowerCase()) ?? text);
  return path.slice(path.lastIndexOf('\\') + 1);
}
