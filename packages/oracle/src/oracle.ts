import { realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CmError } from '@cm/core';
import { Kysely, SqliteDialect } from 'kysely';
import type { Answers } from './answers.ts';
import { defaultIndexFile, removeIndex } from './database/index-file.ts';
import { explain, isDamage, type OpenedIndex, openIndex } from './database/open-index.ts';
import type { Tables } from './database/schema.ts';
import { embeddingOff, noSuchRoot } from './errors.ts';
import type { CommitLog } from './history/co-change.ts';
import { History } from './history/history.ts';
import { Answering } from './query/answering.ts';
import * as queries from './query/queries.ts';
import { type SearchBy, search } from './query/search.ts';
import { type Listed, type ScanOptions, scan } from './scan.ts';
import type { Embedder } from './vectors/embedder.ts';
import { minilmEmbedder } from './vectors/minilm-embedder.ts';
import { type EmbedOptions, type EmbedReport, type VectorStatus, Vectors } from './vectors/vectors.ts';
import { type WatchOptions, watchRepository } from './watch/watch.ts';
import type { CodeNode, ScanReport, SearchResult, Unresolved } from './words.ts';

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

export interface SearchOptions {
  limit?: number;
  by?: SearchBy;
}

/** An open index. Paths are relative to the root, with forward slashes; lines count from 1. */
export interface Oracle extends Answers {
  /** Brings the index up to date. @throws {CmError} `CM_INTERRUPTED`, `CM_INDEX_BUSY`, `CM_INDEX_NOT_WRITABLE`, `CM_GIT_FAILED`. */
  scan(options?: ScanOptions): Promise<ScanReport>;
  /** Scans, and again whenever files change, until the signal says to stop. @throws {CmError} as `scan`, when that goes on failing. */
  watch(options: WatchOptions): Promise<void>;
  /** Finds symbols by name, words and, as far as they are embedded, meaning. Where the model fails, words alone decide. */
  search(query: string, options?: SearchOptions): Promise<SearchResult[]>;
  /** Brings the vectors up to date with the index: slow the first time, 30 symbols a second and core. Can be interrupted and goes on. */
  embed(options?: EmbedOptions): Promise<EmbedReport>;
  /** How many symbols have a vector; null where vectors are off. */
  vectorStatus(): Promise<VectorStatus | null>;
  node(id: number): Promise<CodeNode | null>;
  /** The innermost symbol at a line; null where no file is indexed. */
  symbolAt(path: string, line: number): Promise<CodeNode | null>;
  /** All symbols around a line, the innermost first. */
  enclosing(path: string, line: number): Promise<CodeNode[]>;
  outline(path: string): Promise<CodeNode[]>;
  /** The tests that reach a symbol, the nearest first. */
  testsOf(id: number): Promise<{ node: CodeNode; distance: number }[]>;
  /** What a file uses without it being known which symbol that is, with those it may be. */
  unresolvedIn(path: string): Promise<(Unresolved & { candidates: CodeNode[] })[]>;
  close(): Promise<void>;
}

const DEFAULT_LIMIT = 10;
const MOST_RESULTS = 1000;

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
  return new SqliteOracle(root, file, options.exclude ?? [], vectors);
}

class SqliteOracle extends Answering implements Oracle {
  protected readonly root: string;
  private readonly file: string;
  protected readonly exclude: readonly string[];
  private readonly git: History;
  private readonly vectors: Vectors | null;
  private vectorProblem: string | null = null;
  private index: OpenedIndex;
  private db: Kysely<Tables>;
  private rebuilt: string | null;
  /** Scans of one process follow one another. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(root: string, file: string, exclude: readonly string[], vectors: Vectors | null) {
    super();
    this.vectors = vectors;
    this.root = root;
    this.git = new History(root);
    this.file = file;
    this.exclude = exclude;
    this.index = openIndex(file);
    this.db = queryBuilder(this.index);
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
    this.db = queryBuilder(this.index);
    this.rebuilt = 'the index was damaged';
  }

  search(query: string, { limit = DEFAULT_LIMIT, by = 'both' }: SearchOptions = {}): Promise<SearchResult[]> {
    const nearest = async (text: string, count: number) => {
      try {
        return (await this.vectors?.nearest(text, count)) ?? null;
      } catch (error) {
        if (by === 'meaning' || !(error instanceof CmError)) throw error;
        // Words still find something; vectorStatus says what is wrong.
        this.vectorProblem = error.message;
        return null;
      }
    };
    return this.ask((db) => search({ db, nearest }, query, Math.min(limit, MOST_RESULTS), by));
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

  node(id: number): Promise<CodeNode | null> {
    return this.ask((db) => queries.nodeById(db, id));
  }

  async symbolAt(path: string, line: number): Promise<CodeNode | null> {
    return (await this.enclosing(path, line))[0] ?? null;
  }

  enclosing(path: string, line: number): Promise<CodeNode[]> {
    return this.ask((db) => queries.enclosing(db, path, line));
  }

  outline(path: string): Promise<CodeNode[]> {
    return this.ask((db) => queries.outline(db, path));
  }

  testsOf(id: number): Promise<{ node: CodeNode; distance: number }[]> {
    return this.ask((db) => queries.testsOf(db, id));
  }

  unresolvedIn(path: string): Promise<(Unresolved & { candidates: CodeNode[] })[]> {
    return this.ask((db) => queries.unresolvedIn(db, path));
  }

  async close(): Promise<void> {
    await this.last.catch(() => undefined);
    await this.vectors?.close();
    await this.closeIndex();
  }

  private async closeIndex(): Promise<void> {
    await this.db.destroy();
    this.index.writer.close();
  }

  protected head(): Promise<string | null> {
    return this.git.head();
  }

  protected async history(fresh: boolean): Promise<CommitLog | null> {
    return (fresh ? null : this.git.kept(this.index.reader)) ?? this.git.current(this.index);
  }

  /** One transaction: all that a question reads is of the same scan. */
  protected async ask<T>(question: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction().execute(question);
    } catch (error) {
      throw explain(this.file, error);
    }
  }
}

function queryBuilder(index: OpenedIndex): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: index.reader }) });
}
