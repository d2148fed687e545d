import { type Attempt, type Patch, printable } from '@cm/core';

/** Conventional Commits, with what was proven and how to find it in the ledger. */
export function commitMessage(runId: string, patch: Patch, passed: readonly Attempt[]): string {
  const scope =
    patch.changes[0]?.path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]*$/, '') ?? 'code';
  const proof = passed.flatMap((attempt) => attempt.verdict.checks.map((check) => `- ${check.name}: ${oneLine(check.detail)}`));
  return [
    oneLine(`fix(${scope}): ${patch.rationale}`).slice(0, 100),
    '',
    `Found by ${patch.origin} on the rung '${patch.rung}', and verified:`,
    ...proof,
    '',
    `Cm-Run: ${runId}`,
    `Cm-Patch: ${patch.hash}`,
    '',
  ].join('\n');
}

/** A file's name could hold line ends, and with them trailers of its own. */
function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' '));
}
