import { type CloudEvent, canonicalJson, sha256 } from '@cm/core';
import { damagedEntry } from './errors.ts';
import type { EntryRow } from './tables.ts';

/** An event with its place in the chain. */
export interface LedgerEntry {
  /** From 1, without gaps. */
  seq: number;
  event: CloudEvent;
  /** For an outcome: the id of its intent. */
  intentId?: string;
  prevHash: string;
  hash: string;
}

/** What the first entry names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64);

/** SHA-256 over every column but the hash itself. */
export function hashOf(row: Omit<EntryRow, 'hash'>): string {
  const { seq, id, type, source, subject, time, data, intent_id, prev_hash } = row;
  return sha256(canonicalJson({ seq, id, type, source, subject, time, data, intent_id, prev_hash }));
}

/** @throws {CmError} `CM_LEDGER_DAMAGED` where the data are no longer JSON. */
export function entryOf(row: EntryRow): LedgerEntry {
  return {
    seq: row.seq,
    event: {
      specversion: '1.0',
      id: row.id,
      type: row.type,
      source: row.source,
      ...(row.subject === null ? {} : { subject: row.subject }),
      time: row.time,
      datacontenttype: 'application/json',
      data: dataOf(row),
    },
    ...(row.intent_id === null ? {} : { intentId: row.intent_id }),
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}

function dataOf({ seq, data }: EntryRow): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw damagedEntry(seq, error);
  }
}
