import { readFileSync } from 'node:fs';
import { noUnprivilegedUser } from './errors.ts';

const CANDIDATES = ['postgres', 'nobody'];

/**
 * Who a server runs as: nobody else where we are an ordinary user; where we are root, a user with fewer rights, for PostgreSQL
 * refuses root.
 * @throws {CmError} `CM_SERVICE_MISSING` where root has nobody to become.
 */
export function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const candidate of CANDIDATES) {
    const [, , uid, gid] = users.find(([name]) => name === candidate) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw noUnprivilegedUser(CANDIDATES);
}
