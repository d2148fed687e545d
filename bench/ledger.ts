// Appends a second of the ledger, beside plain better-sqlite3 inserts into a table of the same columns with the same durability.
//   node --conditions=@cm/source bench/ledger.ts [EVENTS]
// Label: live. PostgreSQL runs with fsync off here (tooling/services), so its durable row says what the code costs, not the disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openLedger } from '@cm/ledger';
import { startPostgres } from '@cm/tooling/services';
import BetterSqlite3 from 'better-sqlite3';

const EVENTS = Number(process.argv[2] ?? 2000);
const BATCH = 500;
const event = {
  type: 'dev.codemonkeys.bench',
  source: '/bench',
  subject: 'run-1',
  data: { outcome: 'done', path: 'src/a.ts', line: 12 },
};
const COLUMNS = ['id', 'type', 'source', 'subject', 'time', 'data', 'intent_id', 'prev_hash', 'hash'];

async function rate(count: number, work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round((count / (performance.now() - started)) * 1000);
}

async function measureLedger(ledger: Ledger): Promise<{ durable: number; batched: number; verified: number }> {
  const durable = await rate(EVENTS, async () => {
    for (let each = 0; each < EVENTS; each += 1) await ledger.append(event);
  });
  const total = EVENTS * 10;
  const batched = await rate(total, async () => {
    for (let done = 0; done < total; done += BATCH) await ledger.appendAll(Array.from({ length: BATCH }, () => event));
  });
  const { seq } = await ledger.head();
  const verified = await rate(seq, () => ledger.verify());
  await ledger.close();
  return { durable, batched, verified };
}

function plainTable(file: string) {
  const db = new BetterSqlite3(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`create table entries (seq integer primary key, ${COLUMNS.map((name) => `${name} text`).join(', ')})`);
  const insert = db.prepare(`insert into entries (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`);
  const values = [
    ...Object.values(event).map((value) => JSON.stringify(value)),
    ...Array.from({ length: 5 }, () => 'x'.repeat(40)),
  ];
  return { insert: () => insert.run(...values), together: (work: () => void) => db.transaction(work)(), close: () => db.close() };
}

async function measurePlain(file: string): Promise<{ durable: number; batched: number }> {
  const plain = plainTable(file);
  const durable = await rate(EVENTS, () => {
    for (let each = 0; each < EVENTS; each += 1) plain.insert();
  });
  const total = EVENTS * 10;
  const batched = await rate(total, () => {
    for (let done = 0; done < total; done += BATCH) {
      plain.together(() => {
        for (let each = 0; each < BATCH; each += 1) plain.insert();
      });
    }
  });
  plain.close();
  return { durable, batched };
}

const folder = mkdtempSync(join(tmpdir(), 'cm-bench-'));
const server = await startPostgres();
try {
  const rows: [string, { durable: number; batched: number; verified?: number }][] = [
    ['better-sqlite3, plain', await measurePlain(join(folder, 'plain.db'))],
    ['ledger on SQLite', await measureLedger(await openLedger({ file: join(folder, 'ledger.db') }))],
    ['ledger on PostgreSQL', await measureLedger(await openLedger({ url: server.url }))],
  ];
  console.log(
    `${'events a second'.padEnd(24)}${'one by one'.padStart(12)}${`by ${BATCH}`.padStart(12)}${'verified'.padStart(12)}`,
  );
  for (const [name, { durable, batched, verified }] of rows) {
    console.log(
      `${name.padEnd(24)}${String(durable).padStart(12)}${String(batched).padStart(12)}${String(verified ?? '-').padStart(12)}`,
    );
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
