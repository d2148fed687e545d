// The graph as the page reads it (runtime/read-graph.mjs): one column for each property, words once and by number after that.
import type { CodeNode, Edge, IndexState } from '@cm/oracle';
import type { Item } from './lay-out.ts';
import type { PackedSources } from './pack-sources.ts';

export interface EncodeInput {
  title: string;
  items: readonly Item[];
  edges: readonly Edge[];
  sources: PackedSources;
  state: IndexState;
  cut?: string | null;
}

const LONGEST_SIGNATURE = 400;
const LONGEST_DOCSTRING = 2000;
const KINDS = ['folder', 'file', 'symbol'] as const;

/** JSON that is safe inside of a script element: no `<` is left in it. */
export function encodeGraph({ title, items, edges, sources, state, cut }: EncodeInput): string {
  const data = {
    title,
    cut: cut ?? null,
    sourcesLeft: sources.left,
    state,
    items: itemColumns(items),
    edges: edgeColumns(items, edges),
    sources: items.map(({ kind, path }) => (kind === 'file' ? (sources.places.get(path) ?? null) : null)),
  };
  return JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function itemColumns(items: readonly Item[]) {
  const types = wordList<string>();
  const of = <T>(read: (node: CodeNode) => T, none: T) => items.map(({ node }) => (node === null ? none : read(node)));
  return {
    kind: items.map(({ kind }) => KINDS.indexOf(kind)),
    name: items.map(({ name }) => name),
    parent: items.map(({ parent }) => parent),
    // Symbols have the path of the file around them.
    path: items.map(({ kind, path }) => (kind === 'symbol' ? 0 : path)),
    x: items.map(({ x }) => rounded(x)),
    y: items.map(({ y }) => rounded(y)),
    r: items.map(({ r }) => rounded(r)),
    type: of((node) => types.number(node.type), -1),
    types: types.words,
    start: of((node) => node.start_line, 0),
    end: of((node) => node.end_line, 0),
    qualified: of((node) => (node.qualified_name === node.name ? 0 : node.qualified_name), 0),
    signature: of((node) => cutTo(node.signature, LONGEST_SIGNATURE), ''),
    docstring: of((node) => (node.docstring === null ? 0 : cutTo(node.docstring, LONGEST_DOCSTRING)), 0),
    visibility: of((node) => (node.visibility === 'public' ? 0 : node.visibility), 0),
  };
}

function edgeColumns(items: readonly Item[], edges: readonly Edge[]) {
  const indexOf = new Map(items.flatMap(({ node }, index) => (node === null ? [] : [[node.id, index] as const])));
  const types = wordList<string>();
  const tiers = wordList<string>();
  const drawn = edges
    .filter((edge) => edge.type !== 'contains' && indexOf.has(edge.source_id) && indexOf.has(edge.target_id))
    .map((edge) => ({ ...edge, source: indexOf.get(edge.source_id)!, target: indexOf.get(edge.target_id)! }))
    .sort((a, b) => a.source - b.source || a.target - b.target || (a.type < b.type ? -1 : 1));
  return {
    source: drawn.map(({ source }) => source),
    target: drawn.map(({ target }) => target),
    type: drawn.map(({ type }) => types.number(type)),
    types: types.words,
    tier: drawn.map(({ tier }) => tiers.number(tier)),
    tiers: tiers.words,
    confidence: drawn.map(({ confidence }) => Math.round(confidence * 100)),
    line: drawn.map(({ line }) => line),
  };
}

function wordList<T>() {
  const words: T[] = [];
  const numbers = new Map<T, number>();
  const number = (word: T): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, words.push(word) - 1);
    return words.length - 1;
  };
  return { words, number };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function cutTo(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}
