import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '@cm/core/testing';
import { type PostgresService, startPostgres } from '@cm/tooling/services';
import { openLedger } from './index.ts';

const KILLS = 20;

/** Appends for ever, in batches and one by one, and prints the number of what was acknowledged. */
const WRITER = `
import { writeSync } from 'node:fs';
import { openLedger } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
const ledger = await openLedger(JSON.parse(process.argv[1]));
const event = (data) => ({ type: 'dev.codemonkeys.test', source: '/killed', data });
for (let turn = 0; ; turn += 1) {
  const entries = turn % 3 === 0 ? await ledger.appendAll([event(turn), event('b'), event('c'.repeat(3000))]) : [await ledger.append(event(turn))];
  writeSync(1, entries.at(-1).seq + '\\n');
  if (turn % 5 === 0) await (await ledger.intend(event('intent'))).settle('done');
}`;

describe('a ledger whose writer is killed', () => {
  const folder = temporaryFolder('cm-ledger');
  let server: PostgresService;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it.each([
    ['a SQLite file', () => ({ file: join(folder.path, 'ledger.db') }), KILLS],
    ['PostgreSQL', () => ({ url: server.url }), 4],
  ])('verifies every time, and holds what was acknowledged: in %s', async (_name, placeOf, kills) => {
    const place = placeOf();
    for (let kill = 0; kill < kills; kill += 1) {
      const flags = ['--conditions=@cm/source', '--input-type=module', '-e', WRITER, JSON.stringify(place)];
      const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      const closed = once(child, 'close');
      let acknowledged = '';
      child.stdout.on('data', (chunk: Buffer) => {
        acknowledged += chunk.toString();
      });
      await Promise.race([once(child.stdout, 'data'), exited]);
      // At another instant of the writing each time.
      await delay(kill * 3 + Math.random() * 10);
      child.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
      await closed;
      const last = Number(acknowledged.split('\n').at(-2));
      const ledger = await openLedger(place);
      const verdict = await ledger.verify();
      const { seq } = await ledger.head();
      await ledger.recover(async () => ({ outcome: 'abandoned' }));
      expect(await ledger.openIntents()).toEqual([]);
      await ledger.close();
      expect(verdict).toMatchObject({ ok: true, entries: seq });
      expect(last).toBeGreaterThan(0);
      expect(seq).toBeGreaterThanOrEqual(last);
    }
  });
});
