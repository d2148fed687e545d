import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import type {
  Answers,
  Chain,
  Change,
  CoChange,
  Community,
  Context,
  ContextQuestion,
  Cursor,
  Cycle,
  DeadExport,
  Definitions,
  Finding,
  HotSpot,
  Impact,
  ImpactOptions,
  IndexState,
  MapOptions,
  OneOrMore,
  RankedFile,
  Reached,
  Reference,
  RepositoryMap,
  SearchOptions,
  Source,
} from '../answers.ts';
import { type Connection, explain } from '../database/open-index.ts';
import type { Tables } from '../database/schema.ts';
import { type CutGraph, type CutOptions, cutGraph } from '../export/cut-graph.ts';
import { type ScipIndex, scipIndex } from '../export/scip.ts';
import { type CommitLog, churnOf, coChangesOf } from '../history/co-change.ts';
import type { VectorHit } from '../vectors/vector-table.ts';
import type { CodeNode, SearchResult, Unresolved } from '../words.ts';
import { calleesOf, callersOf } from './calls.ts';
import { changedSymbols } from './changed-symbols.ts';
import { communitiesOf } from './communities.ts';
import { contextOf } from './context.ts';
import { cursorAt } from './cursor.ts';
import { cyclesOf } from './cycles.ts';
import { deadExportsOf } from './dead-exports.ts';
import { findSymbol, theSymbols } from './find-symbol.ts';
import { hotSpotsOf } from './hot-spots.ts';
import { impact } from './impact.ts';
import { impactedFiles, testFiles } from './impacted-files.ts';
import { importGraph } from './import-graph.ts';
import { indexState } from './index-state.ts';
import type { Db } from './queries.ts';
import * as queries from './queries.ts';
import { rankFiles } from './rank-files.ts';
import { referencesTo } from './references.ts';
import { repositoryMap } from './repository-map.ts';
import { type SearchBy, search } from './search.ts';
import { shortestPath } from './shortest-path.ts';
import { sourceOf } from './source.ts';

const DEFAULT_LIMIT = 10;
const MOST_RESULTS = 1000;
const MOST_USUAL = 20;
/** As many as a list of names of the usual size has room for. */
const MOST_FOUND = 250;
const MOST_FOUND_FOR_FILES = 100;

/** What the answers are taken from, beside the index. */
export interface AnswerSources {
  root: string;
  /** Of the index, for messages. */
  file: string;
  exclude: readonly string[];
  /** Sees one committed scan at a time. It is closed with the answers. */
  reader: Connection;
  /** The symbols nearest in meaning; null where nothing was embedded. */
  nearest(text: string, limit: number, by: SearchBy): Promise<VectorHit[] | null>;
  /** `fresh`: of HEAD as it is now; otherwise what was read last will do. */
  history(fresh: boolean): Promise<CommitLog | null>;
  /** The commit that is checked out; null without git. */
  head(): Promise<string | null>;
}

const listOf = (ids: OneOrMore): readonly number[] => (typeof ids === 'number' ? [ids] : ids);

/** Each question as one call of the function that answers it. */
export class Answering implements Answers {
  private readonly sources: AnswerSources;
  private readonly root: string;
  private readonly db: Kysely<Tables>;

