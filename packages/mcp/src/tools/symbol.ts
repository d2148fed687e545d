import { z } from 'zod';
import { symbolInput } from '../inputs.ts';
import { place, symbolData, symbolSchema } from '../schemas.ts';
import type { Tool } from '../tool.ts';

const MOST_LINES = 1500;

const input = { symbol: symbolInput };
const output = {
  symbol: symbolSchema.extend({ docstring: z.string().nullable(), visibility: z.string() }),
  source: z.string().nullable().describe('null when the file is gone'),
  changed: z.boolean().describe('The file changed since the index was made; the text is that of now'),
  cut: z.boolean().describe(`Only the first ${MOST_LINES} lines`),
  inside: z.array(symbolSchema).describe('What is written in it: methods, fields, the symbols of a file'),
};

export const symbolTool: Tool<typeof input, typeof output> = {
  name: 'symbol',
  title: 'Show a symbol',
  description:
    'The definition of one symbol or file: signature, docstring, source as it is on disk now, and what is written in it.',
  input,
  output,
  async answer(oracle, { symbol: text }) {
    const node = await oracle.symbol(text);
    const source = await oracle.source(node.id);
    const lines = source?.text.split('\n') ?? [];
    const shown = source === null ? null : lines.slice(0, MOST_LINES).join('\n');
    const outline = await oracle.outline(node.path);
    const inside = outline.filter(({ parent_id }) => parent_id === node.id).map(symbolData);
    const symbol = { ...symbolData(node), docstring: node.docstring, visibility: node.visibility };
    const members = inside.map((member) => `- ${place(member)} ${member.type} ${member.name}`);
    const body = shown === null ? 'Its source is gone.' : shown;
    const text_ = [
      `## ${place(source ?? node)} ${node.type} ${node.qualified_name}`,
      body,
      ...(members.length > 0 ? ['Inside:', ...members] : []),
    ];
    const cut = lines.length > MOST_LINES;
    return { text: text_.join('\n'), data: { symbol, source: shown, changed: source?.from === 'reparsed', cut, inside } };
  },
};
