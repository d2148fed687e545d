import type { Worktree } from '@cm/git';
import { adapterOf } from './adapters.ts';
import { applyEdits, type Candidate } from './candidate.ts';
import type { OpenWorkbench } from './open-workbench.ts';
import type { Evaluation, Evaluator, EvaluatorOptions, Suite } from './suite.ts';

/** Tries each candidate by writing it into the copy and running the suite's tests: right for every framework, fast for none. */
export function evaluateByRunning(workbench: OpenWorkbench, suite: Suite, options: EvaluatorOptions): Evaluator {
  const timeoutMs = 30_000 + options.testTimeoutMs * (options.targets.length + options.guards.length);
  const run = async (tests: readonly string[], signal: AbortSignal | undefined) => {
    const report = await adapterOf(suite).run(workbench, suite, {
      tests,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    const failed = new Set(report.tests.filter((test) => test.status === 'failed').map((test) => test.id));
    const passed = new Set(report.tests.filter((test) => test.status === 'passed').map((test) => test.id));
    const good = (id: string) =>
      suite.framework === 'tsc' ? report.incomplete === undefined && !failed.has(id) : passed.has(id);
    return { good: tests.filter(good).length, fresh: [...failed].filter((id) => !tests.includes(id)).length };
  };
  return {
    async *evaluate(candidates, signal): AsyncIterable<Evaluation> {
      for (const candidate of candidates) {
        const started = performance.now();
        try {
          writeCandidate(workbench.worktree, candidate);
          const targets = await run(options.targets, signal);
          const allPass = targets.good === options.targets.length;
          const breaks = allPass && (targets.fresh > 0 || (await run(options.guards, signal)).good < options.guards.length);
          const outcome = !allPass ? 'fails' : breaks ? 'breaks-others' : 'plausible';
          yield { candidate, outcome, targetsPassed: targets.good, durationMs: performance.now() - started };
        } finally {
          await workbench.worktree.reset();
        }
      }
    },
    close: async () => undefined,
  };
}

function writeCandidate(worktree: Worktree, candidate: Candidate): void {
  for (const path of new Set(candidate.edits.map((edit) => edit.path))) {
    const edits = candidate.edits.filter((edit) => edit.path === path);
    worktree.write(path, applyEdits(worktree.readText(path), edits));
  }
}
