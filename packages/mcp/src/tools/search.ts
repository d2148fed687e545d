import { z } from 'zod';
import { place } from '../schemas.ts';
import type { Tool } from '../tool.ts';

const input = {
  query: z.string().trim().min(1).max(2000).describe('A symbol, a part of its name, or words that say what the code does'),
  limit: z.number().int().min(1).max(100).default(15),
  by: z.enum(['both', 'words', 'meaning']).default('both').describe('What to go by'),
};
const output = {
  results: z.array(
    z.object({
      path: z.string(),
      type: z.string(),
      name: z.string(),
      start_line: z.number().int(),
      end_line: z.number().int(),
      score: z.number(),
      why: z.string(),
    }),
  ),
};

export const searchTool: Tool<typeof input, typeof output> = {
  name: 'search',
  title: 'Search symbols',
  description:
    'Finds symbols by name, words or meaning, the best first. Gives places and no source; use explore for the source too.',
  input,
  output,
  async answer(oracle, { query, limit, by }) {
    const found = await oracle.search(query, { limit, by });
    const results = found.map(({ id: _, ...result }) => result);
    const lines = results.map((result) => `- ${place(result)} ${result.type} ${result.name} (${result.why})`);
    return { text: lines.length === 0 ? 'Nothing found. Try fewer or other words.' : lines.join('\n'), data: { results } };
  },
};
