// Suite C: from the message of a commit that fixes something to the files that it changed.
//   node --conditions=@cm/source bench/oracle-fix-files.ts PATH... [--commits N] [--skip N] [--vectors] [--work FOLDER]
// Each fix is asked of the code as it was before it: its parent is checked out and scanned, and git's log ends there too. All rank the same files:
// program source that is no test, since tests are written along with a fix. Beside the oracle stand SQLite's BM25 over whole
// files, one that also knows names in their parts, and that one over what the log said of each file before. Acc@k: all changed files are among the first k; P@k and
// R@k are of single files. --vectors asks a second time with the model; --work keeps what was embedded for the next run.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Embedder, minilmEmbedder, openOracle } from '@cm/oracle';
import { rankByBm25, rankByFts5 } from './bm25.ts';
import { type Clone, type Commit, cloneRepository } from './clone-repository.ts';
import { printTable } from './print-table.ts';

const FIX = /^(?:fix|bugfix|hotfix)\b|\b(?:fix(?:es|ed)?|bug|regression|crash(?:es)?)\b/i;
/** Commits that put the repository in order rather than the program. */
const CHORE =
  /^(?:docs|chore|ci|test|build|style)\b|\b(?:typos?|lint\w*|spelling|changelog|pre-commit|version string|indentation|ruff|mypy|pyright)\b/i;
