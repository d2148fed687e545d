// Rung 2 for Python: what ruff calls safe to fix. Only the rules that find faults, not those of style.
import type { OpenWorkbench } from '../open-workbench.ts';
import type { ToolFix } from '../tool-fix.ts';

/** Pyflakes and bugbear: undefined names, wrong comparisons, mutable defaults, format strings that don't fit. */
const RULES = 'F,B,E7,PLE';
const FIX_MS = 30_000;

/** One fix for each file that ruff would change; none where ruff is not on the machine. */
export async function ruffFixes(workbench: OpenWorkbench, paths: readonly string[]): Promise<ToolFix[]> {
  const fixes: ToolFix[] = [];
  for (const path of paths.filter((each) => each.endsWith('.py'))) {
    const input = workbench.worktree.readText(path);
    const command = [
      'ruff',
      'check',
      '--isolated',
      '--no-cache',
      '--fix-only',
      '--quiet',
      `--select=${RULES}`,
      '--stdin-filename',
      path,
      '-',
    ];
    const result = await workbench.run(command, { timeoutMs: FIX_MS, input });
    if (result.exitCode !== 0 || result.truncated || result.stdout === '' || result.stdout === input) continue;
    fixes.push({ name: 'ruff', description: `apply ruff’s safe fixes to ${path}`, texts: new Map([[path, result.stdout]]) });
  }
  return fixes;
}
