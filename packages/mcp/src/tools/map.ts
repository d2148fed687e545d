import { z } from 'zod';
import { tokensInput } from '../inputs.ts';
import type { Tool } from '../tool.ts';

const USUAL_TOKENS = 2000;

const input = {
  tokens: tokensInput(USUAL_TOKENS),
  mentions: z
    .array(z.string().trim().min(1).max(500))
    .max(50)
    .default([])
    .describe('Names and paths that you are after: what they mean ranks higher'),
};
const output = {
  map: z.string(),
  tokens: z.number().int(),
  files: z.array(z.object({ path: z.string(), symbols: z.number().int() })).describe('The most important first'),
  left: z.number().int().describe('Files that did not fit'),
};

export const mapTool: Tool<typeof input, typeof output> = {
  name: 'map',
  title: 'Map of the repository',
  description:
    'The most important files with the signatures of their most used symbols, within a number of tokens. Good to start with.',
  input,
  output,
  async answer(oracle, { tokens, mentions }) {
    const { text, files, left, ...map } = await oracle.map({ tokens, mentions });
    const listed = files.map(({ path, symbols }) => ({ path, symbols: symbols.length }));
    const words = files.length === 0 ? 'There is no code in the index.' : `${text.trimEnd()}\n${left} more files did not fit.`;
    return { text: words, data: { map: text, tokens: map.tokens, files: listed, left } };
  },
};