const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|cs|rb|php|c|h|cc|cpp|hpp)$/;
const TEST = /(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\.|(?:^|\/)test_|conftest/;
const TUNED = new Set(['hono', 'click']);
const MOST_FILES = 3;
const LARGEST_COMMIT = 8;
const FEWEST_WORDS = 4;
const LONGEST_MESSAGE = 600;
const HISTORY = 5000;
const MOST_RANKED = 100;
const RANKS = [1, 5, 10] as const;

/** What a person would have asked: without trailers, numbers of issues and the kind of commit. */
function question(message: string): string {
  return message
    .replace(/^(?:[A-Z][\w-]+-by|Refs?|Closes|Fixes):.*$/gim, '')
    .replace(/\(?#\d+\)?|https?:\/\/\S+/g, '')
    .replace(/^\w+(?:\([^)]*\))?!?:\s*/, '')
    .slice(0, LONGEST_MESSAGE)
    .trim();
}

interface Sums {
  all: number[];
  precision: number[];
  recall: number[];
}

const empty = (): Sums => ({ all: RANKS.map(() => 0), precision: RANKS.map(() => 0), recall: RANKS.map(() => 0) });

function add(sums: Sums, ranked: readonly string[], truth: ReadonlySet<string>): void {
  for (const [index, k] of RANKS.entries()) {
    const right = ranked.slice(0, k).filter((path) => truth.has(path)).length;
    if (right === truth.size) sums.all[index]!++;
    sums.precision[index]! += right / k;
    sums.recall[index]! += right / truth.size;
  }
}

/** The oracle's answer to a text, and the files that all rank. */
async function askOracle(clone: Clone, file: string, text: string, embedder: Embedder | null) {
  const oracle = await openOracle({ root: clone.path, file, embedder });
  try {
    await oracle.scan();
    if (embedder !== null) await oracle.embed();
    const { nodes } = await oracle.graph();
    const isRanked = ({ parent_id, path }: { parent_id: number | null; path: string }) =>
      parent_id === null && SOURCE.test(path) && !TEST.test(path);
    const files = new Set(nodes.filter(isRanked).map((node) => node.path));
    const ranked = (await oracle.files(text, { limit: MOST_RANKED })).map(({ path }) => path).filter((path) => files.has(path));
    return { files, ranked };
  } finally {
    // Closing an oracle closes its embedder; the model is loaded again by the next.
    await oracle.close();
  }
}

/** All that earlier messages said of each file, as one text. */
function pastTexts(commits: readonly Commit[], files: ReadonlySet<string>): Map<string, string> {
  const said = new Map([...files].map((path) => [path, [] as string[]]));
  for (const { message, paths } of commits) for (const path of paths) said.get(path)?.push(message);
  return new Map([...said].map(([path, messages]) => [path, messages.join('\n')]));
}

async function measure(source: string, wanted: number, skip: number, work: string | undefined): Promise<object[]> {
  const name = nameOf(source);
  const clone = cloneRepository(source);
  const folder = work === undefined ? join(clone.path, '..') : join(work, name);
  mkdirSync(folder, { recursive: true });
  const sums = new Map<string, Sums>();
  const sum = (way: string) => sums.get(way) ?? sums.set(way, empty()).get(way)!;
  let asked = 0;
  try {
    const [newest] = clone.commits(1);
    for (const { id, parent, message, paths } of clone.commits(HISTORY).filter(isFix).slice(skip)) {
      if (asked === wanted) break;
      const text = question(message);
      if ((text.match(/[\p{L}\p{N}_]{2,}/gu) ?? []).length < FEWEST_WORDS) continue;
      clone.checkout(parent);
      const before = clone.commits(HISTORY);
      // Landed twice, or said each time: the log would know the answer.
      if (before.some((commit) => commit.id === id || question(commit.message) === text)) continue;
      const { files, ranked } = await askOracle(clone, join(folder, 'oracle.db'), text, null);
      const truth = new Set(paths.filter((path) => files.has(path)));
      if (truth.size === 0 || truth.size > MOST_FILES) continue;
      asked++;
      const texts = new Map([...files].map((path) => [path, readFileSync(join(clone.path, path), 'utf8')]));
      add(sum("SQLite's BM25"), rankByFts5(texts, text), truth);
      add(sum('BM25 with parts of names'), rankByBm25(texts, text), truth);
      add(sum('BM25 of the log'), rankByBm25(pastTexts(before, files), text), truth);
      add(sum('oracle'), ranked, truth);
      if (values.vectors) {
        const again = await askOracle(clone, join(folder, 'oracle.db'), text, minilmEmbedder());
        add(sum('oracle with vectors'), again.ranked, truth);
      }
      process.stderr.write(`\r${name}: ${asked} of ${wanted}`);
    }
    process.stderr.write(` asked of ${newest?.id.slice(0, 10)} and before\n`);
  } finally {
    clone.remove();
  }
  const percent = (value: number) => `${((100 * value) / asked).toFixed(1)}`;
  return [...sums].map(([way, { all, precision, recall }]) => ({
    repository: `${name}${TUNED.has(name) ? ' (tuned)' : ''}`,
    fixes: asked,
    way,
    ...Object.fromEntries(RANKS.map((k, index) => [`Acc@${k} %`, percent(all[index]!)])),
    'P@5 %': percent(precision[1]!),
    'R@5 %': percent(recall[1]!),
  }));
}

/** `pallets+flask/repo` and `flask` are `flask`. */
function nameOf(source: string): string {
  const last = source
    .replace(/\/repo\/?$/, '')
    .split('/')
    .at(-1)!;
  return last.slice(last.indexOf('+') + 1);
}

function isFix({ message, parent, paths }: Commit): boolean {
  const [subject = ''] = message.split('\n');
  return parent !== '' && FIX.test(subject) && !CHORE.test(subject) && paths.length <= LARGEST_COMMIT;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    commits: { type: 'string', default: '60' },
    skip: { type: 'string', default: '0' },
    vectors: { type: 'boolean', default: false },
    work: { type: 'string' },
  },
});
if (positionals.length === 0) {
  process.stderr.write('usage: oracle-fix-files.ts PATH... [--commits N] [--skip N] [--vectors] [--work FOLDER]\n');
  process.exit(2);
}
const rows: object[] = [];
for (const path of positionals) rows.push(...(await measure(path, Number(values.commits), Number(values.skip), values.work)));
printTable(rows);
