import { sql } from 'kysely';
import type { Edge } from '../words.ts';
import type { Db } from './queries.ts';

/** The evidence of a step that is in no edge of the index. */
export const OVERRIDE = 'an override';
const CONFIDENCE = 0.6;
/** What constructors are called, of whatever class. */
export const CONSTRUCTORS: ReadonlySet<string> = new Set(['constructor', '__init__', '__construct', 'initialize']);

/**
 * Steps between methods of one name in classes of which one extends or implements the other: who calls the one may reach the other, and
 * what one of them promises the other keeps.
 */
export async function overridden(db: Db, methods: Iterable<number>): Promise<Edge[]> {
  const list = JSON.stringify([...methods]);
  const { rows } = await sql<{ here: number; there: number; type: 'extends' | 'implements'; line: number }>`
    with changed (id, name, owner) as (
      select id, name, parent_id from nodes where id in (select value from json_each(${list})) and type = 'method'
    ), related (id, name, type, owner) as (
      select changed.id, changed.name, edges.type, edges.target_id from changed
        join edges on edges.source_id = changed.owner and edges.type in ('extends', 'implements')
      union
      select changed.id, changed.name, edges.type, edges.source_id from changed
        join edges on edges.target_id = changed.owner and edges.type in ('extends', 'implements')
    )
    select related.id as here, other.id as there, related.type as type, other.start_line as line from related
      join edges on edges.source_id = related.owner and edges.type = 'contains'
      join nodes other on other.id = edges.target_id
      where other.name = related.name and other.type = 'method' and related.name not in (${sql.join([...CONSTRUCTORS])})`.execute(
    db,
  );
  return rows.map(({ here, there, type, line }) => ({
    source_id: there,
    target_id: here,
    type,
    tier: 'flow',
    confidence: CONFIDENCE,
    evidence: OVERRIDE,
    line,
  }));
}
