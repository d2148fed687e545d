// Where repair happens: a throwaway copy of the repository's commit, and a sandbox that shows it to the tests.
import type { Permit } from '@cm/core';
import type { Sandbox, SandboxProcess, SandboxResult, SandboxSpec } from '@cm/sandbox';

export interface CommandOptions {
  /** Relative to the repository's root. */
  folder?: string;
  env?: Readonly<Record<string, string>>;
  timeoutMs: number;
  input?: string;
  signal?: AbortSignal;
  /** More of the host to show, read-only, e.g. the folder with our test plugins. */
  show?: readonly string[];
}

export interface Workbench {
  /** The copy's root on the host: read and write files here. */
  readonly root: string;
  /** The same folder as the sandboxed command sees it; absolute paths in reports start with it. */
  readonly inside: string;
  /** A folder on the host, writable and visible inside at the same path, outside the repository: for reports. */
  readonly exchange: string;
  readonly sandbox: Sandbox;
  readonly permit: Permit;
  /** Runs a command over the copy with the environment and toolchains that the repository needs. */
  run(command: readonly string[], options: CommandOptions): Promise<SandboxResult>;
  spawn(
    command: readonly string[],
    options: Omit<CommandOptions, 'timeoutMs' | 'input'> & { timeoutMs?: number },
  ): SandboxProcess;
  /** A second, independent copy with the same content, so that two things can run at a time. */
  fork(): Promise<Workbench>;
  close(): Promise<void>;
}

export type { Sandbox, SandboxSpec };
