// What the oracle answers with, and what it is asked. Paths are relative to the root; lines and columns count from 1, both ends included.
import type { Failure } from '@cm/core';
import type { CutGraph, CutOptions } from './export/cut-graph.ts';
import type { ScipIndex } from './export/scip.ts';
import type { SearchBy } from './query/search.ts';
import type { CodeNode, Edge, Neighbour, SearchResult, Unresolved } from './words.ts';

/** A symbol that a chain of edges leads to. */
export interface Reached extends Neighbour {
  /** Number of edges of the shortest chain. `edge` is its last one, at this symbol's end. */
  distance: number;
  /** Product of the confidence of the chain's edges, 0 to 1. */
  confidence: number;
}

/** The symbols that a name can mean, the likeliest first, and names that come near when there are none. */
export interface Definitions {
  found: CodeNode[];
  nearest: string[];
}

/** A symbol that uses another, with every place where it does. */
export interface Reference extends Neighbour {
  /** `column` is null where the file changed since it was indexed: then there is only the first line that the index knows. */
  places: { line: number; column: number | null }[];
}

/** The shortest chain of edges from one symbol to another. `edges[i]` leads from `nodes[i]` to `nodes[i + 1]`. */
export interface Chain {
  nodes: CodeNode[];
  edges: Edge[];
  /** Product of the confidence of the edges. */
  confidence: number;
}

/** What is about to change: symbols, whole files, or the lines that a unified diff touches. All that is given counts. */
export interface Change {
  ids?: readonly number[];
  paths?: readonly string[];
  /** With `a/` and `b/` prefixes, as git prints it. Its old line numbers are those of the index. */
  diff?: string;
}

export interface ImpactOptions {
  /** How many edges away; 3 unless given. */
  depth?: number;
  /** Most symbols in each list; 500 unless given. */
  limit?: number;
}

/** A symbol that a change may break, and the chain's first reason: the edge at its end. */
export interface Impacted extends Reached {
  /** One sentence: how it depends on what changes. */
  why: string;
}

/** A use that may mean what changes: nothing says which symbol of that name it is. */
export interface PossibleUse {
  /** Where the use is. */
  node: CodeNode;
  use: Unresolved;
  /** The changed symbol that it may mean. */
  candidate: CodeNode;
  /** How many symbols it may mean altogether. */
  candidates: number;
}

/** A file that was often committed together with one that changes. */
export interface CoChange {
  path: string;
  /** The changed file that it goes with. */
  with: string;
  /** Commits that touched both, of `commits` that touched `with`. */
  together: number;
  commits: number;
  /** How likely the next commit of `with` touches it too, 0 to 1: `together / commits`, drawn down where there were few. */
  probability: number;
}

/** A file that a change is likely to reach. */
export interface ImpactedFile {
  path: string;
  /** How likely it has to change too, 0 to 1, by what the graph and git's history say. */
  probability: number;
  why: string[];
}

export interface TestToRun {
  node: CodeNode;
  /** Edges between the test and what changes; 0 when the test itself changes. */
  distance: number;
  confidence: number;
}

/** What a change may break. The nearest and surest come first in each list. */
export interface Impact {
  /** The symbols that change. */
  changed: CodeNode[];
  /** Every edge on the way is written down or was followed through scopes, imports and declared types. */
  certain: Impacted[];
  /** Some edge on the way was concluded from the flow of values, leads through an override, or is an import of the whole file. */
  possible: Impacted[];
  unknown: PossibleUse[];
  tests: TestToRun[];
  /** From git history, the likeliest first. Empty without one. */
  usually: CoChange[];
  /** The files of all these lists as one, the likeliest to change too first: what a gate asks. */
  files: ImpactedFile[];
  /** Paths of the change that are not in the index. */
  missing: string[];
  /** What was left out because of `depth` or `limit`; null when nothing was. */
  cut: string | null;
}

/** A rendered answer for a reader that counts tokens. */
export interface Budgeted {
  text: string;
  /** Of `text`, by an estimate that rather counts too many. Never over the budget. */
  tokens: number;
}

export interface RepositoryMap extends Budgeted {
  /** The most important first. */
  files: { path: string; rank: number; symbols: CodeNode[] }[];
  /** Files that did not fit. */
  left: number;
}

export interface MapOptions {
  /** 2,000 unless given. */
  tokens?: number;
  /** Names and paths that the reader is after: what they mean ranks higher. */
  mentions?: readonly string[];
}

/** `symbols` are numbers of nodes, the one that matters most first. */
export type ContextQuestion =
  | { failure: Failure }
  | { task: string }
  | { paths: readonly string[] }
  | { symbols: readonly number[] };

/** A piece of code that was chosen, and why. */
export interface ContextPart {
  node: CodeNode;
  why: string;
  /** The whole source; where there was no room, the lines around the one that matters, a line with the signature, or the name alone. */
  form: 'source' | 'excerpt' | 'signature' | 'name';
  text: string;
}

export interface Context extends Budgeted {
  parts: ContextPart[];
  /** Pieces that were found and did not fit. */
  left: number;
}

/** A file that a text is about. */
export interface RankedFile {
  path: string;
  /** The best come first; only the order means something. */
  score: number;
  /** What speaks for it, the strongest first. */
  why: string[];
}

/** A file that changes often and is hard to change. */
export interface HotSpot {
  path: string;
  /** Commits that touched it, of those that were read. */
  commits: number;
  lines: number;
  /** Sum of the indentation of its lines, in levels: how deep its branches go, whatever the language. */
  complexity: number;
  /** 0 to 1, the hottest is 1. */
  score: number;
}

/** Files that import one another in a circle. */
export interface Cycle {
  paths: string[];
  /** A shortest way around. */
  edges: Edge[];
}