  constructor(sources: AnswerSources) {
    this.sources = sources;
    this.root = sources.root;
    this.db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sources.reader }) });
  }

  close(): Promise<void> {
    return this.db.destroy();
  }

  /** One transaction: all that a question reads is of the same scan. */
  private async ask<T>(question: (db: Db) => Promise<T>): Promise<T> {
    try {
      return await this.db.transaction().execute(question);
    } catch (error) {
      throw explain(this.sources.file, error);
    }
  }

  search(query: string, { limit = DEFAULT_LIMIT, by = 'both' }: SearchOptions = {}): Promise<SearchResult[]> {
    const nearest = (text: string, count: number) => this.sources.nearest(text, count, by);
    return this.ask((db) => search({ db, nearest }, query, Math.min(limit, MOST_RESULTS), by));
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

  testsOf(ids: OneOrMore): Promise<{ node: CodeNode; distance: number }[]> {
    return this.ask((db) => queries.testsOf(db, listOf(ids)));
  }

  unresolvedIn(path: string): Promise<(Unresolved & { candidates: CodeNode[] })[]> {
    return this.ask((db) => queries.unresolvedIn(db, path));
  }

  definition(symbol: string): Promise<Definitions> {
    return this.ask((db) => findSymbol(db, symbol));
  }

  async symbol(symbol: string): Promise<CodeNode> {
    return (await this.symbols(symbol))[0]!;
  }

  symbols(symbol: string): Promise<CodeNode[]> {
    return this.ask((db) => theSymbols(db, symbol));
  }

  references(ids: OneOrMore): Promise<Reference[]> {
    return this.ask((db) => referencesTo(db, this.root, listOf(ids)));
  }

  callers(ids: OneOrMore, { depth = 1 }: { depth?: number } = {}): Promise<Reached[]> {
    return this.ask((db) => callersOf(db, listOf(ids), depth));
  }

  callees(ids: OneOrMore, { depth = 1 }: { depth?: number } = {}): Promise<Reached[]> {
    return this.ask((db) => calleesOf(db, listOf(ids), depth));
  }

  path(from: OneOrMore, to: OneOrMore): Promise<Chain | null> {
    return this.ask((db) => shortestPath(db, listOf(from), listOf(to)));
  }

  async impact(change: Change, options: ImpactOptions = {}): Promise<Impact> {
    const log = await this.sources.history(true);
    return this.ask(async (db) => {
      const changed = await changedSymbols(db, this.root, change);
      const found = await impact(db, changed, options);
      const usually = this.usuallyWith(log, changed.paths, MOST_USUAL);
      return {
        ...found,
        usually,
        files: impactedFiles(found.certain, found.possible, usually, new Set(changed.paths), await testFiles(db)),
      };
    });
  }

  async coChanges(path: string, options: { limit?: number } = {}): Promise<CoChange[]> {
    return this.usuallyWith(await this.sources.history(true), [path], options.limit ?? MOST_USUAL);
  }

  /** What changes with any of the files and is still there, each file once. */
  private usuallyWith(log: CommitLog | null, paths: readonly string[], limit: number): CoChange[] {
    if (log === null) return [];
    const best = new Map<string, CoChange>();
    for (const each of paths.flatMap((path) => coChangesOf(log, path))) {
      const known = best.get(each.path);
      if (!paths.includes(each.path) && (known === undefined || known.probability < each.probability)) best.set(each.path, each);
    }
    const exists = ({ path }: CoChange) => lstatSync(join(this.root, path), { throwIfNoEntry: false }) !== undefined;
    const found: CoChange[] = [];
    for (const each of [...best.values()].sort((a, b) => b.probability - a.probability || (a.path < b.path ? -1 : 1))) {
      if (found.length === limit) break;
      if (exists(each)) found.push(each);
    }
    return found;
  }

  async map(options: MapOptions = {}): Promise<RepositoryMap> {
    const churn = await this.churn();
    return this.ask((db) => repositoryMap(db, churn, options));
  }

  private async churn(): Promise<Map<string, number>> {
    const log = await this.sources.history(true);
    return log === null ? new Map() : churnOf(log);
  }

  async context(question: ContextQuestion, options: { tokens?: number } = {}): Promise<Context> {
    const found = 'task' in question ? await this.search(question.task, { limit: MOST_FOUND }) : [];
    return this.ask((db) => contextOf(db, this.root, question, options, found));
  }

  async files(text: string, options: { limit?: number } = {}): Promise<RankedFile[]> {
    const log = await this.sources.history(true);
    // Reports are long and of several things: with a model, which takes time to load, no more of them were answered right.
    const found = await this.search(text, { limit: MOST_FOUND_FOR_FILES, by: 'words' });
    return this.ask((db) => rankFiles(db, this.root, text, found, log, options.limit ?? MOST_USUAL));
  }

  async hotSpots(options: { limit?: number } = {}): Promise<HotSpot[]> {
    const churn = await this.churn();
    return this.ask((db) => hotSpotsOf(db, this.root, churn, options));
  }

  cycles(): Promise<Cycle[]> {
    return this.ask(async (db) => cyclesOf(await importGraph(db)));
  }

  deadExports(): Promise<DeadExport[]> {
    return this.ask((db) => deadExportsOf(db, this.root));
  }

  communities(): Promise<Community[]> {
    return this.ask(communitiesOf);
  }

  source(id: number): Promise<Source | null> {
    return this.ask((db) => sourceOf(db, this.root, id));
  }

  graph(options: CutOptions = {}): Promise<CutGraph> {
    return this.ask((db) => cutGraph(db, options));
  }

  scip(): Promise<ScipIndex> {
    return this.ask((db) => scipIndex(db, this.root));
  }

  async state(): Promise<IndexState> {
    const commit = await this.sources.head();
    return this.ask((db) => indexState(db, this.root, this.sources.exclude, commit));
  }

  async at(path: string, line: number, column?: number, options: { findings?: readonly Finding[] } = {}): Promise<Cursor> {
    const log = await this.sources.history(false);
    return this.ask(async (db) => ({
      ...(await cursorAt(db, this.root, { path, line, column }, options.findings ?? [])),
      usually: this.usuallyWith(log, [path], 5),
    }));
  }
}
