import { join } from 'node:path';
import { prepareFolder } from '../database/index-file.ts';
import type { Connection } from '../database/open-index.ts';
import { embeddingBusy, embeddingInterrupted } from '../errors.ts';
import { type Chunk, chunksByFile, countWanted } from './chunks.ts';
import { takeEmbedLock } from './embed-lock.ts';
import type { Embedder } from './embedder.ts';
import { openVectorCache, type VectorCache } from './vector-cache.ts';
import { openVectorTable, prepareVectorTable, type TableOptions, type VectorHit, type VectorTable } from './vector-table.ts';

export interface EmbedOptions {
  /** Called after each batch; `total` counts the symbols that should have a vector, `done` those that have one. */
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
  /** Where another process embeds the same repository: wait for it, which is the default, or throw `CM_EMBEDDING_BUSY`. */
  wait?: boolean;
}

export interface EmbedReport {
  /** Symbols whose text was sent through the model. */
  embedded: number;
  /** Symbols that got a vector computed before: for the same text elsewhere, or on another branch. */
  cached: number;
  /** Vectors of symbols that are gone. */
  removed: number;
  /** Symbols that have a vector now, of `total` that should. */
  covered: number;
  total: number;
  durationMs: number;
  /** Why the table of vectors was built anew; null when it was not, or did not exist. */
  rebuilt: string | null;
}

export interface VectorStatus {
  covered: number;
  total: number;
  model: string;
}

export interface VectorsOptions {
  root: string;
  /** Holds the cache, the lock and, unless `uri` says otherwise, the table. */
  folder: string;
  /** Where LanceDB keeps the table. */
  uri: string;
  embedder: Embedder;
  now: () => number;
}

/** Symbols that are computed and stored together: killed in between, this much is lost. */
const BATCH = 64;
/** Vectors kept for texts of other branches: this many, or three times what is there now. */
const KEPT = 20_000;

/** The vectors of one repository. */
export class Vectors {
  private readonly options: VectorsOptions;
  private readonly at: TableOptions;
  private reading: VectorTable | null = null;
  private query: { text: string; vector: Float32Array } | null = null;

  constructor(options: VectorsOptions) {
    this.options = options;
    this.at = { uri: options.uri, model: options.embedder.id, dimensions: options.embedder.dimensions };
  }

  /**
   * Brings the vectors up to date with the index. What was stored stays when it is killed or interrupted, and the next call goes on from there.
   * @throws {CmError} `CM_EMBEDDING_BUSY`, `CM_INTERRUPTED`, `CM_EMBEDDING_FAILED`, `CM_MODEL_DAMAGED`, `CM_STATE_IS_LINK`.
   */
  async embed(index: Connection, options: EmbedOptions = {}): Promise<EmbedReport> {
    const started = performance.now();
    const { folder, now } = this.options;
    const [lockFile, cacheFile] = [join(folder, 'embed.lock'), join(folder, 'cache.db')];
    prepareFolder(lockFile);
    prepareFolder(cacheFile);
    const release = await takeEmbedLock(lockFile, { wait: options.wait ?? true, signal: options.signal });
    if (release === null) throw options.signal?.aborted ? embeddingInterrupted() : embeddingBusy();
    try {
      const { cache, rebuilt: lost } = openVectorCache(cacheFile, now);
      try {
        const { table, rebuilt } = await prepareVectorTable(this.at);
        try {
          const counts = await this.update(index, cache, table, options);
          return {
            ...counts,
            durationMs: performance.now() - started,
            rebuilt: rebuilt ?? (lost ? 'the cache of vectors was damaged' : null),
          };
        } finally {
          table.close();
        }
      } finally {
        cache.close();
      }
    } finally {
      release();
    }
  }

  private async update(
    index: Connection,
    cache: VectorCache,
    table: VectorTable,
    { onProgress, signal }: EmbedOptions,
  ): Promise<Omit<EmbedReport, 'durationMs' | 'rebuilt'>> {
    const { root, embedder } = this.options;
    const stored = await table.rows();
    const gone = new Set(stored.keys());
    const counts = { embedded: 0, cached: 0, covered: 0 };
    const total = countWanted(index);
    let missing: Chunk[] = [];
    const flush = async () => {
      const vectors = await this.vectorsOf(missing, cache, counts);
      await table.replace(missing, vectors);
      counts.covered += missing.length;
      missing = [];
      onProgress?.({ done: counts.covered, total });
    };
    for (const { ids, chunks } of chunksByFile(index, root, embedder.id)) {
      for (const id of ids) gone.delete(id);
      for (const chunk of chunks) {
        if (stored.get(chunk.id) === chunk.hash) counts.covered++;
        else missing.push(chunk);
        if (missing.length < BATCH) continue;
        if (signal?.aborted) throw embeddingInterrupted();
        await flush();
      }
    }
    if (signal?.aborted) throw embeddingInterrupted();
    if (missing.length > 0) await flush();
    await table.remove([...gone]);
    await table.compact(counts.embedded + counts.cached + gone.size > 0);
    cache.prune(Math.max(KEPT, 3 * total));
    return { ...counts, total, removed: gone.size };
  }

  private async vectorsOf(
    chunks: readonly Chunk[],
    cache: VectorCache,
    counts: { embedded: number; cached: number },
  ): Promise<Map<string, Float32Array>> {
    const known = cache.get(chunks.map((chunk) => chunk.hash));
    const texts = new Map(chunks.filter((chunk) => !known.has(chunk.hash)).map((chunk) => [chunk.hash, chunk.text]));
    const vectors = await this.options.embedder.embed([...texts.values()]);
    const computed = new Map([...texts.keys()].map((hash, place) => [hash, vectors[place]!]));
    cache.put(computed);
    counts.embedded += texts.size;
    counts.cached += chunks.length - texts.size;
    return new Map([...known, ...computed]);
  }

  /** The symbols whose meaning is nearest to a text, the nearest first; null where nothing was embedded yet. */
  async nearest(text: string, limit: number): Promise<VectorHit[] | null> {
    this.reading ??= await openVectorTable(this.at);
    if (this.reading === null) return null;
    if (this.query?.text !== text) {
      const [vector] = await this.options.embedder.embed([text]);
      this.query = { text, vector: vector! };
    }
    try {
      return await this.reading.nearest(this.query.vector, limit);
    } catch {
      // Built anew or compacted by another process while it was read.
      this.reading.close();
      this.reading = await openVectorTable(this.at);
      return (await this.reading?.nearest(this.query.vector, limit)) ?? null;
    }
  }

  /** How many symbols have a vector. */
  async status(index: Connection): Promise<VectorStatus> {
    const table = await openVectorTable(this.at);
    try {
      const covered = (await table?.count()) ?? 0;
      const total = countWanted(index);
      return { covered: Math.min(covered, total), total, model: this.at.model };
    } finally {
      table?.close();
    }
  }

  async close(): Promise<void> {
    this.reading?.close();
    this.reading = null;
    await this.options.embedder.close();
  }
}
