import { sql } from 'kysely';
import type { IndexState } from '../answers.ts';
import type { FileTable } from '../database/schema.ts';
import { compareFiles } from '../files/compare-files.ts';
import { listFiles } from '../files/list-files.ts';
import type { Db } from './queries.ts';
import { round } from './reach.ts';

const USES = ['calls', 'instantiates', 'references'] as const;

/** How the index stands to the files as they are now. Looks at all of them and changes nothing. */
export async function indexState(db: Db, root: string, exclude: readonly string[], commit: string | null): Promise<IndexState> {
  const rows: FileTable[] = await db.selectFrom('files').selectAll().execute();
  const listing = await listFiles(
    root,
    exclude,
    rows.map((row) => row.path),
  );
  const { changed, removed } = compareFiles(root, listing, rows);
  const counts = await db
    .selectNoFrom((is) => [
      is.selectFrom('nodes').select(sql<number>`count(*)`.as('count')).as('nodes'),
      is.selectFrom('edges').select(sql<number>`count(*)`.as('count')).as('edges'),
      is.selectFrom('edges').select(sql<number>`count(*)`.as('count')).where('type', 'in', USES).as('followed'),
      is.selectFrom('unresolved').select(sql<number>`count(*)`.as('count')).as('unresolved'),
    ])
    .executeTakeFirstOrThrow();
  const [followed, unresolved] = [counts.followed ?? 0, counts.unresolved ?? 0];
  const added = changed.filter(({ row }) => row === undefined).length;
  return {
    commit,
    freshness: {
      current: changed.length + removed.length === 0,
      changed: changed.length - added,
      added,
      removed: removed.length,
    },
    coverage: {
      files: rows.filter((row) => row.skip === null && row.language !== 'manifest').length,
      skipped: listing.skipped.length + rows.filter((row) => row.skip !== null).length,
      nodes: counts.nodes ?? 0,
      edges: counts.edges ?? 0,
      unresolved,
      followed: followed + unresolved === 0 ? 1 : round(followed / (followed + unresolved)),
    },
  };
}
