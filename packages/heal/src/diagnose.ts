import type { Cause, Diagnosis, Failure } from '@cm/core';
import type { SuiteBaseline } from './baseline.ts';
import { type IsOwn, type Lack, lackOf } from './environment-failures.ts';

const NAMED = 3;

/** Whose fault it is. Only what is surely ours is repaired; the rest is explained. `isOwn` tells the repository's modules from others. */
export function causeOf(baselines: readonly SuiteBaseline[], isOwn: IsOwn): Pick<Diagnosis, 'cause' | 'explanation'> {
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
  const lacks = broken.map((failure) => lackOf(failure, isOwn));
  if (lacks.every((lack) => lack !== null)) {
    const cause = lacks.every(({ kind }) => kind === 'service') ? 'external' : 'infrastructure';
    return verdict(cause, `every failure is of what is around the code: ${sayLacks(lacks)}`);
  }
  const ours = broken.filter((_failure, index) => lacks[index] === null);
  const around = lacks.filter((lack) => lack !== null);
  const aroundNote = around.length > 0 ? `; ${around.length} more are of what is around the code: ${sayLacks(around)}` : '';
  return verdict('ours', `${ours.length} test(s) fail every time: ${names(ours)}${flakyNote}${aroundNote}`);
}

function names(failures: readonly Failure[]): string {
  const shown = failures.slice(0, NAMED).map((failure) => failure.test);
  return failures.length > NAMED ? `${shown.join(', ')} and ${failures.length - NAMED} more` : shown.join(', ');
}

function sayLacks(lacks: readonly Lack[]): string {
  const said: string[] = [];
  if (lacks.some(({ kind }) => kind === 'service'))
    said.push('a service or network that the tests could not reach; tests run without a network');
  if (lacks.some(({ kind }) => kind === 'room')) said.push('memory or disk that ran out');
  const modules = lacks.flatMap((lack) => (lack.kind === 'module' ? [lack.module] : []));
  if (modules.length > 0)
    said.push(
      `a module that is not installed: ${firstOf(modules)}. Install it, or run cm heal --install where it is declared; if it is the repository’s own, its name is misspelt`,
    );
  const names = lacks.flatMap((lack) => (lack.kind === 'version' ? [`${lack.module}.${lack.name}`] : []));
  if (names.length > 0)
    said.push(
      `something that the installed version of a module does not have: ${firstOf(names)}. Install the version that the repository asks for, or run cm heal --install`,
    );
  return said.join('; ');
}

const firstOf = (list: readonly string[]): string => [...new Set(list)].slice(0, NAMED).join(', ');
