// Which sandbox there is: the first that really runs something.
import { type Permit, requirePermit } from '@cm/core';
import { wrapInBubblewrap } from './bubblewrap.ts';
import { removeStaleGroups } from './control-group.ts';
import { noSandbox } from './errors.ts';
import { launch, launchToTalk } from './launch.ts';
import { wrapInNamespaces } from './namespaces.ts';
import type { Sandbox, SandboxSpec } from './sandbox.ts';
import { wrapInSeatbelt } from './seatbelt.ts';
import { wrapTrusted } from './trusted.ts';
import type { Wrapped } from './wrapped.ts';

export interface SandboxOptions {
  /** Run without a sandbox where none can be had: the person's own risk. */
  trust?: boolean;
  /** This kind and no other. `trusted` needs `trust` too. */
  only?: Sandbox['kind'];
}

type Wrap = (command: readonly string[], spec: SandboxSpec, network: boolean) => Wrapped;

interface Kind {
  kind: Sandbox['kind'];
  remaps: boolean;
  platform: NodeJS.Platform;
  /** The strictest first. */
  ways: readonly Wrap[];
}

/** The best first. */
const kinds: readonly Kind[] = [
  {
    kind: 'bubblewrap',
    remaps: true,
    platform: 'linux',
    ways: [
      (command, spec, network) => wrapInBubblewrap(command, spec, network, true),
      (command, spec, network) => wrapInBubblewrap(command, spec, network, false),
    ],
  },
  { kind: 'namespaces', remaps: true, platform: 'linux', ways: [wrapInNamespaces] },
  { kind: 'seatbelt', remaps: false, platform: 'darwin', ways: [wrapInSeatbelt] },
];

const PROBE_MS = 10_000;
const PROBE_WORD = 'sandboxed';

/** @throws {CmError} `CM_NO_SANDBOX` where none works and the person did not accept the risk. */
export async function openSandbox({ trust = false, only }: SandboxOptions = {}): Promise<Sandbox> {
  removeStaleGroups();
  const reasons: string[] = [];
  for (const kind of kinds) {
    if (only !== undefined && kind.kind !== only) continue;
    const probed = await probe(kind);
    if (typeof probed !== 'string') return sandboxOf(kind.kind, kind.remaps, probed);
    reasons.push(`${kind.kind}: ${probed}`);
  }
  if (trust && (only === undefined || only === 'trusted')) return sandboxOf('trusted', false, wrapTrusted);
  throw noSandbox(reasons);
}

export interface SandboxProbe {
  kind: Sandbox['kind'];
  works: boolean;
  /** Why not, or `works`. */
  detail: string;
}

/** What each kind of sandbox says when it is tried here. */
export function probeSandboxes(): Promise<SandboxProbe[]> {
  return Promise.all(
    kinds.map(async (kind) => {
      const probed = await probe(kind);
      return typeof probed === 'string'
        ? { kind: kind.kind, works: false, detail: probed }
        : { kind: kind.kind, works: true, detail: 'works' };
    }),
  );
}

/** Runs a word in it, in each way until one works; returns that way, or why none did. */
async function probe({ platform, ways, kind }: Kind): Promise<Wrap | string> {
  if (process.platform !== platform) return `only on ${platform}`;
  const spec: SandboxSpec = { mounts: [], cwd: '/', env: {}, limits: { wallMs: PROBE_MS } };
  let problem = '';
  for (const wrap of ways) {
    try {
      const result = await launch(kind, wrap(['/bin/sh', '-c', `echo ${PROBE_WORD}`], spec, false), spec);
      if (result.stdout.trim() === PROBE_WORD) return wrap;
      problem ||= result.stderr.trim().split('\n').at(-1) || `ended with ${result.exitCode ?? result.signal}`;
    } catch (error) {
      problem ||= problemOf(error);
    }
  }
  return problem;
}

function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return 'may not be run';
  if (code === 'CM_SANDBOX_FAILED') return message;
  throw error;
}

function sandboxOf(kind: Sandbox['kind'], remaps: boolean, wrap: Wrap): Sandbox {
  return {
    kind,
    remaps,
    run: async (permit, command, spec) => launch(kind, wrap(command, spec, mayUseNetwork(permit, kind)), spec),
    spawn: (permit, command, spec) => launchToTalk(kind, wrap(command, spec, mayUseNetwork(permit, kind)), spec),
  };
}

/** True for a permit to install dependencies with the network. @throws {CmError} `CM_NO_PERMIT` for any other but `process.run`. */
function mayUseNetwork(permit: Permit, kind: Sandbox['kind']): boolean {
  if (permit?.action === 'dependencies.install') {
    requirePermit(permit, 'dependencies.install', { network: true, sandbox: kind });
    return true;
  }
  requirePermit(permit, 'process.run', { network: false, sandbox: kind });
  return false;
}
