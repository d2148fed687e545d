// Who indexes a repository faster, and in how much memory?
//   pnpm build && node bench/oracle-peers.ts PATH... [--runs N]
// @optave/codegraph and @colbymchenry/codegraph are installed from npm into a temporary folder with install scripts off (better-sqlite3 is taken in the version
// that carries its binary), and run in turns with ours, as built for publishing, each time on a fresh clone: nothing indexed yet. The table shows medians: `wall s`
// of the whole process, `CPU s` that it and its children used (which moves less with the load of the machine), `peak MB` of all of them together,
// sampled every 20 ms from /proc.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from './print-table.ts';

const SAMPLE_MS = 20;
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

const SCAN = `
import { openOracle } from '@cm/oracle';
const oracle = await openOracle({ root: process.argv[2] });
const report = await oracle.scan();
console.log(JSON.stringify({ lines: report.lines, files: report.files, ms: report.durationMs }));
await oracle.close();
`;

interface Contender {
  name: string;
  command: string;
  args: (root: string) => string[];
}

interface Run {
  wall: number;
  cpu: number;
  peak: number;
  stdout: string;
}

function runQuietly(command: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}

function install(folder: string, name: string): string {
  const home = join(folder, name.replaceAll('/', '-'));
  mkdirSync(home);
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, overrides: { 'better-sqlite3': '^13.0.0' } }));
  runQuietly('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', name], home);
  const version = JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8')).version as string;
  process.stderr.write(`${name} ${version}\n`);
  return join(home, 'node_modules/.bin/codegraph');
}

/** A process and its children, as /proc shows them now. */
function sample(pid: number): { cpu: Map<number, number>; bytes: number } {
  const cpu = new Map<number, number>();
  let bytes = 0;
  const open = [pid];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    try {
      const fields = readFileSync(`/proc/${at}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      cpu.set(at, (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
      bytes += Number(fields[21]) * PAGE_BYTES;
      for (const task of readdirSync(`/proc/${at}/task`))
        open.push(
          ...readFileSync(`/proc/${at}/task/${task}/children`, 'utf8')
            .split(' ')
            .filter((each) => each !== '')
            .map(Number),
        );
    } catch (error) {
      // It ended between two looks.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  return { cpu, bytes };
}

function measure({ command, args }: Contender, root: string): Promise<Run> {
  return new Promise((done, fail) => {
    const started = performance.now();
    const env = { ...process.env, DO_NOT_TRACK: '1', CI: '1', CODEGRAPH_TELEMETRY: '0' };
    const child = spawn(command, args(root), { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const cpu = new Map<number, number>();
    let peak = 0;
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    const timer = setInterval(() => {
      const now = sample(child.pid!);
      for (const [pid, seconds] of now.cpu) cpu.set(pid, seconds);
      peak = Math.max(peak, now.bytes);
    }, SAMPLE_MS);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      const wall = (performance.now() - started) / 1000;
      if (code !== 0) fail(new Error(`${command}: ${stderr}`));
      else done({ wall, cpu: [...cpu.values()].reduce((sum, each) => sum + each, 0), peak: peak / 2 ** 20, stdout });
    });
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '5' } } });
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-peers.ts PATH... [--runs N]\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'cm-peers-'));
try {
  const script = join(import.meta.dirname, `.oracle-peers-${process.pid}.mjs`);
  const optave = install(folder, '@optave/codegraph');
  const colby = install(folder, '@colbymchenry/codegraph');
  const contenders: Contender[] = [
    { name: '@cm/oracle', command: process.execPath, args: (root) => ['--disable-warning=ExperimentalWarning', script, root] },
    { name: '@optave/codegraph', command: optave, args: () => ['build', '.'] },
    { name: '@colbymchenry/codegraph', command: colby, args: () => ['init', '-i'] },
  ];
  // A file of this folder, from where the name of the package leads to it.
  writeFileSync(script, SCAN);
  try {
    const rows: object[] = [];
    for (const path of positionals) {
      const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
      for (let index = 0; index < Number(values.runs); index++) {
        for (const contender of contenders) {
          const copy = join(folder, 'copy');
          rmSync(copy, { recursive: true, force: true });
          runQuietly('git', ['clone', '-q', '--depth', '1', `file://${resolve(path)}`, copy], folder);
          runs.get(contender.name)!.push(await measure(contender, copy));
        }
      }
      const { lines } = JSON.parse(runs.get('@cm/oracle')![0]!.stdout) as { lines: number };
      const wall = (name: string) => median(runs.get(name)!.map((run) => run.wall));
      for (const { name } of contenders)
        rows.push({
          repository: resolve(path).split('/').at(-1),
          index: name,
          lines,
          'wall s': wall(name).toFixed(2),
          'CPU s': median(runs.get(name)!.map((run) => run.cpu)).toFixed(2),
          'lines/s': Math.round(lines / wall(name)),
          'peak MB': Math.round(median(runs.get(name)!.map((run) => run.peak))),
          'times ours': (wall(name) / wall('@cm/oracle')).toFixed(2),
        });
    }
    printTable(rows);
  } finally {
    rmSync(script, { force: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
