// The events that heal writes into the ledger. An intent's outcome carries the same data and what came of it.
import type { Repository } from '@cm/git';

export const RUN = 'dev.codemonkeys.heal.run';
export const ATTEMPT = 'dev.codemonkeys.heal.attempt';
export const PUBLISH = 'dev.codemonkeys.heal.publish';

/** The `source` of heal's events: the repository, by name. */
export function sourceOf(repository: Repository): string {
  return `/repositories/${encodeURIComponent(repository.name)}/heal`;
}

/** What an attempt's intent and its outcome both say. */
export interface AttemptData {
  number: number;
  rung: string;
  origin: string;
  paths: string[];
  /** What the first failure said, at most 2,000 characters. */
  error: string;
  diff: string;
}
