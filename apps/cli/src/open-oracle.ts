// Opens the index of a project with the embedding model that its settings name.
import { basename, join } from 'node:path';
import type { Config } from '@cm/config';
import { sha256 } from '@cm/core';
import type { Embedder, Oracle } from '@cm/oracle';
import { openConstitution } from './open-constitution.ts';
import type { openProject } from './workspace.ts';

type Project = Awaited<ReturnType<typeof openProject>>;

/** `threads`: how many cores the model that comes along may use. */
export async function openProjectOracle({ root, config, state }: Project, { threads = 1 } = {}): Promise<Oracle> {
  const { openOracle } = await import('@cm/oracle');
  const embedder = await embedderFor(root, config, threads);
  const uri = process.env.CM_VECTOR_URI;
  return openOracle({
    root,
    file: join(state, 'oracle.db'),
    exclude: config.oracle.exclude,
    embedder,
    // One address serves many repositories.
    ...(uri ? { vectorUri: `${uri.replace(/\/+$/, '')}/${basename(root)}-${sha256(root).slice(0, 12)}` } : {}),
  });
}

async function embedderFor(root: string, config: Config, threads: number): Promise<Embedder | null> {
  const settings = config.oracle.embeddings;
  if (settings === 'off') return null;
  const { minilmEmbedder, remoteEmbedder } = await import('@cm/oracle');
  if (settings === 'builtin') return minilmEmbedder({ threads });
  const constitution = await openConstitution(root, config);
  const { keyVariable, ...service } = settings;
  return remoteEmbedder({
    ...service,
    key: keyVariable === undefined ? undefined : process.env[keyVariable],
    permits: {
      connect: (facts) => constitution.authorize('network.connect', facts),
      call: (facts) => constitution.authorize('model.call', facts),
    },
  });
}
