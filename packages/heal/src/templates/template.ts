import type { Kind } from '../syntax/kinds.ts';
import type { SourceEdit, SyntaxNode } from '../syntax/syntax-node.ts';
import type { RepairContext } from './repair-context.ts';

/** One way to change a node. */
export interface Proposal {
  edits: SourceEdit[];
  /** How likely this change is among those of its template, 0 to 1. */
  plausibility: number;
}

/** A typed fix template: one file each, one line in catalog.ts. It looks at one node and says what else could stand there. */
export interface Template {
  name: string;
  /** Its share of real fixes in thousandths, by published yields where there are any. */
  prior: number;
  /** Only for this family of languages. */
  family?: 'python' | 'javascript';
  /** The kinds of nodes that it looks at. */
  kinds: readonly Kind[];
  propose(node: SyntaxNode, context: RepairContext): Iterable<Proposal>;
}
