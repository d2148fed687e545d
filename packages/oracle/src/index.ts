export type {
  Answers,
  Chain,
  Change,
  CoChange,
  Community,
  Context,
  ContextPart,
  ContextQuestion,
  Cursor,
  Cycle,
  DeadExport,
  Definitions,
  Finding,
  HotSpot,
  Impact,
  Impacted,
  ImpactedFile,
  ImpactOptions,
  IndexState,
  MapOptions,
  PossibleUse,
  RankedFile,
  Reached,
  Reference,
  RepositoryMap,
  SearchOptions,
  Source,
  Suggestion,
  TestToRun,
} from './answers.ts';
export type { CutGraph, CutOptions } from './export/cut-graph.ts';
export { exportGraph, GRAPH_FORMATS, type Graph, type GraphFormat } from './export/export-graph.ts';
export type { ScipIndex } from './export/scip.ts';
export type {
  Binding,
  BindingKind,
  Definition,
  Export,
  Facts,
  Field,
  Import,
  NodeType,
  Use,
  UseKind,
  Visibility,
} from './facts.ts';
export { type Oracle, type OracleOptions, openOracle } from './oracle.ts';
export { parseSource } from './parse/parse-source.ts';
export { isSymbolQuery } from './query/search-query.ts';
export type { ScanOptions } from './scan.ts';
export type { Embedder } from './vectors/embedder.ts';
export { minilmEmbedder } from './vectors/minilm-embedder.ts';
export { type RemoteEmbedderOptions, type RemotePermits, remoteEmbedder } from './vectors/remote-embedder.ts';
export type { EmbedOptions, EmbedReport, VectorStatus } from './vectors/vectors.ts';
export type { WatchOptions } from './watch/watch.ts';
export type {
  CheckerReport,
  CodeNode,
  Edge,
  EdgeTier,
  EdgeType,
  Neighbour,
  ScanReport,
  SearchResult,
  Skip,
  Unresolved,
} from './words.ts';
