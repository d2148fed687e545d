import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** An executable that the workspace's root depends on. */
export function bin(name: string): string {
  return join(root, 'node_modules', '.bin', name);
}
