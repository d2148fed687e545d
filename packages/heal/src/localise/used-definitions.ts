import { type SourceTree, type SyntaxNode, walk } from '../syntax/syntax-node.ts';
import type { ScoredSuspect } from './rank-suspects.ts';

/** A constant that a suspect function reads was computed at import, in no test's coverage: less suspect than the function. */
const SHARE = 0.4;

/** Top-level and class-level definitions, in the same file, of names that the suspects use. */
export function definitionsUsed(suspects: readonly ScoredSuspect[], trees: readonly SourceTree[]): ScoredSuspect[] {
  return trees.flatMap((tree) => {
    const used = new Map<string, number>();
    for (const { suspect, region } of suspects) {
      if (suspect.path !== tree.path || region.node.kind === 'module') continue;
      for (const node of walk(region.node)) {
        if (node.kind !== 'name' && node.kind !== 'property') continue;
        used.set(node.text, Math.max(suspect.score, used.get(node.text) ?? 0));
      }
    }
    return [...walk(tree.root, (node) => node.kind !== 'function' && node.kind !== 'lambda')].flatMap((node) =>
      define(tree, node, used),
    );
  });
}

function define(tree: SourceTree, node: SyntaxNode, used: ReadonlyMap<string, number>): ScoredSuspect[] {
  if (node.kind !== 'assign' && node.kind !== 'declarator') return [];
  const name = (node.child('left') ?? node.child('name'))?.text;
  const value = node.child('right') ?? node.child('value');
  const score = SHARE * (used.get(name ?? '') ?? 0);
  if (name === undefined || !value || value.kind === 'function' || value.kind === 'lambda' || score === 0) return [];
  const lines = new Map(Array.from({ length: node.endLine - node.line + 1 }, (_, index) => [node.line + index, score]));
  const suspect = {
    path: tree.path,
    startLine: node.line,
    endLine: node.endLine,
    symbol: name,
    score,
    why: `a definition that a suspect function reads`,
  };
  return [{ suspect, region: { node, startLine: node.line, endLine: node.endLine }, lines }];
}
