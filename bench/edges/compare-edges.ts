// What our edges and those of another tool have in common.
import type { CodeNode, Oracle } from '@cm/oracle';

/** Source path, source symbol, target path, target name. */
export type Key = string;
export interface Found {
  tier: string;
  where: string;
}

const CALLERS = new Set(['function', 'method', 'test']);

/** The innermost symbol around each line, so that both sides call a caller the same. */
export class Callers {
  private readonly byPath = new Map<string, CodeNode[]>();

  constructor(nodes: readonly CodeNode[]) {
    for (const node of nodes) {
      if (!CALLERS.has(node.type)) continue;
      const list = this.byPath.get(node.path);
      if (list === undefined) this.byPath.set(node.path, [node]);
      else list.push(node);
    }
  }

  /** `isIn`: whether a symbol that the line belongs to is around it, too. */
  at(path: string, line: number, isIn: (node: CodeNode) => boolean = () => true): string {
    let best: CodeNode | null = null;
    for (const node of this.byPath.get(path) ?? []) {
      const isAround = node.start_line <= line && node.end_line >= line;
      if (isAround && (best === null || node.start_line >= best.start_line) && isIn(node)) best = node;
    }
    return best === null ? '' : `${best.qualified_name}:${best.start_line}`;
  }
}

/** Calls between different files whose names `isSource` likes. */
export function ourEdges({ nodes, edges }: Awaited<ReturnType<Oracle['graph']>>, isSource: RegExp): Map<Key, Found> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Map<Key, Found>();
  for (const edge of edges) {
    if (edge.type !== 'calls' && edge.type !== 'instantiates') continue;
    const source = byId.get(edge.source_id)!;
    const target = byId.get(edge.target_id)!;
    if (
      source.path === target.path ||
      target.name === 'constructor' ||
      !isSource.test(source.path) ||
      !isSource.test(target.path)
    )
      continue;
    let caller: CodeNode | undefined = source;
    while (caller !== undefined && !CALLERS.has(caller.type))
      caller = caller.parent_id === null ? undefined : byId.get(caller.parent_id);
    const name = caller === undefined ? '' : `${caller.qualified_name}:${caller.start_line}`;
    found.set(`${source.path}#${name} -> ${target.path}#${target.name}`, { tier: edge.tier, where: `line ${edge.line}` });
  }
  return found;
}

/** Precision and recall; `show` edges of each kind that only one side has go to stderr. */
export function compare(mode: string, repository: string, ours: Map<Key, Found>, truth: Map<Key, Found>, show: number) {
  const right = [...ours.keys()].filter((key) => truth.has(key)).length;
  const precision = right / ours.size;
  const recall = right / truth.size;
  const tiers = new Map<string, [right: number, all: number]>();
  for (const [key, { tier }] of ours) {
    const [good, all] = tiers.get(tier) ?? [0, 0];
    tiers.set(tier, [good + (truth.has(key) ? 1 : 0), all + 1]);
  }
  const sample = (title: string, from: Map<Key, Found>, other: Map<Key, Found>) => {
    const list = [...from].filter(([key]) => !other.has(key));
    const every = Math.max(1, Math.floor(list.length / Math.max(show, 1)));
    for (const [key, { tier, where }] of list.filter((_, index) => index % every === 0).slice(0, show))
      process.stderr.write(`${title} ${key} (${[tier, where].filter((each) => each !== '').join(', ')})\n`);
  };
  sample('invented', ours, truth);
  sample('missed  ', truth, ours);
  return {
    repository,
    mode,
    truth: truth.size,
    ours: ours.size,
    precision: precision.toFixed(3),
    recall: recall.toFixed(3),
    F1: ((2 * precision * recall) / (precision + recall)).toFixed(3),
    tiers: [...tiers].map(([tier, [good, all]]) => `${tier} ${good}/${all}`).join(', '),
  };
}
