// How well search finds: by BM25 as SQLite has it, by names and words as the oracle has them, by meaning alone, and by both.
//
//   node --conditions=@cm/source bench/oracle-search.ts PATH... [--count 100] [--work FOLDER] [--by bm25,words,meaning,both] [--json FILE]
//
// Each PATH is a fetched copy of a repository. A: the first sentence of a docstring asks for its function, and no docstring is indexed.
// B: the words of a name ask for a symbol whose name is made of them. F: of A, how many are in the context that the oracle writes in 2,000 tokens, as
// `cm context` prints it and `explore` sends it: shown at all, and shown with their source. Weights were tuned on hono, click and kysely, so figures of other repositories are the ones that count. --work keeps
// the stripped copies and their vectors for the next run.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { minilmEmbedder, type Oracle, openOracle, type SearchOptions, type SearchResult } from '@cm/oracle';
import BetterSqlite3 from 'better-sqlite3';
import { printTable } from './print-table.ts';
import { layGround, type Question, wordsOfName } from './search/ground.ts';

type By = NonNullable<SearchOptions['by']> | 'bm25';
type Result = Pick<SearchResult, 'path' | 'name' | 'start_line' | 'end_line'>;
type Search = (query: string, limit: number) => Promise<readonly Result[]>;

const TUNED = new Set(['hono', 'click', 'kysely']);
const DEPTH = 10;
const BUDGET_TOKENS = 2000;
const MOST_RESULTS = 60;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    work: { type: 'string' },
    by: { type: 'string', default: 'bm25,words,meaning,both' },
    json: { type: 'string' },
  },
});
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write(
    'usage: oracle-search.ts PATH... [--count 100] [--work FOLDER] [--by bm25,words,meaning,both] [--json FILE]\n',
  );
  process.exit(2);
}
const work = values.work ?? mkdtempSync(join(tmpdir(), 'cm-oracle-search-'));
try {
  const rows = [];
  for (const path of positionals) rows.push(...(await bench(path, join(work, basename(path)))));
  printTable(rows);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 2));
} finally {
  if (values.work === undefined) rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}

async function bench(source: string, folder: string) {
  const saved = join(folder, '..', `${basename(folder)}.json`);
  if (!existsSync(saved)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(saved, JSON.stringify(await layGround(source, folder, Number(values.count))));
  }
  const { docstrings, names } = JSON.parse(readFileSync(saved, 'utf8')) as { docstrings: Question[]; names: Question[] };
  const oracle = await openOracle({ root: folder, embedder: minilmEmbedder({ threads: availableParallelism() }) });
  try {
    await oracle.scan();
    const report = await oracle.embed({
      onProgress: ({ done, total }) => process.stderr.write(`\r${basename(folder)}: ${done}/${total} embedded`),
    });
    process.stderr.write(` ${report.embedded} new in ${Math.round(report.durationMs / 1000)} s\n`);
    const ground = `${basename(folder)}${TUNED.has(basename(folder)) ? ' (tuned)' : ''}`;
    const rows = [];
    for (const by of values.by.split(',') as By[]) {
      const search: Search = by === 'bm25' ? plainBm25(folder) : (query, limit) => oracle.search(query, { limit, by });
      const inBudget = by === 'both' ? await measureContext(oracle, docstrings) : { shown: '–', source: '–' };
      rows.push({
        ground,
        by,
        ...(await measure(search, docstrings, names)),
        'F shown': inBudget.shown,
        'F source': inBudget.source,
      });
    }
    return rows;
  } finally {
    await oracle.close();
  }
}

async function measure(search: Search, docstrings: readonly Question[], names: readonly Question[]) {
  const a = { gain: 0, first: 0, found: 0 };
  const times: number[] = [];
  for (const question of docstrings) {
    const started = performance.now();
    const results = await search(question.query, MOST_RESULTS);
    times.push(performance.now() - started);
    const rank = results.findIndex((result) => isAnswer(question, result));
    if (rank >= 0 && rank < DEPTH) {
      a.found++;
      a.gain += 1 / Math.log2(rank + 2);
    }
    if (rank === 0) a.first++;
  }
  let named = 0;
  for (const { query } of names) {
    const [first] = await search(query, 1);
    if (first !== undefined && wordsOfName(first.name) === query) named++;
  }
  times.sort((x, y) => x - y);
  return {
    'A n': docstrings.length,
    'A NDCG@10': share(a.gain, docstrings),
    'A Hit@1': share(a.first, docstrings),
    'A recall@10': share(a.found, docstrings),
    'B n': names.length,
    'B Hit@1': share(named, names),
    'ms (median)': Math.round(times[times.length >> 1] ?? 0),
  };
}

/** The public baseline: any of the words, ranked by FTS5's bm25() with its own weights. */
function plainBm25(folder: string): Search {
  const db = new BetterSqlite3(join(folder, '.codemonkeys', 'oracle.db'), { readonly: true });
  const select = db.prepare(`
    select path, nodes.name, start_line, end_line from (select rowid from words where words match ? order by rank limit ?) as found
    join nodes on nodes.id = found.rowid`);
  return async (query, limit) => {
    const words = query.match(/[\p{L}\p{N}_]+/gu) ?? [];
    return words.length === 0 ? [] : (select.all(words.map((word) => `"${word}"`).join(' OR '), limit) as Result[]);
  };
}

function isAnswer(question: Question, result: { path: string; name: string }): boolean {
  return question.answers.some(({ path, name }) => result.path === path && result.name === name);
}

function share(count: number, of: readonly Question[]): string {
  return of.length === 0 ? '–' : (count / of.length).toFixed(3);
}

/** A function is shown where a part is it, and with its source too where a part of source holds it. */
async function measureContext(oracle: Oracle, questions: readonly Question[]): Promise<{ shown: string; source: string }> {
  let [shown, source] = [0, 0];
  for (const question of questions) {
    const { parts } = await oracle.context({ task: question.query }, { tokens: BUDGET_TOKENS });
    const read = parts.filter(({ form }) => form === 'source');
    const outlines = new Map<string, readonly Place[]>();
    for (const { path } of question.answers) outlines.set(path, await oracle.outline(path));
    const places = question.answers.flatMap(({ path, name }) => outlines.get(path)!.filter((node) => node.name === name));
    const isRead = places.some((place) => read.some(({ node }) => holds(node, place)));
    if (isRead) source++;
    if (isRead || parts.some(({ node }) => isAnswer(question, node))) shown++;
  }
  return { shown: share(shown, questions), source: share(source, questions) };
}

type Place = { path: string; name: string; start_line: number; end_line: number };

function holds(outer: Place, inner: Place): boolean {
  return outer.path === inner.path && outer.start_line <= inner.start_line && outer.end_line >= inner.end_line;
}
