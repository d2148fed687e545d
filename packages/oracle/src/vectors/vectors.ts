import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CmError, isError } from '@cm/core';
import { prepareFolder } from '../database/index-file.ts';
import { type Connection, explain } from '../database/open-index.ts';
import { embeddingBusy, embeddingInterrupted, indexNotWritable } from '../errors.ts';
import { type Chunk, chunksOf, type WantedFile, wantedFiles } from './chunks.ts';
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
  /** Why the last search had to do without meaning; null when it had not. */
  problem: string | null;
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

const LOCK = 'embed.lock';
const CACHE = 'cache.db';

/** The vectors of one repository. */
export class Vectors {
  private readonly options: VectorsOptions;
  private readonly at: TableOptions;
  /** Names the table and the model in the cache. */
  private readonly target: string;
  private reading: VectorTable | null = null;
  private query: { text: string; vector: Float32Array } | null = null;

  constructor(options: VectorsOptions) {
    this.options = options;
    this.at = { uri: options.uri, model: options.embedder.id, dimensions: options.embedder.dimensions };
    this.target = `${this.at.model} ${this.at.uri}`;
  }

  /**
   * Brings the vectors up to date with the index. What was stored stays when it is killed or interrupted, and the next call goes on from there.
   * @throws {CmError} `CM_EMBEDDING_BUSY`, `CM_INTERRUPTED`, `CM_EMBEDDING_FAILED`, `CM_MODEL_DAMAGED`, `CM_STATE_IS_LINK`.
   */
  async embed(index: Connection, options: EmbedOptions = {}): Promise<EmbedReport> {
    const started = performance.now();
    const { folder } = this.options;
    const [lockFile, cacheFile] = [join(folder, LOCK), join(folder, CACHE)];
    prepareFolder(lockFile);
    prepareFolder(cacheFile);
    try {
      return await this.embedLocked(index, options, started, lockFile, cacheFile);
    } catch (error) {
      throw explainStorage(folder, error);
    }
  }

  private async embedLocked(
    index: Connection,
    options: EmbedOptions,
    started: number,
    lockFile: string,
    cacheFile: string,
  ): Promise<EmbedReport> {
    const release = await takeEmbedLock(lockFile, { wait: options.wait ?? true, signal: options.signal });
    if (release === null) throw options.signal?.aborted ? embeddingInterrupted() : embeddingBusy();
    try {
      const { cache, rebuilt: lost } = openVectorCache(cacheFile, this.options.now);
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
    const { root, folder, embedder } = this.options;
    const wanted = wantedFiles(index);
    const total = countIds(wanted);
    const rows = await table.rows();
    const gone = new Set(rows.keys());
    const known = cache.storedIn(this.target);
    const counts = { embedded: 0, cached: 0, covered: 0 };
    let missing: Chunk[] = [];
    let finished = new Map<string, string>();
    const flush = async () => {
      // A folder that was removed must not come back by what is written into it.
      if (signal?.aborted || !existsSync(join(folder, LOCK))) throw embeddingInterrupted();
      const vectors = await this.vectorsOf(missing, cache, counts);
      await table.replace(missing, vectors);
      cache.markStored(this.target, finished);
      counts.covered += missing.length;
      missing = [];
      finished = new Map();
      onProgress?.({ done: counts.covered, total });
    };
    for (const file of wanted) {
      const isStored = known.get(file.path) === contentOf(file) && file.ids.every((id) => rows.has(id));
      for (const id of file.ids) gone.delete(id);
      if (isStored) {
        counts.covered += file.ids.length;
        continue;
      }
      const chunks = chunksOf(index, root, file, embedder.id);
      for (const chunk of chunks) {
        if (rows.get(chunk.id) === chunk.hash) counts.covered++;
        else missing.push(chunk);
        if (missing.length >= BATCH) await flush();
      }
      if (chunks.length === file.ids.length) finished.set(file.path, contentOf(file));
    }
    if (missing.length + finished.size > 0) await flush();
    await table.remove([...gone]);
    if (counts.embedded + counts.cached + gone.size > 0) await table.compact(true);
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

  /** How many symbols have a vector, by what was noted when they were stored; the table itself is not opened. */
  status(index: Connection): Omit<VectorStatus, 'problem'> {
    const wanted = wantedFiles(index);
    const known = this.known();
    const covered = wanted.filter((file) => known.get(file.path) === contentOf(file));
    return { covered: countIds(covered), total: countIds(wanted), model: this.at.model };
  }

  private known(): Map<string, string> {
    const file = join(this.options.folder, CACHE);
    if (!existsSync(file)) return new Map();
    prepareFolder(file);
    const { cache } = openVectorCache(file, this.options.now);
    try {
      return cache.storedIn(this.target);
    } finally {
      cache.close();
    }
  }

  async close(): Promise<void> {
    this.reading?.close();
    this.reading = null;
    await this.options.embedder.close();
  }
}

/** An error of SQLite or LanceDB in words that help. */
function explainStorage(folder: string, error: unknown): unknown {
  if (error instanceof CmError) return error;
  const known = explain(folder, error);
  return known === error && isError(error) && /lance|io error/i.test(error.message) ? indexNotWritable(folder, error) : known;
}

const countIds = (files: readonly WantedFile[]): number => files.reduce((sum, file) => sum + file.ids.length, 0);

/** What a file was when its vectors were stored. An index that was built anew numbers its nodes anew. */
const contentOf = ({ sha256, ids }: WantedFile): string => `${sha256} ${ids.length} ${ids[0]}`;
