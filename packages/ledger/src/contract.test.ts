// What holds for every ledger, on a real SQLite file and a real PostgreSQL.
import { join } from 'node:path';
import { fixedClock, temporaryFolder } from '@cm/core/testing';
import { openStore, type StorePlace } from '@cm/store';
import { type PostgresService, startPostgres } from '@cm/tooling/services';
import fc from 'fast-check';
import { sql } from 'kysely';
import { type Ledger, type LedgerEntry, type NewEvent, openLedger } from './index.ts';
import { type LedgerTables, migrations } from './tables.ts';

const folder = temporaryFolder('cm-ledger');
let server: PostgresService;
let files = 0;
const places: Record<string, () => Promise<StorePlace>> = {
  sqlite: async () => ({ file: join(folder.path, `${++files}.db`) }),
  postgres: async () => ({ url: await server.createDatabase() }),
};

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const event = (data: unknown = {}, more: Partial<NewEvent> = {}): NewEvent => ({
  type: 'dev.codemonkeys.test',
  source: '/test',
  data,
  ...more,
});
const all = async (entries: AsyncIterable<LedgerEntry>) => {
  const found: LedgerEntry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
};

describe.each(Object.entries(places))('a ledger on %s', (dialect, newPlace) => {
  const opened: { close(): Promise<void> }[] = [];
  const clock = fixedClock();
  const open = async (place: StorePlace, options: { readonly?: boolean } = {}): Promise<Ledger> => {
    const ledger = await openLedger({ ...place, ...options, clock });
    opened.push(ledger);
    return ledger;
  };
  /** Past the ledger, as somebody who tampers with it does. */
  const openTables = async (place: StorePlace) => {
    const store = await openStore<LedgerTables>({ ...place, migrations, migrationTable: 'ledger_migrations' });
    opened.push(store);
    return store;
  };
  const disarm = async (place: StorePlace) => {
    const store = await openTables(place);
    const triggers =
      dialect === 'sqlite'
        ? ['update', 'delete', 'replace'].map((name) => `drop trigger ledger_entries_no_${name}`)
        : ['drop trigger ledger_entries_no_change on ledger_entries'];
    for (const statement of triggers) await sql.raw(statement).execute(store.db);
    return store.db;
  };

  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  it('chains events from the first to the last', async () => {
    const ledger = await open(await newPlace());
    expect(await ledger.verify()).toEqual({ ok: true, entries: 0, head: '0'.repeat(64) });
    const first = await ledger.append(event({ b: 1, a: ['ünï', null, 1.5] }, { subject: 'run-1' }));
    const rest = await ledger.appendAll([event('second'), event(undefined)]);
    expect([first, ...rest].map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(rest[0]?.prevHash).toBe(first.hash);
    expect(await ledger.head()).toEqual({ seq: 3, hash: rest[1]?.hash });
    expect(await ledger.verify()).toEqual({ ok: true, entries: 3, head: rest[1]?.hash });
    const specversion = '1.0';
    const time = '2026-01-01T00:00:00.000Z';
    expect(await ledger.show('1')).toEqual(first);
    expect(first.event).toEqual({
      ...event({ a: ['ünï', null, 1.5], b: 1 }, { subject: 'run-1' }),
      specversion,
      time,
      datacontenttype: 'application/json',
      id: expect.any(String),
    });
  });

  it('lists by type, run, time and number, the oldest or the newest first', async () => {
    const ledger = await open(await newPlace());
    await ledger.appendAll(Array.from({ length: 1200 }, (_, index) => event(index, { subject: `run-${index % 2}` })));
    clock.advance(1000);
    await ledger.append(event('late', { type: 'dev.codemonkeys.other' }));
    const seqs = async (query: Parameters<Ledger['entries']>[0]) => (await all(ledger.entries(query))).map(({ seq }) => seq);
    expect(await seqs({})).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1));
    expect(await seqs({ order: 'newest', limit: 3 })).toEqual([1201, 1200, 1199]);
    expect(await seqs({ order: 'newest', afterSeq: 600 })).toHaveLength(601);
    expect(await seqs({ run: 'run-1', limit: 2 })).toEqual([2, 4]);
    expect(await seqs({ type: 'dev.codemonkeys.other' })).toEqual([1201]);
    expect(await seqs({ since: new Date(clock.now()) })).toEqual([1201]);
    expect(await seqs({ limit: 0 })).toEqual([]);
  });

  it('shows an entry by number, by id and by the beginning of its id', async () => {
    const ledger = await open(await newPlace());
    const entries = await ledger.appendAll(Array.from({ length: 300 }, () => event()));
    const { id } = entries[299]!.event;
    expect(await ledger.show(id)).toEqual(entries[299]);
    expect(await ledger.show('300')).toEqual(entries[299]);
    expect(await ledger.show(id.slice(0, 13))).toEqual(entries[299]);
    for (const reference of ['301', 'zz', '%', "' or 1=1", '', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      await expect(ledger.show(reference)).rejects.toMatchObject({ code: 'CM_NO_SUCH_ENTRY' });
    }
  });

  it('settles an intent once, whoever tries', async () => {
    const place = await newPlace();
    const [ledger, other] = [await open(place), await open(place)];
    const intent = await ledger.intend(event({ file: 'a.ts' }, { subject: 'run-1' }));
    expect(intent.entry.event.type).toBe('dev.codemonkeys.test.intent');
    const [same] = await other.openIntents();
    expect(same?.id).toBe(intent.id);
    const both = await Promise.allSettled([intent.settle('done', { lines: 3 }), same!.settle('abandoned')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')?.reason).toMatchObject({ code: 'CM_ALREADY_SETTLED' });
    expect(await ledger.openIntents()).toEqual([]);
    const outcome = await ledger.show('2');
    expect(outcome).toMatchObject({ intentId: intent.id, event: { type: 'dev.codemonkeys.test.outcome', subject: 'run-1' } });
  });

  it('recovers what killed processes left, and leaves what living ones do', async () => {
    const place = await newPlace();
    const ledger = await open(place);
    const done = await ledger.intend(event('done'));
    await done.settle('done');
    for (const data of ['left', 'living']) await ledger.intend(event(data));
    const handed: unknown[] = [];
    const settled = await (await open(place)).recover(async ({ event }) => {
      handed.push(event.data);
      return event.data === 'left' ? { outcome: 'abandoned', data: { reason: 'killed' } } : null;
    });
    expect(handed).toEqual(['left', 'living']);
    expect(settled.map(({ event }) => event.data)).toEqual([{ outcome: 'abandoned', reason: 'killed' }]);
    expect((await ledger.openIntents()).map(({ entry }) => entry.event.data)).toEqual(['living']);
    const handler = async ({ seq }: LedgerEntry) => {
      await ledger.openIntents().then(([intent]) => intent?.settle('done'));
      return { outcome: 'failed' as const, data: { seq } };
    };
    expect(await (await open(place)).recover(handler)).toEqual([]);
  });

  it('never forks, with many writers at once', async () => {
    const place = await newPlace();
    const ledgers = [await open(place), await open(place), await open(place)];
    await Promise.all(Array.from({ length: 90 }, (_, index) => ledgers[index % 3]!.append(event(index))));
    expect(await ledgers[0]!.verify()).toMatchObject({ ok: true, entries: 90 });
    const data = (await all(ledgers[0]!.entries())).map((entry) => entry.event.data);
    expect(new Set(data).size).toBe(90);
  });

  it.each([
    ['an empty type', event({}, { type: '' })],
    ['half a character', event({}, { subject: '\ud800' })],
    ['a control character', event({}, { source: 'a\u0000b' })],
    ['an endless name', event({}, { source: 'x'.repeat(1001) })],
    ['a type of intents', event({}, { type: 'dev.codemonkeys.test.intent' })],
    ['a big integer', event({ count: 1n })],
    ['a function', event(() => undefined)],
    ['too much', event('x'.repeat(17 * 1024 * 1024))],
  ])('refuses an event with %s, and those that came with it', async (_name, bad) => {
    const ledger = await open(await newPlace());
    await expect(ledger.appendAll([event(), bad])).rejects.toMatchObject({ code: 'CM_BAD_EVENT' });
    expect(await ledger.head()).toMatchObject({ seq: 0 });
  });

  it('refuses to update, delete and replace', async () => {
    const place = await newPlace();
    const ledger = await open(place);
    await ledger.appendAll([event(1), event(2)]);
    const { db } = await openTables(place);
    const statements = [
      "update ledger_entries set data = '3'",
      'delete from ledger_entries where seq = 2',
      dialect === 'sqlite'
        ? "insert or replace into ledger_entries select seq, id, type, source, subject, time, '3', intent_id, prev_hash, hash from ledger_entries"
        : 'truncate ledger_entries',
    ];
    for (const statement of statements) await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only/);
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 2 });
  });

  it('is read without a change by an auditor', async () => {
    const place = await newPlace();
    await expect(open(place, { readonly: true })).rejects.toMatchObject({
      code: expect.stringMatching(/CM_STORE_(TOO_OLD|NOT_WRITABLE)/),
    });
    await (await open(place)).append(event());
    const auditor = await open(place, { readonly: true });
    expect(await auditor.verify()).toMatchObject({ ok: true, entries: 1 });
    await expect(auditor.append(event())).rejects.toMatchObject({ code: 'CM_STORE_NOT_WRITABLE' });
  });

  it('keeps any JSON through a round trip', async () => {
    const ledger = await open(await newPlace());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue({ noUnicodeString: false }), { minLength: 1, maxLength: 20 }), async (values) => {
        const { seq } = await ledger.head();
        await ledger.appendAll(values.map((value) => event(value)));
        const back = (await all(ledger.entries({ afterSeq: seq }))).map((entry) => entry.event.data);
        expect(back).toEqual(JSON.parse(JSON.stringify(values)));
      }),
      { numRuns: 30 },
    );
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('finds any mutation of any stored field, any deletion but of the end, and any reordering', async () => {
    const place = await newPlace();
    const ledger = await open(place);
    const intent = await ledger.intend(event({ a: 1 }, { subject: 'run-1' }));
    await ledger.appendAll([event('ünï'), event({ b: [1, 2] }, { subject: 'run-1' }), event(null), event('last')]);
    await intent.settle('done');
    const db = await disarm(place);
    const rows = await db.selectFrom('ledger_entries').selectAll().orderBy('seq').execute();
    const restore = async () => {
      await db.deleteFrom('ledger_entries').execute();
      await db.insertInto('ledger_entries').values(rows).execute();
    };
    const text = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
    const fields = ['id', 'type', 'source', 'subject', 'time', 'data', 'intent_id', 'prev_hash', 'hash'] as const;
    const mutation = fc.oneof(
      fc.record({ kind: fc.constant('edit' as const), at: fc.nat(5), field: fc.constantFrom(...fields), value: text }),
      fc.record({ kind: fc.constant('delete' as const), at: fc.nat(4) }),
      fc.record({
        kind: fc.constant('renumber' as const),
        at: fc.nat(5),
        to: fc.integer({ min: -5, max: 50 }).filter((seq) => seq < 1 || seq > 6),
      }),
      fc.record({ kind: fc.constant('swap' as const), at: fc.nat(4) }),
    );
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const row = rows[change.at]!;
        const at = db.updateTable('ledger_entries').where('seq', '=', row.seq);
        if (change.kind === 'edit') {
          fc.pre(row[change.field] !== change.value);
          await at.set({ [change.field]: change.value }).execute();
        } else if (change.kind === 'delete') await db.deleteFrom('ledger_entries').where('seq', '=', row.seq).execute();
        else if (change.kind === 'renumber') await at.set({ seq: change.to }).execute();
        else {
          await at.set({ seq: 100 }).execute();
          await db
            .updateTable('ledger_entries')
            .where('seq', '=', row.seq + 1)
            .set({ seq: row.seq })
            .execute();
          await db
            .updateTable('ledger_entries')
            .where('seq', '=', 100)
            .set({ seq: row.seq + 1 })
            .execute();
        }
        const verdict = await ledger.verify();
        await restore();
        expect(verdict).toMatchObject({ ok: false, seq: expect.any(Number), reason: expect.any(String) });
      }),
      { numRuns: 150 },
    );
    expect(await ledger.verify()).toMatchObject({ ok: true, entries: 6 });
  });

  it('says so when it reads data that were damaged', async () => {
    const place = await newPlace();
    const ledger = await open(place);
    await ledger.append(event());
    await (await disarm(place)).updateTable('ledger_entries').set({ data: '{' }).execute();
    await expect(ledger.show('1')).rejects.toMatchObject({ code: 'CM_LEDGER_DAMAGED' });
    expect(await ledger.verify()).toEqual({ ok: false, seq: 1, reason: 'its content does not match its hash' });
  });
});
