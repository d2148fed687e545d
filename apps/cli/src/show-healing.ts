// How a healing looks to the person who watches it.
import type { Attempt, Failure, Suspect } from '@cm/core';
import type { HealProgress, HealResult } from '@cm/heal';
import { printable, type Terminal } from './terminal.ts';

const MOST_FAILURES = 5;
const MOST_SUSPECTS = 5;
const MESSAGE_LINES = 4;

export function showHealing(terminal: Terminal): (progress: HealProgress) => void {
  const { colors } = terminal;
  return (progress) => {
    switch (progress.step) {
      case 'copying':
        return terminal.progress(`copying ${progress.commit.slice(0, 10)} to a throwaway folder`);
      case 'installing':
        return terminal.progress(
          `installing dependencies of ${printable(progress.folder) || 'the repository'}: ${progress.command}`,
        );
      case 'testing':
        return terminal.progress(
          `running ${printable(progress.suite.command)}${progress.suite.folder ? ` in ${printable(progress.suite.folder)}` : ''} (${progress.why})`,
        );
      case 'tested':
        return terminal.line(
          `${progress.failed > 0 || progress.incomplete ? colors.red('✗') : colors.green('✓')} ${printable(progress.suite.command)}: ${progress.passed} passed, ${progress.failed} failed ${colors.dim(seconds(progress.durationMs))}${progress.incomplete ? `\n  ${printable(progress.incomplete)}` : ''}`,
        );
      case 'repeating':
        return terminal.progress(
          `running ${progress.failures} failing test(s) again, to tell flaky from broken (${progress.round}/${progress.rounds})`,
        );
      case 'diagnosed':
        return showFailures(terminal, progress.diagnosis.failures);
      case 'localising':
        return terminal.progress('running the tests with coverage, to see where the fault may be');
      case 'localised':
        return showSuspects(terminal, progress.suspects);
      case 'rung':
        return terminal.progress(`trying the rung '${progress.rung}'`);
      case 'searching':
        return terminal.progress(
          `searching: ${progress.candidatesTried} candidates tried, ${progress.plausible} plausible, ${seconds(progress.elapsedMs)}`,
        );
      case 'verifying':
        return terminal.progress(`attempt ${progress.number}: verifying a patch from the rung '${progress.rung}'`);
      case 'attempted':
        return showAttempt(terminal, progress.attempt);
      case 'published':
      case 'finished':
        return terminal.endProgress();
    }
  };
}

export function showHealResult(terminal: Terminal, result: HealResult): void {
  const { colors } = terminal;
  const { outcome } = result;
  terminal.endProgress();
  const good = outcome.result === 'healed' || outcome.result === 'proposed' || outcome.result === 'nothing-to-do';
  const word = {
    healed: 'healed',
    proposed: 'repaired, for you to choose',
    'nothing-to-do': 'nothing to do',
    'not-healed': 'not healed',
    refused: 'refused',
  }[outcome.result];
  terminal.line();
  terminal.line(
    `${good ? colors.green(`✓ ${word}`) : colors.red(`✗ ${word}`)} ${colors.dim(seconds(outcome.durationMs))}  ${printable(outcome.summary)}`,
  );
  if (outcome.result === 'proposed') terminal.line('  The tests alone do not make it sure, so read it before you take it.');
  if (outcome.branch !== undefined) {
    const branch = printable(outcome.branch);
    terminal.line(`  branch  ${colors.bold(branch)}`);
    terminal.line(`  look    git show ${branch}`);
    terminal.line(`  take    git merge --ff-only ${branch}`);
  }
  if (result.applied.length > 0) terminal.line(`  written into your files: ${result.applied.map(printable).join(', ')}`);
  if (outcome.result === 'not-healed' && result.diagnosis.suspects.length > 0)
    terminal.line('  The suspects above are where a person would look first.');
  terminal.line(colors.dim(`  record  cm audit log --run ${outcome.runId}`));
}

function showFailures(terminal: Terminal, failures: readonly Failure[]): void {
  const { colors } = terminal;
  for (const failure of failures.slice(0, MOST_FAILURES)) {
    const frame = failure.frames[0];
    terminal.line(
      `\n${colors.red('red')}  ${colors.bold(printable(failure.test))}${frame ? colors.dim(`  ${printable(frame.path)}:${frame.line}`) : ''}`,
    );
    const lines = printable(failure.message).trim().split('\n').slice(0, MESSAGE_LINES);
    for (const line of lines) terminal.line(`     ${line.slice(0, terminal.width - 6)}`);
  }
  if (failures.length > MOST_FAILURES) terminal.line(colors.dim(`     … and ${failures.length - MOST_FAILURES} more`));
}

function showSuspects(terminal: Terminal, suspects: readonly Suspect[]): void {
  const { colors } = terminal;
  if (suspects.length === 0) return;
  terminal.line(`\n${colors.yellow('suspects')}`);
  for (const suspect of suspects.slice(0, MOST_SUSPECTS)) {
    const bar = '█'.repeat(Math.max(1, Math.round(suspect.score * 10))).padEnd(10, '░');
    terminal.line(
      `  ${colors.yellow(bar)} ${suspect.score.toFixed(2)}  ${printable(suspect.path)}:${suspect.startLine}-${suspect.endLine}  ${printable(suspect.symbol ?? '')}  ${colors.dim(printable(suspect.why))}`,
    );
  }
}

function showAttempt(terminal: Terminal, attempt: Attempt): void {
  const { colors } = terminal;
  const { verdict, patch } = attempt;
  terminal.line(`\n${colors.cyan(`attempt ${attempt.number}`)}  ${patch.rung} · ${patch.origin} · ${printable(patch.rationale)}`);
  for (const line of printable(patch.diff).trimEnd().split('\n')) {
    const painted = line.startsWith('+') ? colors.green(line) : line.startsWith('-') ? colors.red(line) : colors.dim(line);
    terminal.line(`  ${painted}`);
  }
  for (const check of verdict.checks)
    terminal.line(`  ${check.passed ? colors.green('✓') : colors.red('✗')} ${check.name} ${colors.dim(printable(check.detail))}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
