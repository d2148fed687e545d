// What tools answer with, as schemas that clients check it against.
import type { CodeNode, Edge, IndexState } from '@cm/oracle';
import { z } from 'zod';

export const symbolSchema = z.object({
  path: z.string(),
  type: z.string().describe('module, class, function, method, test, …'),
  name: z.string().describe('With the names of what it is written in: Router.match'),
  start_line: z.number().int(),
  end_line: z.number().int(),
  signature: z.string().optional(),
});

export const relatedSchema = symbolSchema.extend({
  edge: z.string().describe('What leads to it: calls, instantiates, extends, references, tests, …'),
  confidence: z.number().optional().describe('From 0 to 1'),
  distance: z.number().int().optional().describe('Edges away'),
});

export const basisSchema = z
  .object({
    commit: z.string().nullable().describe('HEAD; null without git'),
    current: z.boolean().describe('Whether no file has changed since the index was brought up to date for this answer'),
    files: z.number().int(),
    skipped: z.number().int().describe('Files in a known language that are left out'),
    unresolved: z.number().int().describe('Uses whose target is not known'),
    followed: z.number().describe('Part of the uses that are followed, 0 to 1'),
  })
  .describe('What the answer rests on');

export type SymbolData = z.infer<typeof symbolSchema>;
export type RelatedData = z.infer<typeof relatedSchema>;
export type Basis = z.infer<typeof basisSchema>;

export function symbolData(node: CodeNode): SymbolData {
  const { path, type, qualified_name, start_line, end_line, signature } = node;
  return { path, type, name: qualified_name, start_line, end_line, ...(signature === '' ? {} : { signature }) };
}

/** `confidence` is left out where nothing says it: a chain of calls to a test has none of its own. */
export function relatedData(node: CodeNode, edge: { type: Edge['type']; confidence?: number }, distance?: number): RelatedData {
  const { signature: _, ...symbol } = symbolData(node);
  const { type, confidence } = edge;
  return {
    ...symbol,
    edge: type,
    ...(confidence === undefined ? {} : { confidence }),
    ...(distance === undefined ? {} : { distance }),
  };
}

export function basisOf({ commit, freshness, coverage }: IndexState): Basis {
  const { files, skipped, unresolved, followed } = coverage;
  return { commit, current: freshness.current, files, skipped, unresolved, followed };
}

export function place({ path, start_line, end_line }: { path: string; start_line: number; end_line: number }): string {
  return `${path}:${start_line}-${end_line}`;
}

/** `- src/a.ts:3-9 load (calls, 98 %)` */
export function relatedLine(related: RelatedData): string {
  const { edge, confidence, distance, name } = related;
  const sure = confidence === undefined ? '' : `, ${Math.round(confidence * 100)} %`;
  const far = distance !== undefined && distance > 1 ? `, ${distance} edges away` : '';
  return `- ${place(related)} ${name} (${edge}${sure}${far})`;
}
