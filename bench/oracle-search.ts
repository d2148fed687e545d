// How well search finds: by BM25 as SQLite has it, by names and words as the oracle has them, by meaning alone, and by both.
//
//   node --conditions=@cm/source bench/oracle-search.ts PATH... [--count 100] [--work FOLDER] [--by bm25,words,meaning,both] [--json FILE]
//
// Each PATH is a fetched copy of a repository. A: the first sentence of a docstring asks for its function, and no docstring is indexed.
// B: the words of a name ask for a symbol whose name is made of them. F: of A, how many are among the results that fit in 2,000 tokens, when a result is
// shown with its first lines. Weights were tuned on hono and click, so figures of other repositories are the ones that count. --work keeps
// the stripped copies and their vectors for the next run.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { minilmEmbedder, openOracle, type SearchOptions, type SearchResult } from '@cm/oracle';
import BetterSqlite3 from 'better-sqlite3';
import { printTable } from './print-table.ts';
import { layGround, type Question, wordsOfName } from './search/ground.ts';

type By = NonNullable<SearchOptions['by']> | 'bm25';
type Result = Pick<SearchResult, 'path' | 'name' | 'start_line' | 'end_line'>;
type Search = (query: string, limit: number) => Promise<readonly Result[]>;

const TUNED = new Set(['hono', 'click']);
const DEPTH = 10;
const BUDGET_TOKENS = 2000;
const SHOWN_LINES = 10;
const CHARACTERS_PER_TOKEN = 4;
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
      rows.push({ ground, by, ...(await measure(search, folder, docstrings, names)) });
    }
    return rows;
  } finally {
    await oracle.close();
  }
}

async function measure(search: Search, folder: string, docstrings: readonly Question[], names: readonly Question[]) {
  const a = { gain: 0, first: 0, found: 0, budget: 0 };
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
    if (rank >= 0 && tokensOf(folder, results.slice(0, rank + 1)) <= BUDGET_TOKENS) a.budget++;
  }
  let named = 0;
  for (const { query } of names) {
    const [first] = await search(query, 1);
    if (first !== undefined && wordsOfName(first.name) === query) named++;
  }
  const share = (count: number, of: readonly Question[]) => (of.length === 0 ? '–' : (count / of.length).toFixed(3));
  times.sort((x, y) => x - y);
  return {
    'A n': docstrings.length,
    'A NDCG@10': share(a.gain, docstrings),
    'A Hit@1': share(a.first, docstrings),
    'A recall@10': share(a.found, docstrings),
    'F 2,000 tokens': share(a.budget, docstrings),
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

/** What it costs to show results: where each is, and its first lines. */
function tokensOf(folder: string, results: readonly { path: string; start_line: number; end_line: number }[]): number {
  let characters = 0;
  for (const { path, start_line, end_line } of results) {
    const lines = readFileSync(join(folder, path), 'utf8').split('\n');
    characters += path.length + lines.slice(start_line - 1, Math.min(end_line, start_line - 1 + SHOWN_LINES)).join('\n').length;
  }
  return characters / CHARACTERS_PER_TOKEN;
}
