// Which sandbox there is: the first that really runs something.
import { type Permit, requirePermit } from '@cm/core';
import { wrapInBubblewrap } from './bubblewrap.ts';
import { noSandbox } from './errors.ts';
import { launch, launchToTalk, type Wrapped } from './launch.ts';
import { wrapInNamespaces } from './namespaces.ts';
import type { Sandbox, SandboxSpec } from './sandbox.ts';
import { wrapInSeatbelt } from './seatbelt.ts';
import { wrapTrusted } from './trusted.ts';

export interface SandboxOptions {
  /** Run without a sandbox where none can be had: the person's own risk. */
  trust?: boolean;
  /** Only this one. */
  only?: Sandbox['kind'];
}

type Wrap = (command: readonly string[], spec: SandboxSpec, network: boolean) => Wrapped;

interface Kind {
  kind: Sandbox['kind'];
  remaps: boolean;
  wrap: Wrap;
  platform: NodeJS.Platform;
}

/** The best first. */
const kinds: readonly Kind[] = [
  { kind: 'bubblewrap', remaps: true, wrap: wrapInBubblewrap, platform: 'linux' },
  { kind: 'namespaces', remaps: true, wrap: wrapInNamespaces, platform: 'linux' },
  { kind: 'seatbelt', remaps: false, wrap: wrapInSeatbelt, platform: 'darwin' },
];

const PROBE_MS = 5_000;
const PROBE_WORD = 'sandboxed';

/** @throws {CmError} `CM_NO_SANDBOX` where none works and the person did not accept the risk. */
export async function openSandbox({ trust = false, only }: SandboxOptions = {}): Promise<Sandbox> {
  const reasons: string[] = [];
  for (const kind of kinds) {
    if (only !== undefined && kind.kind !== only) continue;
    const problem = await probe(kind);
    if (problem === undefined) return sandboxOf(kind.kind, kind.remaps, kind.wrap);
    reasons.push(`${kind.kind}: ${problem}`);
  }
  if (trust && (only === undefined || only === 'trusted')) return sandboxOf('trusted', false, wrapTrusted);
  throw noSandbox(reasons);
}

/** What each kind of sandbox says when it is tried here. */
export async function probeSandboxes(): Promise<{ kind: Sandbox['kind']; works: boolean; detail: string }[]> {
  return Promise.all(
    kinds.map(async (kind) => {
      const problem = await probe(kind);
      return { kind: kind.kind, works: problem === undefined, detail: problem ?? 'works' };
    }),
  );
}

/** Runs a word in it; returns why that failed. */
async function probe({ platform, wrap }: Kind): Promise<string | undefined> {
  if (process.platform !== platform) return `only on ${platform}`;
  const spec: SandboxSpec = { mounts: [], cwd: '/', env: { PATH: '/usr/bin:/bin' }, limits: { wallMs: PROBE_MS } };
  try {
    const result = await launch(wrap(['/bin/sh', '-c', `echo ${PROBE_WORD}`], spec, false), spec);
    if (result.stdout.trim() === PROBE_WORD) return undefined;
    return result.stderr.trim().split('\n').at(-1) || `ended with ${result.exitCode ?? result.signal}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'not installed';
    if (code === 'EACCES') return 'may not be run';
    throw error;
  }
}

function sandboxOf(kind: Sandbox['kind'], remaps: boolean, wrap: Wrap): Sandbox {
  return {
    kind,
    remaps,
    run: async (permit, command, spec) => launch(wrap(command, spec, mayUseNetwork(permit, kind)), spec),
    spawn: (permit, command, spec) => launchToTalk(wrap(command, spec, mayUseNetwork(permit, kind)), spec),
  };
}

/** True for a permit to install dependencies with the network. @throws {CmError} `CM_NO_PERMIT` for any other but `process.run`. */
function mayUseNetwork(permit: Permit, kind: Sandbox['kind']): boolean {
  if (permit?.action === 'dependencies.install') {
    requirePermit(permit, 'dependencies.install', { sandbox: kind });
    return permit.facts.network === true;
  }
  requirePermit(permit, 'process.run', { network: false, sandbox: kind });
  return false;
}
