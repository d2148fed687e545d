import type { NodeType } from '../facts.ts';
import type { EdgeType } from '../words.ts';
import { pageRank } from './page-rank.ts';
import type { Db } from './queries.ts';
import { isTestPath } from './test-path.ts';

export interface RankedSymbol {
  id: number;
  path: string;
  name: string;
  type: NodeType;
  isTest: boolean;
  rank: number;
}

const WEIGHTS: Partial<Record<EdgeType, number>> = {
  calls: 1,
  instantiates: 1,
  extends: 1,
  implements: 1,
  references: 0.5,
  imports: 0.3,
};
/** What tests use a lot is not what the code rests on. */
const FROM_TESTS = 0.1;
const MENTIONED = 50;
/** They are used a lot, and say less of what the code does. */
const LITTLE: Partial<Record<NodeType, number>> = { type: 0.3, constant: 0.3, interface: 0.7, module: 0.3 };

/** How much the code rests on each symbol. Files that change often and what is mentioned count for more. */
export async function rankSymbols(
  db: Db,
  churn: ReadonlyMap<string, number>,
  mentions: readonly string[],
): Promise<RankedSymbol[]> {
  const rows = await db
    .selectFrom('nodes')
    .select(['id', 'path', 'name', 'type', 'visibility'])
    .orderBy('path')
    .orderBy('start_line')
    .orderBy('id')
    .execute();
  const edges = await db.selectFrom('edges').select(['source_id', 'target_id', 'type', 'confidence']).execute();
  const numbers = new Map(rows.map((row, index) => [row.id, index]));
  const asked = new Set(mentions.map((mention) => mention.toLowerCase()));
  const isTest = rows.map((row) => row.type === 'test' || isTestPath(row.path));
  const preference = Float64Array.from(rows, (row, index) => {
    const isAsked = asked.has(row.name.toLowerCase()) || asked.has(row.path.toLowerCase());
    return (1 + Math.log2(1 + (churn.get(row.path) ?? 0))) * (isTest[index] ? FROM_TESTS : 1) * (isAsked ? MENTIONED : 1);
  });
  const [sources, targets, weights]: [number[], number[], number[]] = [[], [], []];
  for (const edge of edges) {
    const [source, target, weight] = [numbers.get(edge.source_id), numbers.get(edge.target_id), WEIGHTS[edge.type]];
    if (source === undefined || target === undefined || weight === undefined || source === target) continue;
    sources.push(source);
    targets.push(target);
    weights.push(weight * edge.confidence * (isTest[source] ? FROM_TESTS : 1));
  }
  const ranks = pageRank({ size: rows.length, sources, targets, weights }, preference);
  return rows.map(({ visibility, ...row }, index) => ({
    ...row,
    isTest: isTest[index]!,
    rank: ranks[index]! * (visibility === 'public' ? 1 : 0.5) * (LITTLE[row.type] ?? 1),
  }));
}
