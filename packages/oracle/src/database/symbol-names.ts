import type { NodeType } from '../facts.ts';
import { IDS_PER_FILE } from '../parse/pack-facts.ts';
import type { Connection } from './open-index.ts';

/** A symbol that a document may name. */
export interface NamedSymbol {
  id: number;
  path: string;
  type: NodeType;
  qualified: string;
  exported: boolean;
  /** Written in no other symbol than its file's module. */
  isTop: boolean;
}

const COLUMNS = `id, path, type, name, qualified_name as qualified, exported, coalesce(parent_id % ${IDS_PER_FILE} = 0, 0) as isTop`;
const NAMED = `type not in ('doc section', 'test') and parent_id is not null`;

type Row = Omit<NamedSymbol, 'exported' | 'isTop'> & { name: string; exported: number; isTop: number };

/** Symbols by name, and which names have other symbols than before the scan. All runs in the transaction of a scan. */
export class SymbolNames {
  private readonly db: Connection;
  /** Where nothing is linked yet, nobody needs to know what changed. */
  private readonly isFirst: boolean;
  private readonly toggled = new Map<string, string>();
  private readonly found = new Map<string, NamedSymbol[]>();

  constructor(db: Connection) {
    this.db = db;
    this.isFirst = db.prepare('select exists (select 1 from nodes)').pluck().get() === 0;
  }

  put(id: number, type: NodeType, name: string, qualified: string, exported: number): void {
    if (this.isFirst || type === 'doc section' || type === 'test') return;
    const key = `${id} ${type} ${exported} ${qualified}`;
    // What goes and comes back has not changed.
    if (!this.toggled.delete(key)) this.toggled.set(key, name);
  }

  /** Before the symbols with these numbers go. */
  remove(first: number, last: number): void {
    if (this.isFirst) return;
    const rows = this.db.prepare(`select ${COLUMNS} from nodes where id between ? and ?`).all(first, last) as Row[];
    for (const { id, type, name, qualified, exported } of rows) this.put(id, type, name, qualified, exported);
  }

  /** Names that now stand for other symbols. */
  changed(): Set<string> {
    return new Set(this.toggled.values());
  }

  /** Where there is no index of names yet, one pass over all symbols answers for all that will be asked. */
  prepare<T>(documents: readonly T[], namesOf: (document: T) => Iterable<string>): void {
    if (documents.length === 0 || !this.isFirst) return;
    for (const document of documents) for (const name of namesOf(document)) this.found.set(name, []);
    if (this.found.size === 0) return;
    for (const row of this.db.prepare(`select ${COLUMNS} from nodes where ${NAMED}`).iterate() as Iterable<Row>)
      this.found.get(row.name)?.push(fromRow(row));
    for (const list of this.found.values()) list.sort(byPlace);
  }

  /** Symbols of this name, in the order of their paths. */
  find(name: string): readonly NamedSymbol[] {
    const known = this.found.get(name);
    if (known !== undefined || this.isFirst) return known ?? [];
    const rows = this.db.prepare(`select ${COLUMNS} from nodes where name = ? collate nocase and ${NAMED}`).all(name) as Row[];
    const symbols = rows
      .filter((row) => row.name === name)
      .map(fromRow)
      .sort(byPlace);
    this.found.set(name, symbols);
    return symbols;
  }
}

const fromRow = ({ id, path, type, qualified, exported, isTop }: Row): NamedSymbol => ({
  id,
  path,
  type,
  qualified,
  exported: exported === 1,
  isTop: isTop === 1,
});

/** Files are numbered in the order in which they came, symbols within a file by their names. */
const byPlace = (a: NamedSymbol, b: NamedSymbol): number => (a.path === b.path ? a.id - b.id : a.path < b.path ? -1 : 1);
