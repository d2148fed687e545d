// Heals one folder as `cm heal` does, for benches: the same library calls, the result as data.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { defaultConfig } from '@cm/config';
import { loadConstitution } from '@cm/constitution';
import { CmError } from '@cm/core';
import { openRepository } from '@cm/git';
import { type HealResult, heal } from '@cm/heal';
import { openLedger } from '@cm/ledger';
import { openSandbox } from '@cm/sandbox';

export interface HealedFolder {
  result?: HealResult;
  /** Code of the error that ended it. */
  error?: string;
  seconds: number;
}

const GRACE_SECONDS = 60;

export async function healFolder(folder: string, options: { seconds: number; suiteSeconds?: number }): Promise<HealedFolder> {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const repository = await openRepository(folder);
  const constitution = await loadConstitution({ root: folder });
  const sandbox = await openSandbox();
  mkdirSync(join(folder, '.codemonkeys'), { recursive: true });
  const ledger = await openLedger({ file: join(folder, '.codemonkeys', 'ledger.db') });
  const config = defaultConfig();
  // Heal keeps to its budget by itself; this only ends what hangs.
  const stop = AbortSignal.timeout((options.seconds + GRACE_SECONDS) * 1000);
  try {
    const result = await heal({
      repository,
      constitution,
      ledger,
      sandbox,
      config: {
        ...config,
        heal: {
          ...config.heal,
          timeBudgetSeconds: options.seconds,
          ...(options.suiteSeconds === undefined ? {} : { testTimeoutSeconds: options.suiteSeconds }),
        },
      },
      trusted: false,
      dryRun: false,
      apply: false,
      install: false,
      signal: stop,
    });
    return { result, seconds: elapsed() };
  } catch (error) {
    if (error instanceof CmError) return { error: error.code, seconds: elapsed() };
    throw error;
  } finally {
    await ledger.close();
  }
}
