import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import { type Service, startServer } from './start-server.ts';

export interface PostgresService extends Service {
  /** Makes a new, empty database and returns its address. */
  createDatabase(): Promise<string>;
}

/** Debian keeps versions side by side, and off the PATH. */
const DEBIAN_FOLDERS = '/usr/lib/postgresql/*/bin';

// What is written survives a kill of the server, but not of the machine: enough for tests.
const SCRIPT = `"$2" -D data -U cm --pwfile=password --auth=scram-sha-256 -E UTF8 --locale=C --no-sync
rm password
"$3" -D data -p "$1" -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200 </dev/null &`;

/**
 * Starts an empty PostgreSQL.
 * @throws {CmError} `CM_SERVICE_MISSING` or `CM_SERVICE_FAILED`.
 */
export async function startPostgres(): Promise<PostgresService> {
  const [initdb, server, createdb] = ['initdb', 'postgres', 'createdb'].map((program) =>
    findProgram(program, { debianPackage: 'postgresql', besides: DEBIAN_FOLDERS }),
  ) as [string, string, string];
  const password = randomBytes(16).toString('hex');
  const { port, stop } = await startServer({
    name: 'postgres',
    files: () => ({ password: `${password}\n` }),
    script: SCRIPT,
    args: [initdb, server],
  });
  const urlOf = (database: string) => `postgres://cm:${password}@127.0.0.1:${port}/${database}`;
  let databases = 0;
  const createDatabase = async () => {
    databases += 1;
    const name = `cm_${databases}`;
    const env = { PGPASSWORD: password, PATH: process.env.PATH ?? '' };
    await promisify(execFile)(createdb, ['-h', '127.0.0.1', '-p', String(port), '-U', 'cm', name], { env });
    return urlOf(name);
  };
  return { url: urlOf('postgres'), stop, createDatabase };
}
