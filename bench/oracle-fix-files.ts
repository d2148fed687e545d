// Suite C: from the message of a commit that fixes something to the files that it changed.
//   node --conditions=@cm/source bench/oracle-fix-files.ts PATH... [--commits N] [--skip N]
// Each fix is asked of the code as it was before it: its parent is checked out and scanned. Beside the oracle stands plain BM25 over whole files,
// with names as they are and in their parts. Tests do not count: they are written along with the fix. Acc@k: all changed files are among the first
// k; P@k and R@k are of single files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Oracle, openOracle } from '@cm/oracle';
import { rankByBm25 } from './bm25.ts';
import { type Commit, cloneRepository } from './clone-repository.ts';
import { printTable } from './print-table.ts';

const FIX = /^(?:fix|bugfix|hotfix)\b|\b(?:fix(?:es|ed)?|bug|regression|crash(?:es)?)\b/i;
const TEST = /(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\.|(?:^|\/)test_|conftest/;
const MOST_FILES = 3;
const LONGEST_MESSAGE = 600;
const HISTORY = 5000;
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

async function rankByOracle(oracle: Oracle, text: string): Promise<string[]> {
  return (await oracle.files(text)).map(({ path }) => path).filter((path) => !TEST.test(path));
}

async function codeFiles(oracle: Oracle): Promise<string[]> {
  const { nodes } = await oracle.graph();
  return nodes
    .filter((node) => node.parent_id === null && node.type === 'module' && !TEST.test(node.path))
    .map((node) => node.path);
}

async function measure(source: string, wanted: number, skip: number): Promise<object[]> {
  const clone = cloneRepository(source);
  const sums = { oracle: empty(), BM25: empty() };
  let asked = 0;
  try {
    const fixes = clone.commits(HISTORY).filter(isFix).slice(skip);
    for (const { parent, message, paths } of fixes) {
      if (asked === wanted) break;
      clone.checkout(parent);
      const oracle = await openOracle({ root: clone.path, file: join(clone.path, '..', 'oracle.db'), embedder: null });
      try {
        await oracle.scan();
        const files = await codeFiles(oracle);
        const truth = new Set(paths.filter((path) => files.includes(path)));
        if (truth.size === 0 || truth.size > MOST_FILES) continue;
        asked++;
        const text = question(message);
        add(sums.oracle, await rankByOracle(oracle, text), truth);
        const texts = new Map(files.map((path) => [path, readFileSync(join(clone.path, path), 'utf8')]));
        add(sums.BM25, rankByBm25(texts, text), truth);
      } finally {
        await oracle.close();
      }
    }
  } finally {
    clone.remove();
  }
  const percent = (value: number) => `${((100 * value) / asked).toFixed(1)}`;
  return Object.entries(sums).map(([way, { all, precision, recall }]) => ({
    repository: source
      .replace(/\/repo$/, '')
      .split('/')
      .at(-1),
    fixes: asked,
    way,
    ...Object.fromEntries(RANKS.map((k, index) => [`Acc@${k} %`, percent(all[index]!)])),
    'P@5 %': percent(precision[1]!),
    'R@5 %': percent(recall[1]!),
  }));
}

function isFix({ message, parent, paths }: Commit): boolean {
  const [subject = ''] = message.split('\n');
  return parent !== '' && FIX.test(subject) && !/^(?:docs|chore|ci|test|build)\b|typo|lint/i.test(subject) && paths.length <= 8;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commits: { type: 'string', default: '60' }, skip: { type: 'string', default: '0' } },
});
if (positionals.length === 0) {
  process.stderr.write('usage: oracle-fix-files.ts PATH... [--commits N] [--skip N]\n');
  process.exit(2);
}
const rows: object[] = [];
for (const path of positionals) rows.push(...(await measure(path, Number(values.commits), Number(values.skip))));
printTable(rows);
