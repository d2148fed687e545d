import { sql } from 'kysely';
import type { DeadExport } from '../answers.ts';
import { languageByName } from '../languages/languages.ts';
import { IDS_PER_FILE, type Surface } from '../parse/pack-facts.ts';
import { type Db, nodesById } from './queries.ts';
import { byPlace } from './reach.ts';
import { currentText } from './source.ts';
import { isTestPath } from './test-path.ts';

/** Files that are there to be reached from outside, by their name. */
const ENTRY =
  /(?:^|\/)(?:(?:index|main|cli|__init__|__main__|setup|conftest)\.[^/]+|(?:mod|lib)\.rs)$|\.config\.[^/]+$|\.d\.[cm]?ts$/;

/**
 * Exported symbols that no other file uses. What is passed on by another file or taken as part of a whole module, lies in a file that
 * nothing imports, is registered by a decorator, or whose name another file so much as mentions, is left out: somebody may use it.
 */
export async function deadExportsOf(db: Db, root: string): Promise<DeadExport[]> {
  const { rows } = await sql<{ id: number; inside: number }>`
    select nodes.id as id, exists (
      select 1 from edges where edges.target_id = nodes.id and edges.type <> 'contains' and edges.source_id / ${sql.lit(IDS_PER_FILE)} = nodes.file_id
    ) as inside
    from nodes where nodes.exported = 1 and nodes.parent_id % ${sql.lit(IDS_PER_FILE)} = 0
      and nodes.type in ('class', 'interface', 'struct', 'enum', 'function', 'type', 'constant')
      and exists (select 1 from edges where edges.target_id = nodes.file_id * ${sql.lit(IDS_PER_FILE)} and edges.type = 'imports')
      and not exists (
        select 1 from edges where edges.target_id = nodes.id and edges.type <> 'contains' and edges.source_id / ${sql.lit(IDS_PER_FILE)} <> nodes.file_id
      )
      and not exists (
        select 1 from unresolved where unresolved.name = nodes.name and unresolved.source_id / ${sql.lit(IDS_PER_FILE)} <> nodes.file_id
      )`.execute(db);
  const inside = new Map(rows.map((row) => [row.id, row.inside === 1]));
  const nodes = [...(await nodesById(db, inside.keys())).values()].filter(({ path }) => !isTestPath(path) && !ENTRY.test(path));
  const passedOn = await passedOnBy(db);
  const found: DeadExport[] = [];
  for (const node of nodes.sort(byPlace)) {
    const names = passedOn.get(node.path);
    if (names?.has('*') || names?.has(node.name) || (await isMentioned(db, node))) continue;
    const text = (await currentText(db, root, node.path))?.text ?? '';
    if (isDecorated(text, node)) continue;
    found.push({ node, usedBy: inside.get(node.id) || isWrittenAgain(text, node) ? 'file' : 'nothing' });
  }
  return found;
}

/** By path: the names that other files export again, and `*` where that is all of them, or the module is taken whole. */
async function passedOnBy(db: Db): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('facts')
    .innerJoin('imports', 'imports.file_id', 'facts.file_id')
    .select(['facts.surface', 'imports.resolved'])
    .execute();
  const found = new Map<string, Set<string>>();
  for (const row of rows) {
    const { exports, imports, language } = JSON.parse(row.surface) as Surface;
    const resolved = JSON.parse(row.resolved) as Record<string, string | null>;
    for (const [, local, specifier] of exports) {
      const path = specifier === null ? null : resolved[specifier];
      if (typeof path !== 'string') continue;
      const names = found.get(path) ?? new Set();
      found.set(path, names.add(local ?? '*'));
    }
    // `import * as tags`: which of them are used is seen at run time. Python's modules are always taken whole.
    for (const [specifier, local, imported] of languageByName(language)?.family === 'python' ? [] : imports) {
      const path = resolved[specifier];
      if (typeof path === 'string' && imported === '*' && local !== null)
        found.set(path, (found.get(path) ?? new Set()).add('*'));
    }
  }
  return found;
}

/** The words of other files hold the name: a use that the graph does not show. */
async function isMentioned(db: Db, node: DeadExport['node']): Promise<boolean> {
  const match = `{body} : "${node.name.replaceAll('"', '""')}"`;
  const first = Math.floor(node.id / IDS_PER_FILE) * IDS_PER_FILE;
  const { rows } = await sql<{ rowid: number }>`
    select rowid from words where words match ${match} and (rowid < ${first} or rowid >= ${first + IDS_PER_FILE}) limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/** Symbols that a decorator is written above are used by it. Their first line is the decorator's. */
function isDecorated(text: string, node: DeadExport['node']): boolean {
  return node.end_line > node.start_line && text.split('\n')[node.start_line - 1]!.trimStart().startsWith('@');
}

function isWrittenAgain(text: string, { name, start_line, end_line }: DeadExport['node']): boolean {
  const outside = text.split('\n').toSpliced(start_line - 1, end_line - start_line + 1);
  return new Set(outside.join('\n').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu)).has(name);
}
