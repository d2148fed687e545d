import type { Statement } from 'better-sqlite3';
import { publishedNames } from '../link/published-names.ts';
import type { Surface } from '../parse/pack-facts.ts';
import type { Connection } from './open-index.ts';

/** Which files give which names to their package or namespace. All runs in the transaction of a scan. */
export class NameTable {
  private readonly db: Connection;
  /** Where nothing is linked yet, nobody needs to know what changed. */
  private readonly isFirst: boolean;
  private readonly toggled = new Set<string>();
  private readonly insert: Statement;
  private readonly paths: Statement;

  constructor(db: Connection) {
    this.db = db;
    this.insert = db.prepare('insert or ignore into names values (?, ?, ?)');
    this.paths = db
      .prepare('select path from names join files on files.id = file_id where space = ? and name = ? order by path')
      .pluck();
    this.isFirst = db.prepare('select exists (select 1 from nodes)').pluck().get() === 0;
  }

  put(fileId: number, path: string, surface: string): void {
    // Only few languages have it: others are not read again for nothing. In C# what is in no namespace has a name, too.
    if (surface.includes('"namespace":""') && !surface.startsWith('{"language":"csharp"')) return;
    for (const [space, name] of publishedNames(path, JSON.parse(surface) as Surface)) {
      this.insert.run(space, name, fileId);
      if (!this.isFirst) this.toggle(space, name, path);
    }
  }

  remove(fileId: number): void {
    const rows = this.db
      .prepare('select space, name, path from names join files on files.id = file_id where file_id = ?')
      .all(fileId);
    if (rows.length === 0) return;
    for (const { space, name, path } of rows as { space: string; name: string; path: string }[]) this.toggle(space, name, path);
    this.db.prepare('delete from names where file_id = ?').run(fileId);
  }

  /** Paths of the files that give this name to a space, in the order of the alphabet. */
  filesOf(space: string, name: string): string[] {
    return this.paths.all(space, name) as string[];
  }

  /** What other files now give a name, as keys of `nameKey`. */
  changed(): Set<string> {
    return new Set([...this.toggled].map((key) => key.slice(key.indexOf('\0') + 1)));
  }

  /** What goes and comes back has not changed. */
  private toggle(space: string, name: string, path: string): void {
    const key = `${path}\0${nameKey(space, name)}`;
    if (!this.toggled.delete(key)) this.toggled.add(key);
  }
}

/** As what a question for a name is remembered beside the paths of the files that were asked; no path has two slashes after one another. */
export function nameKey(space: string, name: string): string {
  return `${space}#${name}`;
}
