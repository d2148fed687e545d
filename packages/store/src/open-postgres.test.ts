import { type PostgresService, startPostgres } from '@cm/tooling/services';
import { sql } from 'kysely';
import { openStore } from './index.ts';

const open = (url: string) => openStore({ url, migrations: {}, migrationTable: 'no_migrations' });

describe('a store on PostgreSQL', () => {
  let server: PostgresService;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  const changed = (change: Partial<URL>) => Object.assign(new URL(server.url), change).href;

  it.each([
    ['no server listens', { port: '1' }, /does not answer/],
    ['the host is unknown', { hostname: 'no-such-host.invalid' }, /does not answer/],
    ['the password is wrong', { password: 'secret-but-wrong' }, /let us into/],
    ['the database is missing', { pathname: '/nowhere' }, /let us into/],
  ])('says so when %s, and not the password', async (_name, change, message) => {
    const error = await open(changed(change)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CM_STORE_UNREACHABLE', message: expect.stringMatching(message) });
    const { password } = new URL(changed(change));
    expect(String((error as Error).message)).not.toContain(password);
  });

  it.each(['nonsense', 'mysql://localhost/x', '', 'postgres://a b:/'])('refuses the address %j', async (url) => {
    await expect(open(url)).rejects.toMatchObject({ code: 'CM_BAD_DATABASE_URL' });
  });

  it('survives a connection that breaks, and says so when the server goes away', async () => {
    const store = await open(server.url);
    const cut = sql`select pg_terminate_backend(pg_backend_pid())`.execute(store.db);
    await expect(cut).rejects.toMatchObject({ code: 'CM_STORE_UNREACHABLE' });
    // The end of the broken connection can arrive after the next query was sent into it.
    const one = () => sql`select 1 as one`.execute(store.db);
    expect((await one().catch(one)).rows).toEqual([{ one: 1 }]);
    await server.stop();
    await expect(sql`select 1`.execute(store.db)).rejects.toMatchObject({ code: 'CM_STORE_UNREACHABLE' });
    await store.close();
  });
});
