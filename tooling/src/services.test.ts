import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { temporaryFolder } from '@cm/core/testing';
import { findProgram } from './services/find-program.ts';
import { startRedis } from './services.ts';

/** Starts both servers in a process of its own, prints their addresses, and stops them when told to. */
const SCRIPT = `
import { startPostgres, startRedis } from ${JSON.stringify(new URL('./services.ts', import.meta.url).href)};
const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
const databases = [await postgres.createDatabase(), await postgres.createDatabase()];
console.log(JSON.stringify({ postgres: postgres.url, redis: redis.url, databases }));
process.stdin.once('data', async () => {
  for (const service of [postgres, redis, postgres]) await service.stop();
  process.exit(0);
});
`;

interface Addresses {
  postgres: string;
  redis: string;
  databases: string[];
}

async function startBoth(folder: string): Promise<{ child: ChildProcess; addresses: Addresses }> {
  const child = spawn(process.execPath, ['--conditions=@cm/source', '--input-type=module', '-e', SCRIPT], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
  if (!Buffer.isBuffer(line)) throw new Error('the servers did not start');
  return { child, addresses: JSON.parse(line.toString()) as Addresses };
}

const isListening = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** Says one line to a server and returns its first answer. */
const ask = (url: string, line: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(line));
    socket.on('error', reject).on('data', (chunk) => {
      resolve(chunk.toString());
      socket.destroy();
    });
  });

async function becomesEmpty(folder: string): Promise<boolean> {
  for (let tries = 0; tries < 400 && readdirSync(folder).length > 0; tries += 1) await delay(50);
  return readdirSync(folder).length === 0;
}

describe('services', () => {
  const folder = temporaryFolder('cm-services');
  // The servers run as another user where we are root.
  chmodSync(folder.path, 0o777);
  afterAll(() => folder.remove());

  it('starts PostgreSQL and Redis on loopback, behind passwords, and leaves nothing when they are stopped', async () => {
    const { child, addresses } = await startBoth(folder.path);
    const { postgres, redis, databases } = addresses;
    expect(await Promise.all([postgres, redis].map(isListening))).toEqual([true, true]);
    expect(new URL(postgres).hostname).toBe('127.0.0.1');
    expect(new Set([postgres, ...databases].map((url) => new URL(url).pathname)).size).toBe(3);
    expect(await ask(redis, 'PING\r\n')).toMatch(/^-NOAUTH/);
    expect(await ask(redis, `AUTH ${new URL(redis).password}\r\n`)).toBe('+OK\r\n');
    expect(readdirSync(folder.path)).toHaveLength(2);
    child.stdin?.write('stop');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await Promise.all([postgres, redis].map(isListening))).toEqual([false, false]);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('ends the servers of a process that is killed, and removes their folders', async () => {
    const { child, addresses } = await startBoth(folder.path);
    child.kill('SIGKILL');
    expect(await becomesEmpty(folder.path)).toBe(true);
    expect(await Promise.all([addresses.postgres, addresses.redis].map(isListening))).toEqual([false, false]);
  });

  it('says which package to install where a server is missing', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder.path;
    try {
      await expect(startRedis()).rejects.toMatchObject({
        code: 'CM_SERVICE_MISSING',
        hint: expect.stringContaining('apt-get install redis-server'),
      });
      const nowhere = { debianPackage: 'postgresql', besides: `${folder.path}/*` };
      expect(() => findProgram('initdb', nowhere)).toThrow(expect.objectContaining({ code: 'CM_SERVICE_MISSING' }));
    } finally {
      process.env.PATH = path;
    }
  });
});
