import type { CodeNode, Oracle } from '@cm/oracle';
import { z } from 'zod';
import { symbolInput } from '../inputs.ts';
import { place, type RelatedData, relatedData, relatedLine, relatedSchema, symbolData, symbolSchema } from '../schemas.ts';
import type { Tool } from '../tool.ts';

const DIRECTIONS = ['callers', 'callees', 'references', 'tests'] as const;
type Direction = (typeof DIRECTIONS)[number];

const input = {
  symbol: symbolInput,
  directions: z.array(z.enum(DIRECTIONS)).min(1).max(DIRECTIONS.length).default(['callers', 'callees', 'tests']),
  depth: z.number().int().min(1).max(10).default(1).describe('How many calls away callers and callees may be'),
  limit: z.number().int().min(1).max(500).default(50).describe('The most symbols in each list'),
};
const output = {
  symbol: symbolSchema,
  relations: z.array(
    z.object({
      direction: z.enum(DIRECTIONS),
      found: z.array(relatedSchema),
      left: z.number().int().describe('How many more there are'),
    }),
  ),
};

export const relationsTool: Tool<typeof input, typeof output> = {
  name: 'relations',
  title: 'Callers, callees, references and tests',
  description:
    'Who calls a symbol, what it calls, every use of it, and the tests that reach it, each with the edge and how sure it is.',
  input,
  output,
  async answer(oracle, { symbol, directions, depth, limit }) {
    const nodes = await oracle.symbols(symbol);
    const node = nodes[0]!;
    const relations = [];
    for (const direction of new Set(directions)) {
      const all = await relationsOf(oracle, nodes, direction, depth);
      relations.push({ direction, found: all.slice(0, limit), left: Math.max(0, all.length - limit) });
    }
    const parts = relations.map(({ direction, found, left }) => {
      const lines = found.length === 0 ? ['- none that the index knows of'] : found.map(relatedLine);
      return [`${direction}:`, ...lines, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
    });
    const text = [`## ${place(node)} ${node.type} ${node.qualified_name}`, ...parts].join('\n');
    return { text, data: { symbol: symbolData(node), relations } };
  },
};

/** The nearest and surest first. */
export async function relationsOf(
  oracle: Oracle,
  nodes: readonly CodeNode[],
  direction: Direction,
  depth = 1,
): Promise<RelatedData[]> {
  const ids = nodes.map(({ id }) => id);
  if (direction === 'references') return (await oracle.references(ids)).map((each) => relatedData(each.node, each.edge));
  if (direction === 'tests') {
    const tests = await oracle.testsOf(ids);
    return tests.map((test) => relatedData(test.node, { type: 'tests' }, test.distance));
  }
  const reached = await oracle[direction](ids, { depth });
  return reached.map((each) => relatedData(each.node, { type: each.edge.type, confidence: each.confidence }, each.distance));
}
