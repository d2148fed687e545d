// `npm test`: checks, then every test, then one line with the totals. Arguments go to jest: `npm test -- packages/git`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.ts';
import { runStep } from './run-step.ts';

interface JestTotals {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  numRuntimeErrorTestSuites: number;
}

/** Runs jest over the workspace; returns its totals, or nothing when it did not get as far as a report. */
async function runJest(args: readonly string[]): Promise<JestTotals | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'cm-jest-'));
  const report = join(folder, 'report.json');
  try {
    const flags = ['--experimental-vm-modules', '--conditions=@cm/source', '--disable-warning=ExperimentalWarning'];
    const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
    await runStep(process.execPath, [...flags, jest, '--maxWorkers=2', '--json', `--outputFile=${report}`, ...args]);
    return JSON.parse(readFileSync(report, 'utf8')) as JestTotals;
  } catch (error) {
    process.stderr.write(`jest left no report: ${String(error)}\n`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const args = process.argv.slice(2);
const checked = args.length > 0 ? 0 : await runStep(process.execPath, [join(import.meta.dirname, 'check.ts')]);
const totals = await runJest(args);
const passed = totals?.numPassedTests ?? 0;
const failed = (totals?.numFailedTests ?? 1) + (totals?.numRuntimeErrorTestSuites ?? 0) + (checked === 0 ? 0 : 1);
const skipped = (totals?.numPendingTests ?? 0) + (totals?.numTodoTests ?? 0);
if (checked !== 0) process.stdout.write('pnpm check failed; it counts as one failed test\n');
if (skipped > 0) process.stdout.write(`${skipped} skipped, which counts as failed\n`);
process.stdout.write(`${passed} passed, ${failed + skipped} failed\n`);
process.exit(failed + skipped === 0 && passed > 0 ? 0 : 1);
