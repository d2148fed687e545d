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
export type { ScanOptions } from './scan.ts';
export type { CodeNode, Edge, EdgeTier, EdgeType, Neighbour, ScanReport, SearchResult, Skip, Unresolved } from './words.ts';
