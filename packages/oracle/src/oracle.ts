import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CmError } from '@cm/core';
import type { Answers } from './answers.ts';
import { defaultIndexFile, removeIndex } from './database/index-file.ts';
import { explain, isDamage, type OpenedIndex, openIndex } from './database/open-index.ts';
import { embeddingOff, noSuchRoot } from './errors.ts';
import { History } from './history/history.ts';
import { answerLater } from './query/answer-later.ts';
import type { Answering } from './query/answering.ts';
import type { SearchBy } from './query/search.ts';
import { type Listed, type ScanOptions, scan } from './scan.ts';
import type { Embedder } from './vectors/embedder.ts';
import { minilmEmbedder } from './vectors/minilm-embedder.ts';
import type { VectorHit } from './vectors/vector-table.ts';
import { type EmbedOptions, type EmbedReport, type VectorStatus, Vectors } from './vectors/vectors.ts';
import { type WatchOptions, watchRepository } from './watch/watch.ts';
import type { ScanReport } from './words.ts';

export interface OracleOptions {
  /** The folder to index: a git repository, a part of one, or any other. */
  root: string;
  /** The index; `<root>/.codemonkeys/oracle.db` unless given. */
  file?: string;
  /** Globs of files to leave out, as in `codemonkeys.yaml`. */
  exclude?: readonly string[];
  /** What turns text into vectors: the model that comes along unless given; null for none, and then search goes by words alone. */
  embedder?: Embedder | null;
  /** Where LanceDB keeps the vectors: a folder or an address such as `s3://bucket/prefix`; `vectors/` beside the index unless given. */
  vectorUri?: string;
}

/** An open index. Paths are relative to the root, with forward slashes; lines count from 1. */
export interface Oracle extends Answers {
  /** Brings the index up to date. @throws {CmError} `CM_INTERRUPTED`, `CM_INDEX_BUSY`, `CM_INDEX_NOT_WRITABLE`, `CM_GIT_FAILED`. */
  scan(options?: ScanOptions): Promise<ScanReport>;
  /** Scans, and again whenever files change, until the signal says to stop. @throws {CmError} as `scan`, when that goes on failing. */
  watch(options: WatchOptions): Promise<void>;
  /** Brings the vectors up to date with the index: slow the first time, 30 symbols a second and core. Can be interrupted and goes on. */
  embed(options?: EmbedOptions): Promise<EmbedReport>;
  /** How many symbols have a vector; null where vectors are off. */
  vectorStatus(): Promise<VectorStatus | null>;
  close(): Promise<void>;
}

/**
 * Opens the index of a folder, making an empty one where there is none.
 * @throws {CmError} `CM_NO_SUCH_FOLDER`, `CM_STATE_IS_LINK`, `CM_INDEX_NOT_WRITABLE`, `CM_INDEX_TOO_NEW`.
 */
export async function openOracle(options: OracleOptions): Promise<Oracle> {
  if (!statSync(options.root, { throwIfNoEntry: false })?.isDirectory()) throw noSuchRoot(options.root);
  const root = realpathSync(options.root);
  const file = resolve(options.file ?? defaultIndexFile(root));
  const folder = join(dirname(file), 'vectors');
  const embedder = options.embedder === undefined ? minilmEmbedder() : options.embedder;
  const vectors =
    embedder && new Vectors({ root, folder, uri: options.vectorUri ?? join(folder, 'lance'), embedder, now: () => Date.now() });
  const index = new RepositoryIndex(root, file, options.exclude ?? [], vectors);
  return Object.assign(
    index,
    answerLater(() => index.answers()),
  );
}

/** Keeps the index of a folder; what answers from it is loaded with the first question. */
class RepositoryIndex {
  private readonly root: string;
  private readonly file: string;
  private readonly exclude: readonly string[];
  private readonly git: History;
  private readonly vectors: Vectors | null;
  private vectorProblem: string | null = null;
  private index: OpenedIndex;
  private answering: Promise<Answering> | null = null;
  private rebuilt: string | null;
  /** Scans of one process follow one another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(root: string, file: string, exclude: readonly string[], vectors: Vectors | null) {
    this.vectors = vectors;
    this.root = root;
    this.git = new History(root);
    this.file = file;
    this.exclude = exclude;
    this.index = openIndex(file);
    this.rebuilt = this.index.rebuilt;
  }

  scan(options: ScanOptions = {}): Promise<ScanReport> {
    return this.scanInTurn(options, () => undefined);
  }

  watch(options: WatchOptions): Promise<void> {
    const { signal } = options;
    return watchRepository({ root: this.root, scan: (listed) => this.scanInTurn({ signal }, listed) }, options);
  }

  private scanInTurn(options: ScanOptions, listed: Listed): Promise<ScanReport> {
    const next = this.last.catch(() => undefined).then(() => this.scanNow(options, listed));
    this.last = next;
    return next;
  }

  private async scanNow(options: ScanOptions, listed: Listed): Promise<ScanReport> {
    try {
      return await this.scanOnce(options, listed);
    } catch (error) {
      if (!isDamage(error)) throw explain(this.file, error);
      await this.rebuild();
      return this.scanOnce(options, listed);
    }
  }

  private async scanOnce(options: ScanOptions, listed: Listed): Promise<ScanReport> {
    const { root, file, exclude } = this;
    const report = await scan({ root, file, exclude, writer: this.index.writer, listed }, options);
    const rebuilt = this.rebuilt;
    this.rebuilt = null;
    return { ...report, rebuilt };
  }

  /** Starts again from nothing: what is in the file can't be read. */
  private async rebuild(): Promise<void> {
    await this.closeIndex();
    removeIndex(this.file);
    this.index = openIndex(this.file);
    this.rebuilt = 'the index was damaged';
  }

  answers(): Promise<Answering> {
    this.answering ??= this.openAnswers();
    return this.answering;
  }

  private async openAnswers(): Promise<Answering> {
    const { Answering } = await import('./query/answering.ts');
    return new Answering({
      root: this.root,
      file: this.file,
      exclude: this.exclude,
      reader: this.index.reader,
      nearest: (text, count, by) => this.nearest(text, count, by),
      head: () => this.git.head(),
      history: async (fresh) => (fresh ? null : this.git.kept(this.index.reader)) ?? this.git.current(this.index),
    });
  }

  private async nearest(text: string, count: number, by: SearchBy): Promise<VectorHit[] | null> {
    try {
      return (await this.vectors?.nearest(text, count)) ?? null;
    } catch (error) {
      if (by === 'meaning' || !(error instanceof CmError)) throw error;
      // Words still find something; vectorStatus says what is wrong.
      this.vectorProblem = error.message;
      return null;
    }
  }

  async embed(options: EmbedOptions = {}): Promise<EmbedReport> {
    if (this.vectors === null) throw embeddingOff();
    await this.last.catch(() => undefined);
    return this.vectors.embed(this.index.reader, options);
  }

  async vectorStatus(): Promise<VectorStatus | null> {
    const status = this.vectors?.status(this.index.reader);
    return status === undefined ? null : { ...status, problem: this.vectorProblem };
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.vectors?.close();
    await this.closeIndex();
  }

  private async closeIndex(): Promise<void> {
    await (await this.answering)?.close();
    this.answering = null;
    this.index.reader.close();
    this.index.writer.close();
  }
}
