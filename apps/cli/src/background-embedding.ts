// The process that embedInBackground starts: embeds one repository and ends. Nobody reads what it prints, so it leaves a log.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isError, isoTime, printable, systemClock } from '@cm/core';
import { openProjectOracle } from './open-oracle.ts';
import { openProject } from './workspace.ts';

const LOG = 'embedding.log';
const BUSY = 'CM_EMBEDDING_BUSY';

const [root] = process.argv.slice(2);
if (root !== undefined && existsSync(join(root, '.codemonkeys'))) await embed(root);

async function embed(folder: string): Promise<void> {
  const log = (said: string) => {
    const state = join(folder, '.codemonkeys');
    // The repository may be gone by now, and must not come back as a log.
    if (existsSync(state)) writeFileSync(join(state, LOG), `${isoTime(systemClock)} ${printable(said)}\n`);
  };
  try {
    const oracle = await openProjectOracle(await openProject(folder));
    try {
      const report = await oracle.embed({ wait: false, onProgress: ({ done, total }) => log(`${done} of ${total} symbols`) });
      log(`${report.covered} of ${report.total} symbols, done`);
    } finally {
      await oracle.close();
    }
  } catch (error) {
    if (!isError(error)) throw error;
    // Another process does the same work already.
    if ('code' in error && error.code === BUSY) return;
    log(error.message);
    process.exitCode = 1;
  }
}
