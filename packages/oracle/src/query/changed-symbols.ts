import { join } from 'node:path';
import { sql } from 'kysely';
import type { Change } from '../answers.ts';
import { readSource } from '../files/read-file.ts';
import { decode } from '../files/skip-reason.ts';
import type { CodeNode } from '../words.ts';
import { type FileDiff, parseDiff, type TouchedLines } from './parse-diff.ts';
import { type Db, nodesById, outline } from './queries.ts';
import { byPlace } from './reach.ts';

export interface Changed {
  nodes: CodeNode[];
  /** Files that change as a whole: who imports them is concerned. */
  modules: CodeNode[];
  paths: string[];
  missing: string[];
}

/** The symbols that a change is about, with what is written inside of them. */
export async function changedSymbols(db: Db, root: string, change: Change): Promise<Changed> {
  const nodes = await nodesById(db, change.ids ?? []);
  const missing: string[] = [];
  const add = (found: Iterable<CodeNode>) => {
    for (const node of found) nodes.set(node.id, node);
  };
  for (const path of change.paths ?? []) {
    const inside = await outline(db, path);
    if (inside.length === 0) missing.push(path);
    add(inside);
  }
  for (const file of change.diff === undefined ? [] : parseDiff(change.diff)) {
    const touched = await touchedBy(db, root, file);
    if (touched === null) missing.push((file.oldPath ?? file.newPath)!);
    else add(touched);
  }
  const whole = [...nodes.values()];
  const inside = await insideOf(
    db,
    whole.filter((node) => node.type !== 'module').map((node) => node.id),
  );
  add(inside);
  const all = [...nodes.values()].sort(byPlace);
  const paths = [...new Set(all.map((node) => node.path))];
  return { nodes: all, modules: all.filter((node) => node.parent_id === null), paths, missing };
}

/** null when the file is not in the index. */
async function touchedBy(db: Db, root: string, file: FileDiff): Promise<CodeNode[] | null> {
  for (const path of new Set([file.oldPath, file.newPath])) {
    if (path === null) continue;
    const nodes = await outline(db, path);
    if (nodes.length === 0) continue;
    const all = file.newPath === null || file.oldPath === null || file.old.shown.size === 0;
    return all ? nodes : [...touchedIn(nodes, sideOf(join(root, path), file))];
  }
  return null;
}

/** A diff speaks of two texts. Which one is the file now? The old one before a patch is applied, the new one after it. */
function sideOf(path: string, file: FileDiff): TouchedLines {
  const read = readSource(path);
  const decoded = 'skip' in read ? null : decode(read.bytes);
  if (decoded === null || 'skip' in decoded) return file.old;
  const lines = decoded.text.split(/\r?\n/);
  const differing = (side: TouchedLines) => [...side.shown].filter(([line, text]) => lines[line - 1] !== text).length;
  return differing(file.new) < differing(file.old) ? file.new : file.old;
}

/** The innermost symbols around the lines. What stands between two symbols belongs to the one around both. */
function touchedIn(nodes: readonly CodeNode[], { lines, gaps }: TouchedLines): Set<CodeNode> {
  const innermost = nodes.toSorted(
    (a, b) => a.end_line - a.start_line - (b.end_line - b.start_line) || (a.parent_id === null ? 1 : -1),
  );
  const found = new Set<CodeNode>();
  const add = (holds: (node: CodeNode) => boolean) => {
    const node = innermost.find(holds);
    if (node !== undefined) found.add(node);
  };
  for (const line of lines) add((node) => node.start_line <= line && node.end_line >= line);
  for (const gap of gaps) add((node) => node.parent_id === null || (node.start_line < gap && node.end_line >= gap));
  return found;
}

async function insideOf(db: Db, ids: readonly number[]): Promise<CodeNode[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive inside (id) as (
      select value from json_each(${JSON.stringify(ids)})
      union
      select nodes.id from inside join edges on edges.source_id = inside.id and edges.type = 'contains' join nodes on nodes.id = edges.target_id
    )
    select id from inside`.execute(db);
  return [
    ...(
      await nodesById(
        db,
        rows.map((row) => row.id),
      )
    ).values(),
  ];
}
