import { printableJson } from '@cm/core';
import type { Graph } from './export-graph.ts';

/** `{ nodes: [{ id, path, type, name, start_line, end_line, … }], edges: [{ source_id, target_id, type, tier, confidence, … }] }`, an object a line. */
export function* jsonOf({ nodes, edges }: Graph): Iterable<string> {
  yield '{"nodes":[';
  for (const [index, { id, path, type, name, qualified_name, start_line, end_line }] of nodes.entries())
    yield `${index === 0 ? '\n' : ',\n'}${printableJson({ id, path, type, name, qualified_name, start_line, end_line })}`;
  yield '\n],"edges":[';
  for (const [index, { source_id, target_id, type, tier, confidence, evidence, line }] of edges.entries())
    yield `${index === 0 ? '\n' : ',\n'}${printableJson({ source_id, target_id, type, tier, confidence, evidence, line })}`;
  yield '\n]}\n';
}
