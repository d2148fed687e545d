import type { Statement } from 'better-sqlite3';
import type { Links } from '../link/link-file.ts';
import type { Manifest } from '../link/manifests.ts';
import type { SeenByOthers } from '../link/relink.ts';
import { IDS_PER_FILE, type NodeRow, type PackedFacts, type Uses } from '../parse/pack-facts.ts';
import { splitName } from '../parse/split-words.ts';
import type { ScanReport } from '../words.ts';
import { NameTable } from './name-table.ts';
import type { Connection } from './open-index.ts';
import type { FileTable, ImportsTable } from './schema.ts';
import { SymbolNames } from './symbol-names.ts';

export type ImportsRow = ImportsTable & { path: string };

const IMPORTS = 'select file_id, path, written, resolved from imports join files on files.id = file_id';

/** What a report counts. */
export type Totals = Pick<ScanReport, 'files' | 'nodes' | 'edges' | 'unresolved' | 'lines'>;

export type FileRow = Omit<FileTable, 'id'>;

/** The statements that change the index. All run in the transaction of a scan. */
export class IndexWriter {
  readonly names: NameTable;
  readonly symbols: SymbolNames;
  private readonly db: Connection;
  private readonly statements = new Map<string, Statement>();

  constructor(db: Connection) {
    this.db = db;
    this.names = new NameTable(db);
    this.symbols = new SymbolNames(db);
  }

  private run(sql: string, ...values: unknown[]): void {
    this.prepare(sql).run(...values);
  }

  private prepare(sql: string): Statement {
    const known = this.statements.get(sql) ?? this.db.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }

