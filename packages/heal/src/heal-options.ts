import type { Config } from '@cm/config';
import type { Constitution } from '@cm/constitution';
import type { Attempt, Clock, Diagnosis, Outcome, Patch } from '@cm/core';
import type { Repository } from '@cm/git';
import type { Ledger } from '@cm/ledger';
import type { Sandbox } from '@cm/sandbox';
import type { OnProgress } from './progress.ts';

export interface HealOptions {
  repository: Repository;
  constitution: Constitution;
  ledger: Ledger;
  sandbox: Sandbox;
  config: Config;
  /** True when the person accepted that tests run without a sandbox. */
  trusted: boolean;
  /** Do everything but publish: no branch, no change to the checkout. */
  dryRun: boolean;
  /** Also write a sure repair into the checkout's files. */
  apply: boolean;
  /** Install declared dependencies, which takes the network, where the checkout has none. */
  install: boolean;
  clock?: Clock;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}

export interface HealResult {
  outcome: Outcome;
  diagnosis: Diagnosis;
  attempts: Attempt[];
  /** Everything that passed the gate, as one patch against HEAD. */
  patch?: Patch;
  candidatesTried: number;
  /** Paths written into the checkout, with `apply`. */
  applied: string[];
}
