import type { NodeType, Visibility } from './facts.ts';

export type EdgeType =
  | 'contains'
  | 'imports'
  | 'calls'
  | 'instantiates'
  | 'extends'
  | 'implements'
  | 'references'
  | 'tests'
  | 'documents';

/**
 * How an edge was found. `syntax`: it is written so. `scope`: the name was followed through scopes, imports and re-exports. `receiver`: the
 * class of the receiver is written down or was constructed in sight. `flow`: by what a function says it returns, or what was assigned.
 * `checker`: the TypeScript checker says so. `name`: a document names it, and what it names is one symbol only.
 */
export type EdgeTier = 'syntax' | 'scope' | 'receiver' | 'flow' | 'checker' | 'name';

/** A row of `edges`. One for each source, target and type; `line` is the first place. */
export interface Edge {
  source_id: number;
  target_id: number;
  type: EdgeType;
  tier: EdgeTier;
  /** From 0 to 1. */
  confidence: number;
  /** The text that led to it. */
  evidence: string;
  line: number;
}

/** A use whose target is not known. */
export interface Unresolved {
  source_id: number;
  type: EdgeType;
  name: string;
  receiver: string | null;
  line: number;
}

/** A symbol as queries answer with it. Lines count from 1, both ends included. */
export interface CodeNode {
  id: number;
  path: string;
  type: NodeType;
  name: string;
  /** With the names of what it is written in: `Router.match`. */
  qualified_name: string;
  start_line: number;
  end_line: number;
  signature: string;
  signature_hash: string;
  docstring: string | null;
  visibility: Visibility;
  parent_id: number | null;
}

/** A symbol and the edge that leads to it. */
export interface Neighbour {
  node: CodeNode;
  edge: Edge;
}

export interface SearchResult {
  id: number;
  path: string;
  type: NodeType;
  name: string;
  start_line: number;
  end_line: number;
  /** From 0 to 1; the best come first. */
  score: number;
  why: string;
}

export interface Skip {
  path: string;
  reason: string;
}

/** Files that the checker was asked about, those it answered, and why it ended early; null when it did not. */
export interface CheckerReport {
  asked: number;
  answered: number;
  stopped: string | null;
}

export interface ScanReport {
  /** Files that are in the index. */
  files: number;
  /** Of those, the ones that were read and parsed in this scan. */
  parsed: number;
  /** Those whose text had been parsed before, for another branch, place or worktree. */
  reused: number;
  unchanged: number;
  removed: number;
  /** Files in a known language that are not in the index. */
  skipped: Skip[];
  nodes: number;
  edges: number;
  /** Uses whose target is not known. */
  unresolved: number;
  /** Lines of all files in the index. */
  lines: number;
  durationMs: number;
  /** Why the index was built anew; null when it was not, or did not exist. */
  rebuilt: string | null;
  /** What the TypeScript checker was asked; null when it was not. */
  checker: CheckerReport | null;
}
