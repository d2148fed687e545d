import type { Cause, Diagnosis, Failure } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';

const MISSING_SERVICE =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|getaddrinfo)\b|Connection refused|Name or service not known|Temporary failure in name resolution|Network is unreachable/;
const OUT_OF_ROOM = /\b(ENOSPC|ENOMEM)\b|No space left on device|Cannot allocate memory|JavaScript heap out of memory/;
/** A module by its name. What is named by a path is a file of the repository's own. */
const MISSING_MODULE = /No module named '([^']+)'|Cannot find (?:package|module) '([^'./][^']*)'|resolve import "([^"./][^"]*)"/;

const NAMED = 3;

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
  const missing = broken.map((failure) => MISSING_MODULE.exec(failure.message));
  if (missing.every((found) => found !== null)) {
    const modules = [...new Set(missing.map((found) => found.slice(1).find(Boolean)))].slice(0, NAMED).join(', ');
    return verdict(
      'infrastructure',
      `every failure is of a module that is not installed: ${modules}. Install it, or run cm heal --install where it is declared; if it is the repository’s own, its name is misspelt`,
    );
  }
  return verdict('ours', `${broken.length} test(s) fail every time: ${names(broken)}${flakyNote}`);
}

function names(failures: readonly Failure[]): string {
  const shown = failures.slice(0, NAMED).map((failure) => failure.test);
  return failures.length > NAMED ? `${shown.join(', ')} and ${failures.length - NAMED} more` : shown.join(', ');
}
