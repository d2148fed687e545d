// What the templates know about the function they work on.
import type { Failure } from '@cm/core';
import type { LanguageSyntax } from '../syntax/language-syntax.ts';
import type { Region } from '../syntax/regions.ts';
import type { SourceTree } from '../syntax/syntax-node.ts';
import { type Donors, readDonors } from './donors.ts';
import { type Literals, readLiterals } from './literals.ts';
import { readScope, type Scope } from './scope.ts';

export interface RepairContext {
  tree: SourceTree;
  language: LanguageSyntax;
  region: Region;
  scope: Scope;
  donors: Donors;
  literals: Literals;
  /** What the failures themselves hint at. */
  hints: Hints;
}

export interface Hints {
  /** Some expected and actual value differ by one. */
  offByOne: boolean;
  /** Some test runs out of time. */
  hangs: boolean;
  /** Some failure says that a value was null or undefined. */
  nullish: boolean;
}

export function readContext(region: Region, failures: readonly Failure[], testTexts: ReadonlyMap<string, string>): RepairContext {
  const { tree } = region.node;
  return {
    tree,
    language: tree.language,
    region,
    scope: readScope(region),
    donors: readDonors(region),
    literals: readLiterals(region, failures, testTexts),
    hints: readHints(failures),
  };
}

export function readHints(failures: readonly Failure[]): Hints {
  const difference = ({ expected, actual }: Failure) =>
    expected === undefined || actual === undefined ? Number.NaN : Math.abs(Number(expected) - Number(actual));
  return {
    offByOne: failures.some((failure) => difference(failure) === 1),
    hangs: failures.some((failure) => failure.kind === 'timeout'),
    nullish: failures.some((failure) => /NoneType|undefined|null\b/.test(failure.message)),
  };
}
