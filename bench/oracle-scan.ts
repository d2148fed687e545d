// How fast is a repository indexed, and how fast is it seen that nothing changed?
//   node --conditions=@cm/source bench/oracle-scan.ts PATH... [--runs N] [--workers N] [--peer]
// Each run is a process of its own on an index that does not exist yet; the table shows medians. `cold` and `unchanged` are what scan() takes,
// `process` is the whole program from start to end. With --peer, @optave/codegraph is installed from npm into a folder of its own and runs in
// turns with ours, on the same files; what it takes is a whole process.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const SCAN = `
const { openOracle } = await import('@cm/oracle');
const [root, file, workers] = process.argv.slice(1);
const oracle = await openOracle({ root, file });
const cold = await oracle.scan({ workers: Number(workers) });
const peak = process.resourceUsage().maxRSS;
const unchanged = [];
for (let run = 0; run < 5; run++) unchanged.push((await oracle.scan()).durationMs);
await oracle.close();
console.log(JSON.stringify({ ...cold, skipped: cold.skipped.length, unchanged: unchanged.sort((a, b) => a - b)[2], peak }));
`;

interface Run {
  lines: number;
  files: number;
  nodes: number;
  edges: number;
  unresolved: number;
  durationMs: number;
  unchanged: number;
  peak: number;
  processMs: number;
}

function run(command: string, args: string[], cwd: string): { stdout: string; ms: number } {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ').slice(0, 80)}: ${stderr}`);
  return { stdout, ms: performance.now() - started };
}

function scanOnce(root: string, workers: string): Run {
  const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
  try {
    const { stdout, ms } = run(
      process.execPath,
      ['--conditions=@cm/source', '--input-type=module', '-e', SCAN, '--', root, join(folder, 'oracle.db'), workers],
      import.meta.dirname,
    );
    return { ...JSON.parse(stdout), processMs: ms };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Installs the peer and gives the command that builds its index of a folder. */
function installPeer(folder: string): (root: string) => number {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', '@optave/codegraph'], folder);
  const program = join(folder, 'node_modules/.bin/codegraph');
  return (root) => {
    const copy = join(folder, 'copy');
    rmSync(copy, { recursive: true, force: true });
    run('git', ['clone', '-q', '--depth', '1', `file://${root}`, copy], folder);
    return run(program, ['build', '.'], copy).ms;
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '5' },
    workers: { type: 'string', default: '2' },
    peer: { type: 'boolean', default: false },
  },
});
if (positionals.length === 0 || positionals.some((path) => !existsSync(path))) {
  process.stderr.write('usage: oracle-scan.ts PATH... [--runs N] [--workers N] [--peer]\n');
  process.exit(2);
}
const peerFolder = mkdtempSync(join(tmpdir(), 'cm-peer-'));
try {
  const peer = values.peer ? installPeer(peerFolder) : null;
  const rows = positionals.map((path) => {
    const root = resolve(path);
    const ours: Run[] = [];
    const theirs: number[] = [];
    for (let index = 0; index < Number(values.runs); index++) {
      ours.push(scanOnce(root, values.workers));
      if (peer !== null) theirs.push(peer(root));
    }
    const [first] = ours;
    const cold = median(ours.map((each) => each.durationMs));
    const unchanged = median(ours.map((each) => each.unchanged));
    return {
      repository: path.split('/').at(-1),
      files: first!.files,
      lines: first!.lines,
      nodes: first!.nodes,
      edges: first!.edges,
      'cold s': (cold / 1000).toFixed(2),
      'lines/s': Math.round((first!.lines / cold) * 1000),
      'unchanged ms': unchanged.toFixed(1),
      ratio: Math.round(cold / unchanged),
      'peak MB': Math.round(median(ours.map((each) => each.peak)) / 1024),
      'process s': (median(ours.map((each) => each.processMs)) / 1000).toFixed(2),
      ...(peer === null ? {} : { 'optave s': (median(theirs) / 1000).toFixed(2) }),
    };
  });
  console.table(rows);
} finally {
  rmSync(peerFolder, { recursive: true, force: true });
}