/** An exported symbol that nothing in the index uses from another file. */
export interface DeadExport {
  node: CodeNode;
  /** `file`: its own file uses it, so that only the export is too much. `nothing`: nobody does. */
  usedBy: 'file' | 'nothing';
}

/** Files that have more to do with one another than with the rest. */
export interface Community {
  /** The folder that most of it lies in, or its most used file. */
  name: string;
  paths: string[];
  /** The symbols that the others use most. */
  center: CodeNode[];
}

/** The text of a symbol, from a file that was read and hashed now. */
export interface Source {
  node: CodeNode;
  path: string;
  start_line: number;
  end_line: number;
  text: string;
  /** `indexed`: the file is what the index knows. `reparsed`: it changed since, and the lines are those of the text as it is now. */
  from: 'indexed' | 'reparsed';
}

/** How far an answer can be trusted. */
export interface IndexState {
  /** HEAD of the repository; null without git or before the first commit. */
  commit: string | null;
  /** `changed`, `added` and `removed` count files that differ from the index; all 0 when it is current. */
  freshness: { current: boolean; changed: number; added: number; removed: number };
  coverage: {
    files: number;
    /** Files in a known language that are left out. */
    skipped: number;
    nodes: number;
    edges: number;
    /** Uses whose target is not known. */
    unresolved: number;
    /** Part of the uses that are followed, 0 to 1. */
    followed: number;
  };
}

/** Something that another part knows of a place: a hunter's finding, a failing test of the ledger. */
export interface Finding {
  path: string;
  line: number;
  message: string;
}

export interface Suggestion {
  kind: 'finding' | 'unresolved use' | 'missing test' | 'drifted doc';
  text: string;
  path: string;
  line: number;
}

/** What there is to know about a place in the code. */
export interface Cursor {
  path: string;
  line: number;
  /** The innermost symbol first, the module last. */
  around: CodeNode[];
  /** What the name under the cursor means, where it is a use that the index followed. */
  means: Neighbour[];
  callers: Neighbour[];
  callees: Neighbour[];
  tests: TestToRun[];
  /** Symbols that are named and described alike. */
  similar: CodeNode[];
  /** Files that usually change with this one. */
  usually: CoChange[];
  /** What to do next, the most urgent first. */
  next: Suggestion[];
}

export interface SearchOptions {
  limit?: number;
  by?: SearchBy;
}

/** Numbers of symbols. What `symbols` found is asked of together. */
export type OneOrMore = number | readonly number[];

/** What can be asked. All answers come from one committed scan, never from half of one. */
export interface Answers {
  /** Finds symbols by name, words and, as far as they are embedded, meaning. Where the model fails, words alone decide. */
  search(query: string, options?: SearchOptions): Promise<SearchResult[]>;
  node(id: number): Promise<CodeNode | null>;
  /** The innermost symbol at a line; null where no file is indexed. */
  symbolAt(path: string, line: number): Promise<CodeNode | null>;
  /** All symbols around a line, the innermost first. */
  enclosing(path: string, line: number): Promise<CodeNode[]>;
  outline(path: string): Promise<CodeNode[]>;
  /** The tests that reach a symbol, the nearest first. */
  testsOf(ids: OneOrMore): Promise<{ node: CodeNode; distance: number }[]>;
  /** What a file uses without it being known which symbol that is, with those it may be. */
  unresolvedIn(path: string): Promise<(Unresolved & { candidates: CodeNode[] })[]>;
  /** What `name`, `Class.method`, `module.name`, `path:line` or `path#name` means. */
  definition(symbol: string): Promise<Definitions>;
  /** The one symbol that is meant. @throws {CmError} `CM_UNKNOWN_SYMBOL` with the nearest names, `CM_AMBIGUOUS_SYMBOL` with all of them. */
  symbol(symbol: string): Promise<CodeNode>;
  /** All that a name means together, as overloads and declarations do; the one to show comes first. @throws as `symbol` does. */
  symbols(symbol: string): Promise<CodeNode[]>;
  references(ids: OneOrMore): Promise<Reference[]>;
  /** `depth` counts calls; 1 unless given. */
  callers(ids: OneOrMore, options?: { depth?: number }): Promise<Reached[]>;
  /** What is called in them and in all that is written in them: a function in a function, the methods of a class. */
  callees(ids: OneOrMore, options?: { depth?: number }): Promise<Reached[]>;
  /** null when no chain of uses leads from one to the other. */
  path(from: OneOrMore, to: OneOrMore): Promise<Chain | null>;
  impact(change: Change, options?: ImpactOptions): Promise<Impact>;
  map(options?: MapOptions): Promise<RepositoryMap>;
  context(question: ContextQuestion, options?: { tokens?: number }): Promise<Context>;
  /** The files that a task, a report of a bug or a commit message is about. */
  files(text: string, options?: { limit?: number }): Promise<RankedFile[]>;
  hotSpots(options?: { limit?: number }): Promise<HotSpot[]>;
  cycles(): Promise<Cycle[]>;
  deadExports(): Promise<DeadExport[]>;
  communities(): Promise<Community[]>;
  /** null when the symbol is gone, from the index or from the file. */
  source(id: number): Promise<Source | null>;
  /** Files that usually change together with one. */
  coChanges(path: string, options?: { limit?: number }): Promise<CoChange[]>;
  /** The whole graph, or as much of it as can be drawn. */
  graph(options?: CutOptions): Promise<CutGraph>;
  /** The whole index as SCIP, with the place of every definition and use. */
  scip(): Promise<ScipIndex>;
  state(): Promise<IndexState>;
  /** What is here, what it has to do with, and what to do next. Findings of other parts are taken in where they lie in the symbol. */
  at(path: string, line: number, column?: number, options?: { findings?: readonly Finding[] }): Promise<Cursor>;
}
