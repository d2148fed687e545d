// Plants faults in a library with a mutation tool of somebody else's, one at a time, and heals each with the suite that is there.
//
//   node --conditions=@cm/source bench/heal-planted.ts PATH [--seed 1] [--count 10] [--sources src] [--only PATH:LINE,…] [--json FILE]
//
// PATH is a fetched copy of a library (pallets/click, unjs/ufo, …); it is cloned, and nothing of it is committed. Python faults come
// from cosmic-ray, TypeScript ones from Stryker; both are installed into a temporary folder. A fault that no test sees is passed over.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runProcess } from '@cm/core';
import { healFolder } from './heal-folder.ts';
import { printTable } from './print-table.ts';

interface Fault {
  path: string;
  text: string;
  line: number;
  mutator: string;
}

const BUDGET_SECONDS = 300;
const SUITE_SECONDS = 120;
const INSTALL_MS = 600_000;
/** How many faults are drawn for each that is wanted, since many are seen by no test. */
const SPARE = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10' },
    sources: { type: 'string', default: 'src' },
    /** To look at some of the drawn faults again. */
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
const source = positionals[0];
if (source === undefined || !existsSync(source)) {
  process.stderr.write('usage: heal-planted.ts PATH-TO-A-LIBRARY [--seed 1] [--count 10] [--sources src] [--json FILE]\n');
  process.exit(2);
}
const count = Number(values.count);
const work = mkdtempSync(join(tmpdir(), 'cm-planted-'));
try {
  const rows = await bench(join(work, 'library'), source);
  printTable(rows);
  const healed = rows.filter((row) => row.result === 'healed' || row.result === 'proposed');
  const original = healed.filter((row) => row.original);
  process.stdout.write(`healed ${healed.length} of ${rows.length}; the original text again ${original.length}\n`);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(rows, null, 2));
} finally {
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}

async function bench(folder: string, from: string) {
  await must('git', ['clone', '--quiet', '--no-hardlinks', from, folder], work);
  if (existsSync(join(folder, 'package.json'))) {
    // Install scripts stay off; what a library needs to be tested comes without them.
    await must(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'],
      folder,
    );
  }
  const git = (...args: string[]) => must('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', ...args], folder);
  const clean = (await git('rev-parse', 'HEAD')).trim();
  const faults = await plant(folder, (await git('ls-files', '-z', values.sources)).split('\0').filter(Boolean));
  const rows = [];
  const only = values.only?.split(',');
  for (const fault of faults) {
    if (rows.length >= count) break;
    if (only !== undefined && !only.includes(`${fault.path}:${fault.line}`)) continue;
    const before = readFileSync(join(folder, fault.path), 'utf8');
    writeFileSync(join(folder, fault.path), fault.text);
    await git('commit', '--quiet', '--all', '--message=a change');
    const { result, error, seconds } = await healFolder(folder, { seconds: BUDGET_SECONDS, suiteSeconds: SUITE_SECONDS });
    await git('reset', '--quiet', '--hard', clean);
    if (result?.outcome.result === 'nothing-to-do') continue;
    const rank =
      result?.diagnosis.suspects.findIndex(
        ({ path, startLine, endLine }) => path === fault.path && startLine <= fault.line && fault.line <= endLine,
      ) ?? -1;
    const after = result?.patch?.changes.find((change) => change.path === fault.path)?.after;
    const row = {
      fault: `${fault.path}:${fault.line}`,
      mutator: fault.mutator,
      failing: result?.diagnosis.failures.length ?? 0,
      result: seconds > BUDGET_SECONDS ? 'too late' : (result?.outcome.result ?? error ?? ''),
      origin: result?.patch?.origin ?? '',
      suspectRank: rank < 0 ? null : rank + 1,
      attempts: result?.attempts.length ?? 0,
      candidates: result?.candidatesTried ?? 0,
      seconds,
      original: after === before,
      patch:
        result?.patch?.diff
          .split('\n')
          .filter((line) => /^[+-](?![+-]{2} )/.test(line))
          .join(' ⏎ ')
          .slice(0, 120) ?? '',
    };
    rows.push(row);
    process.stderr.write(`${row.fault} ${row.mutator}: ${row.result} ${row.origin} ${row.seconds.toFixed(0)} s\n`);
  }
  return rows;
}

/** Faults in the library's sources, in an order that the seed gives. */
async function plant(folder: string, paths: readonly string[]): Promise<Fault[]> {
  const python = paths.filter((path) => extname(path) === '.py');
  const typescript = paths.filter((path) => extname(path) === '.ts' && !path.endsWith('.d.ts'));
  const chosen = python.length > 0 ? python : typescript;
  const input = JSON.stringify({
    files: Object.fromEntries(chosen.map((path) => [path, readFileSync(join(folder, path), 'utf8')])),
    seed: Number(values.seed),
    most: count * SPARE,
  });
  const planted = python.length > 0 ? await plantByCosmicRay(input) : await plantByStryker(input);
  return JSON.parse(planted) as Fault[];
}

async function plantByCosmicRay(input: string): Promise<string> {
  const tools = join(work, 'cosmic-ray');
  await must('python3', ['-m', 'venv', tools], work);
  await must(join(tools, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', 'cosmic-ray'], work);
  return must(join(tools, 'bin', 'python'), [join(import.meta.dirname, 'planted', 'plant.py')], work, input);
}

async function plantByStryker(input: string): Promise<string> {
  const tools = mkdtempSync(join(work, 'stryker-'));
  writeFileSync(join(tools, 'package.json'), '{"private":true}');
  await must('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@stryker-mutator/instrumenter'], tools);
  cpSync(join(import.meta.dirname, 'planted', 'plant.mjs'), join(tools, 'plant.mjs'));
  return must(process.execPath, ['plant.mjs'], tools, input);
}

async function must(file: string, args: readonly string[], cwd: string, input?: string): Promise<string> {
  const result = await runProcess(file, args, {
    cwd,
    inheritEnvironment: true,
    timeoutMs: INSTALL_MS,
    maxOutputBytes: 256 * 1024 * 1024,
    ...(input === undefined ? {} : { input }),
  });
  if (result.exitCode !== 0)
    throw new Error(`${file} ${args.join(' ')} ended with ${result.exitCode ?? result.signal}: ${result.stderr.slice(-2_000)}`);
  return result.stdout;
}
