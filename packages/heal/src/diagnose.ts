import type { Cause, Diagnosis, Failure } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';

const MISSING_SERVICE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|getaddrinfo|Connection refused|Name or service not known|Temporary failure in name resolution|Network is unreachable/i;
const OUT_OF_ROOM = /ENOSPC|No space left on device|Cannot allocate memory|ENOMEM|JavaScript heap out of memory/i;

/** Whose fault it is. Only what is surely ours is repaired; the rest is explained. */
export function causeOf(baselines: readonly SuiteBaseline[]): Pick<Diagnosis, 'cause' | 'explanation'> {
  const broken = baselines.flatMap((baseline) => baseline.broken);
  const flaky = baselines.flatMap((baseline) => baseline.flaky);
  const verdict = (cause: Cause, explanation: string) => ({ cause, explanation });
  const flakyNote = flaky.length > 0 ? `; ${flaky.length} flaky left alone (${names(flaky)})` : '';

  if (broken.length === 0 && flaky.length > 0) {
    return verdict(
      'flaky',
      `${flaky.length} test(s) failed and then passed with nothing changed: ${names(flaky)}. Flaky tests are not repaired`,
    );
  }
  if (broken.length === 0) {
    const incomplete = baselines.find((baseline) => baseline.report.incomplete !== undefined);
    if (incomplete !== undefined)
      return verdict('infrastructure', `the suite did not run to its end: ${incomplete.report.incomplete}`);
    const count = baselines.reduce((sum, baseline) => sum + baseline.report.tests.length, 0);
    return verdict('inconclusive', `nothing is red: ${count} test(s) ran, none failed`);
  }
  if (broken.every((failure) => MISSING_SERVICE.test(failure.message))) {
    return verdict(
      'external',
      'every failure is of a service or network that the tests could not reach; tests run without a network',
    );
  }
  if (broken.every((failure) => OUT_OF_ROOM.test(failure.message))) {
    return verdict('infrastructure', 'every failure is of memory or disk that ran out, not of the code');
  }
  return verdict('ours', `${broken.length} test(s) fail every time: ${names(broken)}${flakyNote}`);
}

const NAMED = 3;

function names(failures: readonly Failure[]): string {
  const shown = failures.slice(0, NAMED).map((failure) => failure.test);
  return failures.length > NAMED ? `${shown.join(', ')} and ${failures.length - NAMED} more` : shown.join(', ');
}
