import { loadSyntax } from '../syntax/load-syntax.ts';
import { spliceEdits } from '../syntax/syntax-node.ts';
import { readCopy, writeCopy } from './copy-files.ts';
import { type HitPoint, markSource } from './instrument-source.ts';
import { sourceFiles } from './source-files.ts';

export interface Instrumented {
  /** By the number that a hit carries. */
  points: readonly HitPoint[];
  count: number;
  /** Puts the sources back as they were. */
  restore(): Promise<void>;
}

/** Marks every source file of the copy at `root`; hash-bang lines, directives and line numbers stay as they are. */
export async function instrumentTree(root: string): Promise<Instrumented> {
  const syntax = await loadSyntax();
  const originals = new Map<string, Buffer>();
  const points: HitPoint[] = [];
  const restore = async () => {
    for (const [path, bytes] of originals) await writeCopy(root, path, bytes);
  };
  try {
    for (const path of await sourceFiles(root)) {
      const bytes = await readCopy(root, path);
      const text = bytes.toString('utf8');
      if (!Buffer.from(text).equals(bytes)) continue;
      const tree = syntax.parse(path, text);
      const marked = tree && markSource(tree, points.length);
      if (marked === undefined || marked.points.length === 0) continue;
      originals.set(path, bytes);
      for (const point of marked.points) points.push(point);
      await writeCopy(root, path, spliceEdits(text, marked.edits));
    }
  } catch (error) {
    await restore();
    throw error;
  }
  return { points, count: points.length, restore };
}
