// Sources for the page: compressed in blocks, so that a click decompresses one block and not all of them.
import { deflateSync } from 'node:zlib';
import type { CodeNode } from '@cm/oracle';

export interface PackedSources {
  /** zlib streams in Base64, each of some files' texts one after the other. */
  blocks: string[];
  /** By path: the block, and where its UTF-8 bytes are in it. */
  places: Map<string, readonly [block: number, start: number, length: number]>;
  /** Files whose text did not fit, or was not given. */
  left: number;
}

/** Bytes of text that a page takes in: compressed, a fourth of it. */
export const SOURCE_BUDGET = 24_000_000;
const BLOCK_BYTES = 400_000;

/** Takes in the text of files with nodes, the smallest first, up to `budget` bytes. */
export function packSources(nodes: readonly CodeNode[], sources: ReadonlyMap<string, string>, budget: number): PackedSources {
  const paths = [...new Set(nodes.map(({ path }) => path))];
  const given = paths.filter((path) => sources.has(path)).map((path) => ({ path, bytes: Buffer.from(sources.get(path)!) }));
  const chosen = withinBudget(given, budget).sort((a, b) => (a.path < b.path ? -1 : 1));
  const places: PackedSources['places'] = new Map();
  const blocks: string[] = [];
  let parts: Buffer[] = [];
  let length = 0;
  const close = () => {
    if (parts.length > 0) blocks.push(deflateSync(Buffer.concat(parts), { level: 9 }).toString('base64'));
    parts = [];
    length = 0;
  };
  for (const { path, bytes } of chosen) {
    if (length > 0 && length + bytes.length > BLOCK_BYTES) close();
    places.set(path, [blocks.length, length, bytes.length]);
    parts.push(bytes);
    length += bytes.length;
  }
  close();
  return { blocks, places, left: paths.length - chosen.length };
}

function withinBudget(files: readonly { path: string; bytes: Buffer }[], budget: number) {
  const bySize = files.toSorted((a, b) => a.bytes.length - b.bytes.length || (a.path < b.path ? -1 : 1));
  let sum = 0;
  return bySize.filter(({ bytes }) => {
    sum += bytes.length;
    return sum <= budget;
  });
}
