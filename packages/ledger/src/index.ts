export type { LedgerEntry } from './entry.ts';
export {
  type EntryQuery,
  type Intent,
  type IntentOutcome,
  type Ledger,
  type LedgerOptions,
  type NewEvent,
  openLedger,
} from './ledger.ts';
export type { ChainVerdict } from './verify-chain.ts';
