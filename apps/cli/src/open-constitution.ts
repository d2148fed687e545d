// The law in force for a repository: built-in, the person's, the repository's.
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@cm/config';
import type { Constitution } from '@cm/constitution';

export async function openConstitution(root: string, config: Config): Promise<Constitution> {
  const { loadConstitution } = await import('@cm/constitution');
  return loadConstitution({ root, person: join(homedir(), '.codemonkeys'), protectedPaths: config.heal.protectedPaths });
}
