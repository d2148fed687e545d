import { sql } from 'kysely';
import type { PossibleUse } from '../answers.ts';
import { languageOfPath } from '../languages/languages.ts';
import type { CodeNode, Unresolved } from '../words.ts';
import { type Db, edgesAt, nodesById } from './queries.ts';
import { byPlace } from './reach.ts';

const MOST_ROWS = 20_000;
const MEMBERS: ReadonlySet<CodeNode['type']> = new Set(['method']);

/** Uses by a name that one of the symbols has, of which nobody knows what they mean. The likeliest first: few candidates, and a file that imports theirs. */
export async function possibleUses(
  db: Db,
  changed: readonly CodeNode[],
  limit: number,
): Promise<{ uses: PossibleUse[]; more: boolean }> {
  const byName = new Map<string, CodeNode[]>();
  for (const node of changed)
    if (node.type !== 'module' && node.type !== 'test') byName.set(node.name, [...(byName.get(node.name) ?? []), node]);
  const names = JSON.stringify([...byName.keys()]);
  const { rows } = await sql<Unresolved>`
    select source_id, type, name, receiver, line from unresolved
    where name in (select value from json_each(${names})) and type <> 'imports' order by id limit ${MOST_ROWS}`.execute(db);
  const counts = await candidateCounts(db, names);
  const nodes = await nodesById(db, new Set(rows.map((row) => row.source_id)));
  const near = await importersOf(db, changed);
  const uses: (PossibleUse & { near: boolean })[] = [];
  for (const use of rows) {
    const node = nodes.get(use.source_id);
    const candidate = node === undefined ? undefined : byName.get(use.name)?.find((each) => mayMean(use, node, each));
    if (node === undefined || candidate === undefined) continue;
    const isNear = near.has(node.path) || node.path === candidate.path;
    uses.push({ node, use, candidate, candidates: counts.get(use.name) ?? 1, near: isNear });
  }
  uses.sort((a, b) => Number(b.near) - Number(a.near) || a.candidates - b.candidates || byPlace(a.node, b.node));
  return {
    uses: uses.slice(0, limit).map(({ near: _, ...use }) => use),
    more: uses.length > limit || rows.length === MOST_ROWS,
  };
}

/** A method is not called by its bare name, and one language's code does not call another's by name. */
function mayMean(use: Unresolved, user: CodeNode, candidate: CodeNode): boolean {
  if (use.receiver === null && MEMBERS.has(candidate.type)) return false;
  return languageOfPath(user.path)?.family === languageOfPath(candidate.path)?.family;
}

async function candidateCounts(db: Db, names: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select asked.value as name, count(*) as count from json_each(${names}) asked
    join nodes on nodes.name = asked.value collate nocase and nodes.name = asked.value
    where nodes.type not in ('module', 'test', 'doc section') group by asked.value`.execute(db);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

async function importersOf(db: Db, changed: readonly CodeNode[]): Promise<Set<string>> {
  const paths = JSON.stringify([...new Set(changed.map((node) => node.path))]);
  const { rows } = await sql<{ id: number }>`
    select id from nodes where path in (select value from json_each(${paths})) and parent_id is null`.execute(db);
  const edges = await edgesAt(db, new Set([...rows.map((row) => row.id), ...changed.map((node) => node.id)]), ['imports'], 'to');
  const modules = await nodesById(db, new Set(edges.map((edge) => edge.source_id)));
  return new Set([...modules.values()].map((node) => node.path));
}
