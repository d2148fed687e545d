import { randomBytes } from 'node:crypto';
import { findProgram } from './find-program.ts';
import { type Service, startServer } from './start-server.ts';

/**
 * Starts an empty Redis that keeps nothing on disk.
 * @throws {CmError} `CM_SERVICE_MISSING` or `CM_SERVICE_FAILED`.
 */
export async function startRedis(): Promise<Service> {
  const program = findProgram('redis-server', { debianPackage: 'redis-server' });
  const password = randomBytes(16).toString('hex');
  const { port, stop } = await startServer({
    name: 'redis',
    files: (port) => ({
      'redis.conf': `bind 127.0.0.1\nport ${port}\nrequirepass ${password}\nsave ""\nappendonly no\ndaemonize no\n`,
    }),
    script: '"$2" redis.conf </dev/null &',
    args: [program],
  });
  return { url: `redis://:${password}@127.0.0.1:${port}`, stop };
}
