import { nearestWord } from '@cm/core';
import { sql } from 'kysely';
import type { Definitions } from '../answers.ts';
import { ambiguousSymbol, unknownSymbol } from '../errors.ts';
import type { CodeNode } from '../words.ts';
import { meantTogether } from './meant-together.ts';
import { COLUMNS, type Db, enclosing } from './queries.ts';
import { isTestPath } from './test-path.ts';

type Row = CodeNode & { exported: number };

const MOST = 200;
const LONGEST = 500;
const MOST_NEAREST = 3;
const MOST_NAMES = 200_000;

/** What a text means, as `symbolsMeant` says, and for one that means nothing the names that are most like it: that takes looking at all of them. */
export async function findSymbol(db: Db, text: string): Promise<Definitions> {
  const found = await symbolsMeant(db, text);
  return { found, nearest: found.length > 0 ? [] : await nearest(db, splitAtHash(cut(text)).name) };
}

/**
 * What `name`, `Class.method`, `module.name`, `path`, `path:line`, `path:line:column` or `path#name` means, the likeliest first. Instead of
 * the dot there may be what a language writes: `::`, `#` or `\`.
 */
export async function symbolsMeant(db: Db, text: string): Promise<CodeNode[]> {
  const symbol = cut(text);
  const place = /^(.+?):(\d{1,9})(?::\d+)?$/.exec(symbol);
  if (place !== null) {
    const here = await enclosing(db, cleanPath(place[1]!), Number(place[2]));
    if (here.length > 0) return [here[0]!];
  }
  const module = await moduleOf(db, cleanPath(symbol));
  if (module !== undefined) return [module];
  const { path, name } = splitAtHash(symbol);
  const found = await named(db, dotted(name), path);
  // `Class#method`, as Ruby and JSDoc write it.
  return found.length === 0 && path !== null ? named(db, dotted(`${path}.${name}`), null) : found;
}

const cut = (text: string): string => text.trim().slice(0, LONGEST);

function splitAtHash(symbol: string): { path: string | null; name: string } {
  const hash = symbol.indexOf('#', 1);
  return hash > 0 ? { path: cleanPath(symbol.slice(0, hash)), name: symbol.slice(hash + 1) } : { path: null, name: symbol };
}

/** All that one name means together, the one to show first. @throws {CmError} `CM_UNKNOWN_SYMBOL`, `CM_AMBIGUOUS_SYMBOL`. */
export async function theSymbols(db: Db, text: string): Promise<CodeNode[]> {
  const { found, nearest } = await findSymbol(db, text);
  const things = meantTogether(found);
  if (things.length === 0) throw unknownSymbol(text, nearest);
  if (things.length === 1) return things[0]!;
  throw ambiguousSymbol(
    text,
    things.map(([first]) => first!),
  );
}

function cleanPath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}

function moduleOf(db: Db, path: string): Promise<CodeNode | undefined> {
  return db
    .selectFrom('nodes')
    .select(COLUMNS)
    .where('path', '=', path)
    .where('parent_id', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
}

const dotted = (name: string): string => name.replaceAll('::', '.').replaceAll('\\', '.');

/** The best kind of match only: the whole qualified name, the name, the end of a qualified one, one in a module, and then these in any case. */
async function named(db: Db, name: string, path: string | null): Promise<CodeNode[]> {
  const last = name.slice(name.lastIndexOf('.') + 1);
  let query = db
    .selectFrom('nodes')
    .select([...COLUMNS, 'nodes.exported'])
    .where('name', '=', sql<string>`${last} collate nocase`);
  if (path !== null) query = query.where('path', '=', path);
  const rows: Row[] = await query.orderBy('path').orderBy('start_line').orderBy('qualified_name').limit(5000).execute();
  const ranked = rows
    .map((row) => ({ row, rank: rankOf(row, name, last) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY);
  const best = Math.min(...ranked.map(({ rank }) => rank));
  return ranked
    .filter(({ rank }) => rank === best)
    .map(({ row }) => row)
    .sort((a, b) => liking(b) - liking(a))
    .slice(0, MOST)
    .map(({ exported: _, ...node }) => node);
}

function rankOf(node: CodeNode, name: string, last: string): number {
  if (node.qualified_name === name) return 0;
  if (name === last && node.name === name) return 1;
  if (node.qualified_name.endsWith(`.${name}`)) return 2;
  if (`.${moduleName(node.path)}.${node.qualified_name}`.endsWith(`.${name}`)) return 3;
  const [whole, wanted] = [node.qualified_name.toLowerCase(), name.toLowerCase()];
  if (whole === wanted || whole.endsWith(`.${wanted}`)) return 4;
  return Number.POSITIVE_INFINITY;
}

/** `src/a/b.ts` and `src/a/b/index.ts` are `src.a.b`. */
function moduleName(path: string): string {
  return path
    .replace(/\.[^./]+$/, '')
    .replace(/\/(?:index|__init__|mod)$/, '')
    .replaceAll('/', '.');
}

function liking(row: Row): number {
  return (isTestPath(row.path) || row.type === 'test' ? 0 : 4) + (row.type === 'module' ? 0 : 2) + row.exported;
}

async function nearest(db: Db, name: string): Promise<string[]> {
  const last = name.slice(name.lastIndexOf('.') + 1);
  // A member that others have under this name: the owner is what was misspelt.
  const column = last !== name && (await named(db, last, null)).length > 0 ? sql.ref('qualified_name') : sql.ref('name');
  const { rows } = await sql<{ name: string }>`
    select distinct ${column} as name from nodes where type not in ('test', 'doc section')
    and abs(length(${column}) - ${name.length}) <= ${Math.ceil(name.length / 3) + 1} order by name limit ${MOST_NAMES}`.execute(
    db,
  );
  let names = rows.map((row) => row.name);
  const found: string[] = [];
  while (found.length < MOST_NEAREST) {
    const next = nearestWord(name, names) ?? nearestWord(last, names);
    if (next === undefined) break;
    found.push(next);
    names = names.filter((each) => each !== next);
  }
  return found;
}
