export { heal } from './heal.ts';
export type { HealOptions, HealResult } from './heal-options.ts';
export { type HealingAttemptRow, projectAttempts } from './healing-attempts.ts';
export type { HealProgress, OnProgress } from './progress.ts';
export type { Suite, SuiteReport, TestResult } from './suite.ts';
