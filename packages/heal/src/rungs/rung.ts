import type { Failure, Rung } from '@cm/core';
import type { SuiteBaseline } from '../baseline.ts';
import type { OpenWorkbench } from '../open-workbench.ts';
import type { OnProgress } from '../progress.ts';
import type { RankedSuspects } from '../suspects.ts';

/** What a rung gets to work with. */
export interface RungInput {
  workbench: OpenWorkbench;
  baseline: SuiteBaseline;
  /** The failures to repair, of this suite. */
  failures: readonly Failure[];
  suspects: RankedSuspects;
  /**
   * A look ahead that is no attempt yet: `failing`: whether all failing tests pass with these texts; `all`: also whether every suite
   * would be green enough for the gate, which costs a run of all of them.
   */
  wouldPass(texts: ReadonlyMap<string, string>, which: 'failing' | 'all'): Promise<boolean>;
  /** Milliseconds that this rung may take. */
  budgetMs: number;
  signal?: AbortSignal;
  onProgress: OnProgress;
}

/** A rung's proposal, the surest first. The gate, not the rung, says whether it is right. */
export interface Proposal {
  texts: ReadonlyMap<string, string>;
  origin: string;
  rationale: string;
  /** False when other repairs fit the tests as well but behave differently: a person chooses. */
  sure: boolean;
  /** How many candidates were tried to get here. */
  candidatesTried: number;
}

/** One rung of the ladder. It yields at most as many proposals as the caller takes. */
export interface RungOfLadder {
  readonly rung: Rung;
  propose(input: RungInput): AsyncIterable<Proposal>;
}
