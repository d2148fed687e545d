import { GENESIS_HASH, hashOf } from './entry.ts';
import type { EntryRow } from './tables.ts';

export type ChainVerdict = { ok: true; entries: number; head: string } | { ok: false; seq: number; reason: string };

/**
 * Walks the chain from the first entry to the last. It sees altered, removed, added and reordered entries; not a removed end,
 * which only a checkpoint kept elsewhere can show.
 */
export async function verifyChain(rows: AsyncIterable<EntryRow>): Promise<ChainVerdict> {
  let prevHash = GENESIS_HASH;
  let expected = 1;
  for await (const row of rows) {
    if (row.seq !== expected)
      return { ok: false, seq: expected, reason: `entry ${expected} is missing; the next one there is ${row.seq}` };
    if (row.prev_hash !== prevHash) return { ok: false, seq: row.seq, reason: 'it does not follow from the entry before it' };
    if (hashOf(row) !== row.hash) return { ok: false, seq: row.seq, reason: 'its content does not match its hash' };
    prevHash = row.hash;
    expected += 1;
  }
  return { ok: true, entries: expected - 1, head: prevHash };
}
