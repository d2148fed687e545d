// Rung 2: what compilers and linters can already fix. Each fix is tried against the failing tests before it is proposed.
import { extname } from 'node:path';
import { adapterOf } from '../adapters.ts';
import { typescriptFixes } from '../javascript/tools.ts';
import { ruffFixes } from '../python/ruff-fixes.ts';
import type { ToolFix } from '../tool-fix.ts';
import { chooseTargets } from './choose-tests.ts';
import type { Proposal, RungInput, RungOfLadder } from './rung.ts';

export const toolsRung: RungOfLadder = { rung: 'tools', propose };

const MOST_FILES = 6;
const TRY_MS = 60_000;
const SCRIPTS = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']);

async function* propose(input: RungInput): AsyncIterable<Proposal> {
  const paths = suspiciousPaths(input);
  const scripts = paths.filter((path) => SCRIPTS.has(extname(path)));
  const fixes: ToolFix[] = [
    ...(scripts.length === 0 ? [] : typescriptFixes(input.workbench.root, input.baseline.suite.folder, scripts)),
    ...(await ruffFixes(input.workbench, paths)),
  ];
  const started = performance.now();
  let tried = 0;
  for (const fix of fixes) {
    if (input.signal?.aborted || performance.now() - started > input.budgetMs) return;
    tried += 1;
    if (!(await repairs(input, fix))) continue;
    yield { texts: fix.texts, origin: fix.name, rationale: fix.description, sure: true, candidatesTried: tried };
  }
}

/** The files that the failures point at, the likeliest first. A compiler's failures are in the file itself. */
function suspiciousPaths({ failures, suspects, baseline }: RungInput): string[] {
  const reported = baseline.suite.framework === 'tsc' ? failures.map((failure) => failure.file) : [];
  return [...new Set([...reported, ...suspects.suspects.map((suspect) => suspect.path)])].slice(0, MOST_FILES);
}

/** True when the failing tests pass with the fix in place. The copy is left as it was. */
async function repairs({ workbench, baseline, failures, signal }: RungInput, fix: ToolFix): Promise<boolean> {
  try {
    for (const [path, text] of fix.texts) workbench.worktree.write(path, text);
    const targets = chooseTargets(baseline, failures);
    const report = await adapterOf(baseline.suite).run(workbench, baseline.suite, {
      tests: targets,
      timeoutMs: TRY_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    const failed = new Set(report.tests.filter((test) => test.status !== 'passed').map((test) => test.id));
    const passed = new Set(report.tests.filter((test) => test.status === 'passed').map((test) => test.id));
    return (
      report.incomplete === undefined &&
      targets.every((target) => (baseline.suite.framework === 'tsc' ? !failed.has(target) : passed.has(target)))
    );
  } finally {
    await workbench.worktree.reset();
  }
}
