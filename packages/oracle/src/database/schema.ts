import type { CodeNode, Edge, Unresolved } from '../words.ts';

/** Raised when a table or the meaning of a column changes: an index of another version is built anew. */
export const SCHEMA_VERSION = 4;
/** Raised when a parser finds other things in the same text. */
export const EXTRACTOR_VERSION = 25;

export interface FileTable {
  id: number;
  path: string;
  /** `manifest` for package.json and tsconfig.json. */
  language: string;
  sha256: string | null;
  size: number;
  mtime: number;
  inode: number;
  /** When it was read, in milliseconds since 1970. */
  checked_at: number;
  lines: number;
  has_errors: number;
  /** Why it is not in the index; null when it is. */
  skip: string | null;
}

export interface FactsTable {
  file_id: number;
  surface: string;
  surface_hash: string;
  uses: string;
  /** 1 when the file declares something for all others. */
  ambient: number;
}

/** Apart from the other facts: where imports lead is asked of all files whenever one comes or goes. */
export interface ImportsTable {
  file_id: number;
  /** JSON of `WrittenImports`. */
  written: string;
  /** JSON of the module names that the file uses and the paths they stand for; empty before they are looked up. */
  resolved: string;
}

export interface NodeTable extends CodeNode {
  file_id: number;
  exported: number;
}

export interface Tables {
  meta: { key: string; value: string };
  files: FileTable;
  facts: FactsTable;
  imports: ImportsTable;
  nodes: NodeTable;
  edges: Edge & { id: number };
  unresolved: Unresolved & { id: number };
  /** What files give to their packages and namespaces. */
  names: { space: string; name: string; file_id: number };
  /** `on_path` is a path, or the key of a name that was asked for in a package. */
  depends: { on_path: string; file_id: number };
  /** What `nodes` and `words` are filled with, as JSON: apart from the other facts, which are read and written more often. */
  packed: { file_id: number; nodes: string };
  /** Facts of texts that are no longer in the repository, for the case that they come back. */
  seen: Pick<FactsTable, 'surface' | 'surface_hash' | 'uses' | 'ambient'> & {
    key: string;
    written: string;
    nodes: string;
    lines: number;
    has_errors: number;
  };
  /** What the TypeScript checker said of a file's calls, with a hash of all that it rests on. */
  checked: { file_id: number; key: string; answers: string };
}

export const TABLES = `
create table meta (key text primary key, value text not null) without rowid;
create table files (
  id integer primary key autoincrement, path text not null unique, language text not null, sha256 text, size integer not null, mtime real not null,
  inode integer not null, checked_at real not null, lines integer not null, has_errors integer not null, skip text
);
create table facts (file_id integer primary key, surface_hash text not null, ambient integer not null, surface text not null, uses text not null);
create table imports (file_id integer primary key, written text not null, resolved text not null);
create table packed (file_id integer primary key, nodes text not null);
create table seen (
  key text not null unique, written text not null, surface text not null, surface_hash text not null, uses text not null, ambient integer not null, nodes text not null,
  lines integer not null, has_errors integer not null
);
create table checked (file_id integer primary key, key text not null, answers text not null);
create table nodes (
  id integer primary key, file_id integer not null, path text not null, type text not null, name text not null, qualified_name text not null,
  parent_id integer, start_line integer not null, end_line integer not null, signature text not null, signature_hash text not null,
  docstring text, visibility text not null, exported integer not null
);
create table edges (
  id integer primary key, source_id integer not null, target_id integer not null, type text not null, tier text not null,
  confidence real not null, evidence text not null, line integer not null
);
create table unresolved (id integer primary key, source_id integer not null, type text not null, name text not null, receiver text, line integer not null);
create table names (space text not null, name text not null, file_id integer not null, primary key (space, name, file_id)) without rowid;
create table depends (on_path text not null, file_id integer not null, primary key (on_path, file_id)) without rowid;
create virtual table words using fts5 (name, path, docstring, body, content='', contentless_delete=1, detail=full, tokenize='porter unicode61');
insert into words (words, rank) values ('hashsize', 4194304);
`;

/** Built after the first load: inserting into an indexed table costs twice as much. */
export const INDEXES = `
create index if not exists files_by_hash on files (sha256);
create index if not exists nodes_by_path on nodes (path, start_line);
create index if not exists nodes_by_name on nodes (name collate nocase);
create index if not exists edges_by_source on edges (source_id, type);
create index if not exists edges_by_target on edges (target_id, type);
create index if not exists unresolved_by_source on unresolved (source_id);
create index if not exists unresolved_by_name on unresolved (name);
create index if not exists names_by_file on names (file_id);
create index if not exists depends_by_file on depends (file_id);
`;

export const DROP_ALL = [
  'words',
  'seen',
  'packed',
  'checked',
  'depends',
  'names',
  'unresolved',
  'edges',
  'nodes',
  'facts',
  'imports',
  'files',
  'meta',
]
  .map((table) => `drop table if exists ${table};`)
  .join('\n');
