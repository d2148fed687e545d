// Suspects as the rungs use them: lines with scores, and which tests run them.
export type { RankedSuspects } from './localise/rank-suspects.ts';
