// What holds for every store, on a real SQLite file and a real PostgreSQL.
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { type PostgresService, startPostgres } from '@cm/tooling/services';
import { sql } from 'kysely';
import { type Migrations, openStore, type Store, type StorePlace } from './index.ts';

interface Tables {
  coins: { id: number; owner: string };
  boxes: { id: number };
}

const coins: Migrations = {
  '0001-coins': async (db) => {
    await db.schema
      .createTable('coins')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .execute();
  },
  '0002-first-coin': async (db) => {
    await db.insertInto('coins').values({ id: 1, owner: 'nobody' }).execute();
  },
};
const plan = { migrations: coins, migrationTable: 'coin_migrations' };

const folder = temporaryFolder('cm-store');
let server: PostgresService;
let files = 0;
const places: Record<string, () => Promise<StorePlace>> = {
  sqlite: async () => ({ file: join(folder.path, `${++files} with späce ?#%41.db`) }),
  postgres: async () => ({ url: await server.createDatabase() }),
};

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

describe.each(Object.entries(places))('a store on %s', (dialect, newPlace) => {
  const opened: Store<Tables>[] = [];
  const open = async (place: StorePlace, options: Partial<typeof plan & { readonly: boolean }> = {}) => {
    const store = await openStore<Tables>({ ...plan, ...options, ...place });
    opened.push(store);
    return store;
  };
  const owners = async ({ db }: Store<Tables>) =>
    (await db.selectFrom('coins').select('owner').orderBy('id').execute()).map((row) => row.owner);

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  it('runs each migration once, in order', async () => {
    const place = await newPlace();
    expect((await open(place)).dialect).toBe(dialect);
    const again = await open(place);
    expect(await owners(again)).toEqual(['nobody']);
    const grown = { ...coins, '0003-more': coins['0002-first-coin']! };
    grown['0003-more'] = async (db) => void (await db.insertInto('coins').values({ id: 2, owner: 'third' }).execute());
    expect(await owners(await open(place, { migrations: grown }))).toEqual(['nobody', 'third']);
  });

  it('lets many open a new database at once', async () => {
    const place = await newPlace();
    const stores = await Promise.all(Array.from({ length: 8 }, () => open(place)));
    for (const store of stores) expect(await owners(store)).toEqual(['nobody']);
  });

  it('keeps nothing of a migration that fails, and runs it whole the next time', async () => {
    const place = await newPlace();
    const failing = { ...coins, '0003-fails': async () => Promise.reject(new RangeError('half-way')) };
    await expect(open(place, { migrations: failing })).rejects.toThrow('half-way');
    expect(await owners(await open(place))).toEqual(['nobody']);
  });

  it('keeps the migrations of several packages apart', async () => {
    const place = await newPlace();
    const boxes: Migrations = {
      '0001-boxes': async (db) => void (await db.schema.createTable('boxes').addColumn('id', 'integer').execute()),
    };
    await open(place);
    const { db } = await open(place, { migrations: boxes, migrationTable: 'box_migrations' });
    expect(await db.selectFrom('boxes').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('coins').select('id').execute()).toEqual([{ id: 1 }]);
  });

  it('refuses what a newer version wrote', async () => {
    const place = await newPlace();
    await open(place, { migrations: { ...coins, '0009-from-the-future': async () => undefined } });
    await expect(open(place)).rejects.toMatchObject({
      code: 'CM_STORE_TOO_NEW',
      message: expect.stringContaining('0009-from-the-future'),
    });
  });

  it('undoes a transaction that throws', async () => {
    const store = await open(await newPlace());
    const change = store.transaction(async (transaction) => {
      await transaction.insertInto('coins').values({ id: 2, owner: 'thief' }).execute();
      throw new RangeError('caught');
    });
    await expect(change).rejects.toThrow('caught');
    expect(await owners(store)).toEqual(['nobody']);
  });

  it('loses no update among transactions with one lock, of one store and of several', async () => {
    const place = await newPlace();
    const stores = [await open(place), await open(place), await open(place)];
    const addOne = (store: Store<Tables>) =>
      store.transaction(
        async (transaction) => {
          const { last } = await transaction
            .selectFrom('coins')
            .select(({ fn }) => fn.max('id').as('last'))
            .executeTakeFirstOrThrow();
          await new Promise((resolve) => setImmediate(resolve));
          await transaction
            .insertInto('coins')
            .values({ id: Number(last) + 1, owner: 'somebody' })
            .execute();
        },
        { lock: 'coins' },
      );
    await Promise.all(Array.from({ length: 30 }, (_, index) => addOne(stores[index % 3]!)));
    expect(await owners(stores[0]!)).toHaveLength(31);
  });

  it('changes nothing when it is opened for reading', async () => {
    const place = await newPlace();
    await (await open(place)).db.insertInto('coins').values({ id: 2, owner: 'reader' }).execute();
    const reader = await open(place, { readonly: true });
    expect(await owners(reader)).toEqual(['nobody', 'reader']);
    await expect(reader.db.deleteFrom('coins').execute()).rejects.toMatchObject({ code: 'CM_STORE_NOT_WRITABLE' });
    const grown = { ...coins, '0003-more': async () => undefined };
    await expect(open(place, { readonly: true, migrations: grown })).rejects.toMatchObject({ code: 'CM_STORE_TOO_OLD' });
  });

  it('leaves an error that is ours as it is', async () => {
    const { db } = await open(await newPlace());
    await expect(sql`select * from nowhere`.execute(db)).rejects.toThrow(/nowhere/);
    await expect(db.insertInto('coins').values({ id: 1, owner: 'twice' }).execute()).rejects.not.toMatchObject({
      hint: expect.anything(),
    });
  });
});
