// Heals the Python programs of QuixBugs, each as a repository of its own, with no model and no network.
//
//   node --conditions=@cm/source bench/heal-quixbugs.ts PATH [--only NAME,NAME] [--parallel 2] [--seconds 60] [--json FILE]
//
// PATH is a fetched copy of jkoppel/QuixBugs. Nothing of it is committed. The templates were written with these programs in
// sight, so the figures are in-sample.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runProcess } from '@cm/core';
import { type HealedFolder, healFolder } from './heal-folder.ts';
import { printTable } from './print-table.ts';
import { judgeAgainstReference } from './quixbugs/judge.ts';

interface Row {
  program: string;
  failing: number;
  result: string;
  rung: string;
  origin: string;
  suspectRank: number | null;
  attempts: number;
  candidates: number;
  seconds: number;
  reference: 'equal' | 'same behaviour' | 'differs' | '';
  patch: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    parallel: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '60' },
    json: { type: 'string' },
  },
});
const source = positionals[0];
if (source === undefined || !existsSync(join(source, 'python_programs'))) {
  process.stderr.write('usage: heal-quixbugs.ts PATH-TO-QUIXBUGS [--only NAME,…] [--parallel 2] [--seconds 60] [--json FILE]\n');
  process.exit(2);
}
const only = values.only?.split(',');
const programs = readdirSync(join(source, 'python_testcases'))
  .flatMap((name) => name.match(/^test_(.+)\.py$/)?.[1] ?? [])
  .filter((name) => only === undefined || only.includes(name))
  .sort();

const work = mkdtempSync(join(tmpdir(), 'cm-quixbugs-'));
const rows: Row[] = [];
try {
  const queue = [...programs];
  await Promise.all(Array.from({ length: Number(values.parallel) }, () => drain(queue)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
rows.sort((a, b) => a.program.localeCompare(b.program));
printTable(rows.map(({ patch, ...row }) => ({ ...row, patch: patch.replaceAll('\n', ' ⏎ ').slice(0, 90) })));
const healed = rows.filter((row) => row.result === 'healed' || row.result === 'proposed');
const correct = healed.filter((row) => row.reference === 'equal' || row.reference === 'same behaviour');
const applied = rows.filter((row) => row.result === 'healed');
const appliedCorrect = applied.filter((row) => row.reference === 'equal' || row.reference === 'same behaviour');
const times = rows.map((row) => row.seconds).sort((a, b) => a - b);
process.stdout.write(
  `healed ${healed.length} of ${rows.length}; correct against the reference ${correct.length}; sure ${applied.length}, of them correct ${appliedCorrect.length}; median ${times[times.length >> 1]?.toFixed(1)} s\n`,
);
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 2));

async function drain(queue: string[]): Promise<void> {
  for (let program = queue.shift(); program !== undefined; program = queue.shift()) {
    const row = await healProgram(program);
    rows.push(row);
    process.stderr.write(`${row.program}: ${row.result} ${row.origin} ${row.reference} ${row.seconds.toFixed(1)} s\n`);
  }
}

async function healProgram(program: string): Promise<Row> {
  const folder = await makeRepository(program);
  const healing = await healFolder(folder, { seconds: Number(values.seconds) });
  return rowOf(program, folder, healing);
}

/** One program with its tests, as somebody would have it in a repository. The reference is not in it. */
async function makeRepository(program: string): Promise<string> {
  const folder = join(work, program);
  for (const place of ['python_programs', 'python_testcases', 'json_testcases'])
    mkdirSync(join(folder, place), { recursive: true });
  const copy = (path: string) =>
    existsSync(join(source as string, path)) && cpSync(join(source as string, path), join(folder, path));
  for (const path of ['conftest.py', 'python_testcases/load_testdata.py', 'python_testcases/node.py', 'python_programs/node.py'])
    copy(path);
  for (const path of [`python_programs/${program}.py`, `python_testcases/test_${program}.py`, `json_testcases/${program}.json`])
    copy(path);
  const git = (...args: string[]) =>
    runProcess('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], {
      cwd: folder,
      inheritEnvironment: true,
    });
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message=as published');
  return folder;
}

async function rowOf(program: string, folder: string, { result, error, seconds }: HealedFolder): Promise<Row> {
  const path = `python_programs/${program}.py`;
  const buggy = readFileSync(join(folder, path), 'utf8');
  const reference = readFileSync(join(source as string, `correct_python_programs/${program}.py`), 'utf8');
  const patch = result?.patch;
  const repaired = patch?.changes.find((change) => change.path === path)?.after;
  const changed = firstDifference(buggy, reference);
  const rank =
    result?.diagnosis.suspects.findIndex(
      (suspect) => suspect.path === path && suspect.startLine <= changed && changed <= suspect.endLine,
    ) ?? -1;
  return {
    program,
    failing: result?.diagnosis.failures.length ?? 0,
    result: result?.outcome.result ?? error ?? '',
    rung: patch?.rung ?? '',
    origin: patch?.origin ?? '',
    suspectRank: rank < 0 ? null : rank + 1,
    attempts: result?.attempts.length ?? 0,
    candidates: result?.candidatesTried ?? 0,
    seconds,
    reference: repaired === undefined ? '' : await judgeAgainstReference(program, repaired, reference, folder),
    patch:
      patch?.diff
        .split('\n')
        .filter((line) => /^[+-](?![+-]{2} )/.test(line))
        .join('\n') ?? '',
  };
}

/** The first line, from 1, in which two texts differ. */
function firstDifference(a: string, b: string): number {
  const other = b.split('\n');
  return a.split('\n').findIndex((line, index) => line.trimEnd() !== other[index]?.trimEnd()) + 1;
}