  /**
   * Writes what is known of a file, and gives its number. Not with an upsert: that is a statement which could fail half-way, and full
   * text writes all it has gathered to disk before each of those.
   */
  putFile(row: FileRow, known: number | undefined): number {
    const values = [
      row.path,
      row.language,
      row.sha256,
      row.size,
      row.mtime,
      row.inode,
      row.checked_at,
      row.lines,
      row.has_errors,
      row.skip,
    ];
    if (known === undefined) {
      const columns = 'path, language, sha256, size, mtime, inode, checked_at, lines, has_errors, skip';
      return Number(
        this.prepare(`insert into files (${columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(values).lastInsertRowid,
      );
    }
    const columns =
      'path = ?, language = ?, sha256 = ?, size = ?, mtime = ?, inode = ?, checked_at = ?, lines = ?, has_errors = ?, skip = ?';
    this.run(`update files set ${columns} where id = ?`, ...values, known);
    return known;
  }

  /** The file is what it was; only the file system says otherwise. */
  touchFile(id: number, row: Pick<FileRow, 'size' | 'mtime' | 'inode' | 'checked_at'>): void {
    this.run(
      'update files set size = ?, mtime = ?, inode = ?, checked_at = ? where id = ?',
      row.size,
      row.mtime,
      row.inode,
      row.checked_at,
      id,
    );
  }

  removeFile(id: number): void {
    this.removeFacts(id);
    this.run('delete from checked where file_id = ?', id);
    this.run('delete from files where id = ?', id);
  }

  /** Everything that was taken from the text of a file. */
  removeFacts(id: number): void {
    const [first, last] = range(id);
    this.symbols.remove(first, last);
    this.run('delete from words where rowid in (select id from nodes where id between ? and ?)', first, last);
    this.run('delete from nodes where id between ? and ?', first, last);
    this.run('delete from facts where file_id = ?', id);
    this.run('delete from imports where file_id = ?', id);
    this.names.remove(id);
    this.run('delete from packed where file_id = ?', id);
    this.removeLinks(id);
  }

  private removeLinks(id: number): void {
    const [first, last] = range(id);
    this.run('delete from edges where source_id between ? and ?', first, last);
    this.run('delete from unresolved where source_id between ? and ?', first, last);
    this.run('delete from depends where file_id = ?', id);
  }

  putFacts(id: number, path: string, facts: PackedFacts): void {
    const { surface, surfaceHash, written, uses, ambient, nodes } = facts;
    this.run('insert into facts values (?, ?, ?, ?, ?)', id, surfaceHash, ambient ? 1 : 0, surface, uses);
    this.run('insert into imports values (?, ?, ?)', id, written, '');
    this.run('insert into packed values (?, ?)', id, nodes);
    this.names.put(id, path, surface);
    this.putNodes(id, path, nodes);
  }

  /** The symbols of a file that is known by something else than its facts. */
  putSymbols(id: number, path: string, { nodes }: PackedFacts): void {
    this.putNodes(id, path, nodes);
    const [first, last] = range(id);
    this.run(
      `insert into edges (source_id, target_id, type, tier, confidence, evidence, line)
       select parent_id, id, 'contains', 'syntax', 1, 'written in it', start_line from nodes where id between ? and ? and parent_id is not null`,
      first,
      last,
    );
  }

  private putNodes(id: number, path: string, nodes: string): void {
    const node = this.prepare('insert into nodes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    const words = this.prepare('insert into words (rowid, name, path, docstring, body) values (?, ?, ?, ?, ?)');
    const base = id * IDS_PER_FILE;
    const pathWords = path.split('/').map(splitName).join(' ');
    for (const row of JSON.parse(nodes) as NodeRow[]) {
      const [number, parent, type, name, qualified, start, end, signature, hash, docstring, visibility, exported] = row;
      const parentId = parent === null ? null : base + parent;
      node.run(
        base + number,
        id,
        path,
        type,
        name,
        qualified,
        parentId,
        start,
        end,
        signature,
        hash,
        docstring,
        visibility,
        exported,
      );
      words.run(base + number, row[12], pathWords, docstring, row[13]);
      this.symbols.put(base + number, type, name, qualified, exported);
    }
  }

  putManifest(id: number, manifest: string, hash: string): void {
    this.run('insert or replace into facts values (?, ?, 0, ?, ?)', id, hash, manifest, '');
  }

  putResolved(id: number, resolved: string): void {
    this.run('update imports set resolved = ? where file_id = ?', resolved, id);
  }

  /** `isNew`: the file has no links yet. Asking would cost much while there are no indexes. */
  putLinks(id: number, links: Links, isNew: boolean): void {
    if (!isNew) this.removeLinks(id);
    const edge = this.prepare(
      'insert into edges (source_id, target_id, type, tier, confidence, evidence, line) values (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const each of links.edges)
      edge.run(each.source_id, each.target_id, each.type, each.tier, each.confidence, each.evidence, each.line);
    const unresolved = this.prepare('insert into unresolved (source_id, type, name, receiver, line) values (?, ?, ?, ?, ?)');
    for (const each of links.unresolved) unresolved.run(each.source_id, each.type, each.name, each.receiver, each.line);
    const depends = this.prepare('insert or ignore into depends values (?, ?)');
    for (const path of links.asked) depends.run(path, id);
  }

  /** What others see of a file, and where its imports lead, both as JSON. */
  surface(id: number): { surface: string; resolved: string } | undefined {
    return this.prepare('select surface, resolved from facts join imports using (file_id) where file_id = ?').get(id) as
      | { surface: string; resolved: string }
      | undefined;
  }

  seenByOthers(id: number): SeenByOthers | undefined {
    return this.prepare(
      'select surface_hash as surfaceHash, resolved from facts join imports using (file_id) where file_id = ?',
    ).get(id) as SeenByOthers | undefined;
  }

  uses(id: number): Uses {
    return JSON.parse(this.prepare('select uses from facts where file_id = ?').pluck().get(id) as string) as Uses;
  }

  allImports(): Iterable<ImportsRow> {
    return this.db.prepare(IMPORTS).iterate() as Iterable<ImportsRow>;
  }

  *importsOf(ids: Iterable<number>): Iterable<ImportsRow> {
    for (const id of ids) yield* this.prepare(`${IMPORTS} where file_id = ?`).all(id) as ImportsRow[];
  }

  manifests(): [path: string, manifest: Manifest][] {
    const rows = this.db
      .prepare(`select path, surface from facts join files on files.id = file_id where language = 'manifest'`)
      .all();
    return (rows as { path: string; surface: string }[]).map((row) => [row.path, JSON.parse(row.surface) as Manifest]);
  }

  /** Numbers of the files whose links rest on what this one says. */
  dependents(path: string): number[] {
    return this.prepare('select file_id from depends where on_path = ?').pluck().all(path) as number[];
  }

  /** Counts what is in the index, and keeps that. */
  countTotals(): Totals {
    const files = this.prepare(
      `select count(*) files, coalesce(sum(lines), 0) lines from files where skip is null and language <> 'manifest'`,
    );
    const totals = {
      ...(files.get() as Pick<Totals, 'files' | 'lines'>),
      nodes: this.count('nodes'),
      edges: this.count('edges'),
      unresolved: this.count('unresolved'),
    };
    this.setMeta('totals', JSON.stringify(totals));
    return totals;
  }

  count(table: 'nodes' | 'edges' | 'unresolved'): number {
    return this.prepare(`select count(*) from ${table}`).pluck().get() as number;
  }

  setMeta(key: string, value: string): void {
    this.run('insert or replace into meta values (?, ?)', key, value);
  }
}

function range(id: number): [first: number, last: number] {
  return [id * IDS_PER_FILE, (id + 1) * IDS_PER_FILE - 1];
}
