import { CmError } from '@cm/core';
import type { Impacted } from '@cm/oracle';
import { z } from 'zod';
import { pathInput, symbolInput } from '../inputs.ts';
import { place, relatedData, relatedSchema, symbolData, symbolSchema } from '../schemas.ts';
import type { Tool } from '../tool.ts';

const MOST = 50;
const SHOWN = 25;

const input = {
  symbols: z.array(symbolInput).max(MOST).default([]).describe('Symbols that change'),
  paths: z.array(pathInput).max(MOST).default([]).describe('Files that change'),
  diff: z.string().max(1_000_000).optional().describe('A unified diff, as git diff prints it'),
  depth: z.number().int().min(1).max(10).default(3).describe('How many edges away'),
  limit: z.number().int().min(1).max(500).default(100).describe('The most symbols in each list'),
};
const impacted = relatedSchema.extend({ why: z.string() });
const output = {
  changed: z.array(symbolSchema),
  certain: z.array(impacted).describe('Every edge on the way is written down or was followed through scopes, imports and types'),
  possible: z
    .array(impacted)
    .describe('Some edge on the way was concluded, leads through an override, or is an import of the whole file'),
  unknown: z
    .array(symbolSchema.extend({ uses: z.string(), line: z.number().int(), candidates: z.number().int() }))
    .describe('Uses of the same name that nothing says whom they mean'),
  tests: z
    .array(symbolSchema.extend({ distance: z.number().int(), confidence: z.number() }))
    .describe('To run, the nearest first'),
  usually: z
    .array(z.object({ path: z.string(), with: z.string(), probability: z.number(), together: z.number(), commits: z.number() }))
    .describe('Files that usually change together with these, from git history'),
  missing: z.array(z.string()).describe('Paths that are not in the index'),
  cut: z.string().nullable(),
};

export const impactTool: Tool<typeof input, typeof output> = {
  name: 'impact',
  title: 'What a change may break',
  description: 'Before a change: what may break, apart by how sure that is, the tests to run, and what usually changes along.',
  input,
  output,
  async answer(oracle, { symbols, paths, diff, depth, limit }) {
    if (symbols.length === 0 && paths.length === 0 && diff === undefined) throw nothingNamed();
    const ids = [];
    for (const symbol of symbols) ids.push(...(await oracle.symbols(symbol)).map(({ id }) => id));
    const found = await oracle.impact({ ids, paths, ...(diff === undefined ? {} : { diff }) }, { depth, limit });
    const { usually, missing, cut } = found;
    const list = (all: readonly Impacted[]) =>
      all.map(({ node, edge, distance, confidence, why }) => ({
        ...relatedData(node, { type: edge.type, confidence }, distance),
        why,
      }));
    const data = {
      changed: found.changed.map(symbolData),
      certain: list(found.certain),
      possible: list(found.possible),
      unknown: found.unknown.map(({ node, use, candidates }) => ({
        ...symbolData(node),
        uses: use.name,
        line: use.line,
        candidates,
      })),
      tests: found.tests.map(({ node, distance, confidence }) => ({ ...symbolData(node), distance, confidence })),
      usually,
      missing,
      cut,
    };
    return { text: textOf(data), data };
  },
};

function textOf({
  changed,
  certain,
  possible,
  unknown,
  tests,
  usually,
  missing,
  cut,
}: z.infer<z.ZodObject<typeof output>>): string {
  const section = <T>(title: string, all: readonly T[], line: (each: T) => string) => {
    if (all.length === 0) return [];
    const more = all.length > SHOWN ? [`- and ${all.length - SHOWN} more`] : [];
    return [`${title} (${all.length}):`, ...all.slice(0, SHOWN).map((each) => `- ${line(each)}`), ...more];
  };
  const lines = [
    ...section('Changes', changed, (each) => `${place(each)} ${each.name}`),
    ...section('Certain', certain, (each) => `${place(each)} ${each.name}: ${each.why}`),
    ...section('Possible', possible, (each) => `${place(each)} ${each.name}: ${each.why}`),
    ...section(
      'Unknown',
      unknown,
      (each) => `${each.path}:${each.line} ${each.name} uses ${each.uses}, one of ${each.candidates}`,
    ),
    ...section('Tests to run', tests, (each) => `${place(each)} ${each.name}`),
    ...section(
      'Usually changes along',
      usually,
      (each) => `${each.path} (${Math.round(each.probability * 100)} % with ${each.with})`,
    ),
    ...section('Not in the index', missing, (each) => each),
    ...(cut === null ? [] : [`Left out: ${cut}`]),
  ];
  return certain.length + possible.length + unknown.length === 0
    ? `${lines.join('\n')}\nNothing else is affected that the index knows of.`
    : lines.join('\n');
}

function nothingNamed(): CmError {
  return new CmError('nothing was named that changes', {
    code: 'CM_NO_CHANGE',
    hint: 'give symbols, paths or a diff',
  });
}
