import type { IndexWriter } from '../database/index-writer.ts';
import { nameKey } from '../database/name-table.ts';
import type { FileTable } from '../database/schema.ts';
import { languageByName } from '../languages/languages.ts';
import type { Surface, WrittenImports } from '../parse/pack-facts.ts';
import { Layout } from './layout.ts';
import { linkDocument, mentionedNames, mentionKey } from './link-documents.ts';
import { linkFile } from './link-file.ts';
import { LinkedFile } from './linked-file.ts';
import { type Resolved, resolveImports } from './resolve-imports.ts';

export interface ChangedFiles {
  /** Numbers of the files that were read, by path. */
  changes: ReadonlyMap<string, number>;
  /** What others saw of those that were read before, by number. */
  before: ReadonlyMap<number, SeenByOthers>;
  /** Paths of the files that are gone. */
  removed: readonly string[];
  /** Whether files came or went, or a manifest says something else: then every import may lead elsewhere. */
  layoutChanged: boolean;
}

/** What the answers of other files rest on. */
export interface SeenByOthers {
  surfaceHash: string;
  /** Where its imports led, as JSON. */
  resolved: string;
}

const MOST_CACHED = 20_000;
/** Of short texts. */
const MOST_NAMES = 200_000;

/**
 * Links again what a change can reach: the files that changed, those whose imports now lead elsewhere, and those that asked a file whose
 * surface is another. The result is what linking everything would give.
 * @param outdated asked when imports are resolved: more files that are to be linked again.
 * @returns the paths of the files that were linked, by number.
 */
export function relink(
  writer: IndexWriter,
  paths: readonly string[],
  changed: ChangedFiles,
  rows: readonly FileTable[],
  outdated: () => Iterable<number>,
): Map<number, string> {
  const indexed = rows.filter((row) => row.skip === null && row.language !== 'manifest');
  const byPath = new Map(indexed.map((row) => [row.path, row]));
  const changedIds = new Set(changed.changes.values());
  const dirty = new Set<number>(indexed.filter((row) => changedIds.has(row.id)).map((row) => row.id));
  const shifted = new Set<string>(changed.removed);
  for (const [path, id] of changed.changes)
    if (writer.seenByOthers(id)?.surfaceHash !== changed.before.get(id)?.surfaceHash) shifted.add(path);
  for (const [id, path, resolved] of resolveAgain(writer, paths, changed.layoutChanged ? null : changedIds)) {
    dirty.add(id);
    if (changed.before.get(id)?.resolved !== resolved) shifted.add(path);
  }
  for (const key of writer.names.changed()) shifted.add(key);
  for (const name of writer.symbols.changed()) shifted.add(mentionKey(name));
  for (const path of shifted) for (const dependent of writer.dependents(path)) dirty.add(dependent);
  for (const id of outdated()) dirty.add(id);
  const repository = { load: cachedLoader(writer, byPath), filesOf: cachedNames(writer) };
  const linked = new Map<number, string>();
  const documents = indexed.filter((row) => dirty.has(row.id) && isDocument(row));
  writer.symbols.prepare(documents, (row) => mentionedNames(writer.uses(row.id)));
  for (const row of documents) {
    linked.set(row.id, row.path);
    const links = linkDocument(row.path, writer.uses(row.id), repository, (name) => writer.symbols.find(name));
    writer.putLinks(row.id, links, changedIds.has(row.id));
  }
  for (const row of indexed) {
    if (!dirty.has(row.id) || isDocument(row)) continue;
    linked.set(row.id, row.path);
    writer.putLinks(row.id, linkFile(row.path, writer.uses(row.id), repository), changedIds.has(row.id));
  }
  return linked;
}

/** Resolves the imports of these files anew, which is cheap, and gives the files for which that is not what is stored. */
function resolveAgain(
  writer: IndexWriter,
  paths: readonly string[],
  only: ReadonlySet<number> | null,
): [id: number, path: string, resolved: string][] {
  const layout = new Layout(paths, new Map(writer.manifests()));
  const moved: [id: number, path: string, resolved: string][] = [];
  for (const { file_id, path, written, resolved } of only === null ? writer.allImports() : writer.importsOf(only)) {
    const now = JSON.stringify(resolveImports(layout, path, JSON.parse(written) as WrittenImports));
    if (now !== resolved) moved.push([file_id, path, now]);
  }
  for (const [id, , resolved] of moved) writer.putResolved(id, resolved);
  return moved;
}

function cachedLoader(writer: IndexWriter, byPath: ReadonlyMap<string, FileTable>): (path: string) => LinkedFile | null {
  const cache = new Map<string, LinkedFile | null>();
  return (path) => {
    const known = cache.get(path);
    if (known !== undefined) return known;
    const row = byPath.get(path);
    const facts = row === undefined ? undefined : writer.surface(row.id);
    const file =
      row === undefined || facts === undefined
        ? null
        : new LinkedFile(path, row.id, JSON.parse(facts.surface) as Surface, withoutPrototype(facts.resolved));
    if (cache.size >= MOST_CACHED) cache.clear();
    cache.set(path, file);
    return file;
  };
}

function cachedNames(writer: IndexWriter): (space: string, name: string) => readonly string[] {
  const cache = new Map<string, readonly string[]>();
  return (space, name) => {
    const key = nameKey(space, name);
    let known = cache.get(key);
    if (known !== undefined) return known;
    known = writer.names.filesOf(space, name);
    if (cache.size >= MOST_NAMES) cache.clear();
    cache.set(key, known);
    return known;
  };
}

/** A module may be called `constructor`. */
function withoutPrototype(json: string): Resolved {
  return Object.assign(Object.create(null), JSON.parse(json)) as Resolved;
}

const isDocument = (row: FileTable): boolean => languageByName(row.language)?.family === 'documents';
