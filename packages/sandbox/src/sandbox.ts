// What a sandbox is. The implementations are one file each: bubblewrap.ts, namespaces.ts, seatbelt.ts, trusted.ts.
import type { Permit } from '@cm/core';

/** A folder or file of the host that the command sees. Nothing else of the host's data is visible. */
export interface Mount {
  source: string;
  /** Where it is seen inside. Equal to `source` unless the sandbox `remaps`. */
  target: string;
  mode: 'ro' | 'rw';
}

export interface Limits {
  wallMs: number;
  memoryBytes: number;
  processes: number;
  /** Bytes kept of each of stdout and stderr; a command that writes more than 4 times this much is killed. */
  outputBytes: number;
  /** The largest file that the command may write. */
  fileBytes: number;
}

export interface SandboxSpec {
  mounts: readonly Mount[];
  cwd: string;
  /** The whole environment of the command. */
  env: Readonly<Record<string, string>>;
  limits?: Partial<Limits>;
  input?: string;
  signal?: AbortSignal;
}

/** Which limit ended the command, if one did. */
export type LimitHit = 'time' | 'memory' | 'processes' | 'output';

export interface SandboxResult {
  exitCode: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
  limitHit?: LimitHit;
  truncated: boolean;
  durationMs: number;
}

/** A command that goes on running and is talked to line by line. */
export interface SandboxProcess {
  write(line: string): void;
  /** The command's stdout, line by line, without line ends; ends when the command does. */
  lines: AsyncIterable<string>;
  /** What it wrote on stderr so far, the last 64 KiB. */
  stderr(): string;
  finished: Promise<SandboxResult>;
  kill(): void;
}

/**
 * Runs commands that nobody vouches for: no network, no environment but the given one, no files but the mounts and the
 * system's toolchains read-only, a private /tmp and /proc, and limits. `permit` must be for action `process.run` (network false)
 * or `dependencies.install` (network true: the one case in which the host's network is reachable).
 */
export interface Sandbox {
  readonly kind: 'bubblewrap' | 'namespaces' | 'seatbelt' | 'trusted';
  /** True where a mount's target may differ from its source. */
  readonly remaps: boolean;
  run(permit: Permit, command: readonly string[], spec: SandboxSpec): Promise<SandboxResult>;
  spawn(permit: Permit, command: readonly string[], spec: SandboxSpec): SandboxProcess;
}
