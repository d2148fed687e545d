export type { NewEvent } from './append.ts';
export type { LedgerEntry } from './entry.ts';
export { type Intent, type IntentOutcome, type Ledger, type LedgerOptions, openLedger, type Recover } from './ledger.ts';
export type { EntryQuery } from './read.ts';
export type { ChainVerdict } from './verify-chain.ts';
