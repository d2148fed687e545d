import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@cm/core/testing';
import { sql } from 'kysely';
import { type Migrations, openStore } from './index.ts';

interface Tables {
  notes: { text: string };
}

const migrations: Migrations = {
  '0001-notes': async (db) => void (await db.schema.createTable('notes').addColumn('text', 'text').execute()),
};
const plan = { migrations, migrationTable: 'note_migrations' };
const NOBODY = 65_534;

describe('a store in a SQLite file', () => {
  const folder = temporaryFolder('cm-store');
  const file = join(folder.path, 'notes.db');
  const open = (path = file) => openStore<Tables>({ ...plan, file: path });
  afterAll(() => folder.remove());

  it('syncs what it acknowledges, and trusts no schema', async () => {
    const { db, close } = await open();
    const pragma = async (name: string) => Object.values((await sql.raw<object>(`pragma ${name}`).execute(db)).rows[0] ?? {})[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('trusted_schema')).toBe(0);
    await close();
  });

  it.each([
    [
      'no database',
      (path: string) => writeFileSync(path, 'not a database, but long enough to be taken for one'.repeat(99)),
      'CM_NOT_A_DATABASE',
    ],
    ['a folder', (path: string) => mkdirSync(path), 'CM_NOT_A_DATABASE'],
    ['a link', (path: string) => symlinkSync(join(folder.path, 'elsewhere.db'), path), 'CM_NOT_A_DATABASE'],
    ['in no folder', () => undefined, 'CM_STORE_NOT_WRITABLE'],
  ])('says so when the file is %s', async (name, make, code) => {
    const path = join(folder.path, name === 'in no folder' ? 'nowhere/x.db' : `${name}.db`);
    make(path);
    const before = readdirSync(folder.path);
    await expect(open(path)).rejects.toMatchObject({ code, message: expect.stringContaining(path), hint: expect.any(String) });
    expect(readdirSync(folder.path)).toEqual(before);
  });

  it('finds damage behind a sound first page', async () => {
    const path = join(folder.path, 'damaged.db');
    const store = await open(path);
    for (let each = 0; each < 200; each += 1)
      await store.db
        .insertInto('notes')
        .values({ text: 'x'.repeat(500) })
        .execute();
    await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
    await store.close();
    const handle = openSync(path, 'r+');
    for (let page = 1; page < 20; page += 1) writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, page * 4096);
    closeSync(handle);
    const read = async () => {
      const damaged = await open(path);
      await damaged.db.selectFrom('notes').selectAll().execute().finally(damaged.close);
    };
    await expect(read()).rejects.toMatchObject({ code: 'CM_NOT_A_DATABASE' });
  });

  it('says so when the folder may not be written', async () => {
    const closed = join(folder.path, 'closed');
    mkdirSync(closed);
    chmodSync(folder.path, 0o755);
    chmodSync(closed, 0o555);
    // Nothing is closed to root.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      await expect(open(join(closed, 'x.db'))).rejects.toMatchObject({ code: 'CM_STORE_NOT_WRITABLE' });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('says so when the disk is full, and keeps what it acknowledged', async () => {
    const { db, close } = await open(join(folder.path, 'full.db'));
    await sql`pragma max_page_count = 20`.execute(db);
    let written = 0;
    const fill = async () => {
      for (; written < 100; written += 1)
        await db
          .insertInto('notes')
          .values({ text: 'x'.repeat(4000) })
          .execute();
    };
    await expect(fill()).rejects.toMatchObject({ code: 'CM_STORE_FULL' });
    expect(written).toBeGreaterThan(0);
    expect(await db.selectFrom('notes').selectAll().execute()).toHaveLength(written);
    await close();
  });

  it('waits for the transaction of another connection in the same process', async () => {
    const [one, other] = [await open(), await open()];
    let release = () => {};
    const held = one.transaction(async (transaction) => {
      await transaction.insertInto('notes').values({ text: 'first' }).execute();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    const second = other.db.insertInto('notes').values({ text: 'second' }).execute();
    setTimeout(() => release(), 20);
    await Promise.all([held, second]);
    expect(await one.db.selectFrom('notes').select('text').execute()).toEqual([{ text: 'first' }, { text: 'second' }]);
    await one.close();
    await other.close();
  });

  it('lets processes open a new file at once', async () => {
    const script = `
      import { openStore } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const store = await openStore({ file: process.argv[1], migrationTable: 'm', migrations: {
        '0001-a': (db) => db.schema.createTable('a').addColumn('id', 'integer').execute(),
        '0002-b': (db) => db.insertInto('a').values({ id: 1 }).execute() } });
      const rows = await store.db.selectFrom('a').selectAll().execute();
      await store.close();
      process.exit(rows.length === 1 ? 0 : 1);`;
    const path = join(folder.path, 'raced.db');
    const flags = ['--conditions=@cm/source', '--input-type=module', '-e', script, path];
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, flags, { stdio: ['ignore', 'ignore', 'inherit'] }));
    const codes = await Promise.all(children.map((child) => once(child, 'exit')));
    expect(codes.map(([code]) => code)).toEqual([0, 0, 0, 0]);
  });

  it('lets full-text tables be kept up by triggers', async () => {
    const { db, close } = await open(join(folder.path, 'text.db'));
    await sql`create virtual table words using fts5(text)`.execute(db);
    await sql`create trigger notes_words after insert on notes begin insert into words(text) values (new.text); end`.execute(db);
    await db.insertInto('notes').values({ text: 'a banana' }).execute();
    expect((await sql`select text from words where words match 'banana'`.execute(db)).rows).toHaveLength(1);
    await close();
  });
});
