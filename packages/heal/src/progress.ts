// What a run tells whoever watches it. Data only: how it looks is the app's business.
import type { Attempt, Diagnosis, Outcome, Rung, Suspect } from '@cm/core';
import type { Suite } from './suite.ts';

export type HealProgress =
  | { step: 'copying'; commit: string }
  | { step: 'installing'; folder: string; command: string }
  | { step: 'testing'; suite: Suite; why: string }
  | { step: 'tested'; suite: Suite; passed: number; failed: number; durationMs: number; incomplete?: string }
  | { step: 'repeating'; failures: number; round: number; rounds: number }
  | { step: 'localising'; suite: Suite }
  | { step: 'diagnosed'; diagnosis: Diagnosis }
  | { step: 'localised'; suspects: readonly Suspect[] }
  | { step: 'rung'; rung: Rung }
  | { step: 'searching'; candidatesTried: number; plausible: number; elapsedMs: number }
  | { step: 'verifying'; rung: Rung; number: number; diff: string }
  | { step: 'attempted'; attempt: Attempt }
  | { step: 'published'; branch: string; commit: string }
  | { step: 'finished'; outcome: Outcome };

export type OnProgress = (progress: HealProgress) => void;
