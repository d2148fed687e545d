import { nearestWord } from '@cm/core';
import { sql } from 'kysely';
import type { Definitions } from '../answers.ts';
import { ambiguousSymbol, unknownSymbol } from '../errors.ts';
import type { NodeType } from '../facts.ts';
import type { CodeNode } from '../words.ts';
import { inheritedBy } from './inherited-members.ts';
import { meantTogether } from './meant-together.ts';
import { bareNameOf, readingsOf, splitLast } from './name-readings.ts';
import { named } from './named-symbols.ts';
import { COLUMNS, type Db, enclosing } from './queries.ts';

const INHERITING: ReadonlySet<NodeType> = new Set(['class', 'interface', 'struct', 'enum', 'type']);
const LONGEST = 500;
const MOST_NEAREST = 3;
const MOST_NAMES = 200_000;

/** What a text means, as `symbolsMeant` says, and for one that means nothing the names that are most like it: that takes looking at all of them. */
export async function findSymbol(db: Db, text: string): Promise<Definitions> {
  const found = await symbolsMeant(db, text);
  return {
    found,
    nearest: found.length > 0 ? [] : await nearest(db, bareNameOf(splitAtPath(cut(text)).name)),
  };
}

/**
 * What `name`, `Class.method`, `module.name`, `path`, `path:line`, `path:line:column` or `path#name` means, the likeliest first. There may be
 * a namespace or package before it, and all signs that a language, a debugger or a document writes: `::`, `#`, `\`, `f()`, `(*T).f`. A member
 * that a class has from another is found by either's name.
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
  const { path, name } = splitAtPath(symbol);
  for (const reading of path === null ? [] : readingsOf(name)) {
    const found = await named(db, reading, path);
    if (found.length > 0) return found;
  }
  // What is before a hash may be a class, as Ruby and JSDoc write it.
  for (const reading of readingsOf(symbol)) {
    const found = await named(db, reading, null);
    if (found.length > 0) return found;
    const inherited = await inheritedAs(db, reading);
    if (inherited.length > 0) return inherited;
  }
  return [];
}

/** `Flask.route` of what Flask extends. */
async function inheritedAs(db: Db, name: string): Promise<CodeNode[]> {
  const { owner, last } = splitLast(name);
  const owners = owner === '' ? [] : await named(db, owner, null);
  return inheritedBy(
    db,
    owners.filter(({ type }) => INHERITING.has(type)).map(({ id }) => id),
    last,
  );
}

const cut = (text: string): string => text.trim().slice(0, LONGEST);

/** `path#name`, and `path::name` as pytest writes it. */
function splitAtPath(symbol: string): { path: string | null; name: string } {
  const [, path, name] = /^([^#]+)#(.*)$/s.exec(symbol) ?? /^([^:]+\.\w+):{1,2}(?!\d|:)(.+)$/s.exec(symbol) ?? [];
  return path === undefined ? { path: null, name: symbol } : { path: cleanPath(path), name: name! };
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

/** Of `wrong.place.Class.method` what is right of it, else names that are written nearly like it. */
async function nearest(db: Db, name: string): Promise<string[]> {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const inner = name.slice(dot + 1);
    if (inner.includes('.') && (await named(db, inner, null)).length > 0) return [inner];
  }
  const { owner, last } = splitLast(name);
  const [known] = owner === '' ? [] : await named(db, owner, null);
  return nearlyNamed(db, known === undefined || known.parent_id === null ? name : `${known.qualified_name}.${last}`);
}

async function nearlyNamed(db: Db, name: string): Promise<string[]> {
  const { last } = splitLast(name);
  let whole = await ofLength(db, last === name ? 'name' : 'qualified_name', name);
  // A member that others have under this name: the owner is what was misspelt.
  let inner = last === name || (await named(db, last, null)).length > 0 ? [] : await ofLength(db, 'name', last);
  const found: string[] = [];
  while (found.length < MOST_NEAREST) {
    const next = nearestWord(name, whole) ?? nearestWord(last, inner);
    if (next === undefined) break;
    found.push(next);
    whole = whole.filter((each) => each !== next);
    inner = inner.filter((each) => each !== next);
  }
  return found;
}

/** Names that are about as long. */
async function ofLength(db: Db, column: 'name' | 'qualified_name', { length }: string): Promise<string[]> {
  const name = sql.ref(column);
  const { rows } = await sql<{ name: string }>`
    select distinct ${name} as name from nodes where type not in ('test', 'doc section')
    and abs(length(${name}) - ${length}) <= ${Math.ceil(length / 3) + 1} order by name limit ${MOST_NAMES}`.execute(db);
  return rows.map((row) => row.name);
}
