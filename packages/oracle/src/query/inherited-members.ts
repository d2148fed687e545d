import type { CodeNode } from '../words.ts';
import { among, COLUMNS, type Db } from './queries.ts';

const FARTHEST = 20;
/** What a module of Ruby gives to the classes that include it. */
const FOR_CLASSES = 'ClassMethods';

/** The members of this name that types have from what they extend or implement, the nearest only. */
export async function inheritedBy(db: Db, types: readonly number[], name: string): Promise<CodeNode[]> {
  const seen = new Set(types);
  let level = types;
  for (let distance = 1; level.length > 0 && distance <= FARTHEST; distance++) {
    const bases = await db
      .selectFrom('edges')
      .select('target_id')
      .distinct()
      .where('source_id', 'in', among(level))
      .where('type', 'in', ['extends', 'implements'])
      .orderBy('target_id')
      .execute();
    level = bases.map(({ target_id }) => target_id).filter((id) => !seen.has(id));
    for (const id of level) seen.add(id);
    const found = await membersOf(db, level, name);
    if (found.length > 0) return found;
    const ofClasses = await membersOf(db, level, FOR_CLASSES);
    const given = await membersOf(
      db,
      ofClasses.map(({ id }) => id),
      name,
    );
    if (given.length > 0) return given;
  }
  return [];
}

function membersOf(db: Db, types: readonly number[], name: string): Promise<CodeNode[]> {
  return db
    .selectFrom('edges')
    .innerJoin('nodes', 'nodes.id', 'edges.target_id')
    .select(COLUMNS)
    .where('edges.source_id', 'in', among(types))
    .where('edges.type', '=', 'contains')
    .where('nodes.name', '=', name)
    .orderBy('path')
    .orderBy('start_line')
    .execute();
}
