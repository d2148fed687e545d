import type { Mount } from './sandbox.ts';

/** A program that tests need, and what has to be shown for it to run in a sandbox. */
export interface Toolchain {
  name: string;
  /** As the sandboxed command calls it. */
  executable: string;
  version?: string;
  /** Folders outside those that every sandbox shows, read-only. */
  mounts: Mount[];
  /** What it needs in its environment, e.g. VIRTUAL_ENV; for PATH use the folder of `executable`. */
  env: Record<string, string>;
}

export interface ToolchainOptions {
  /** The repository. Programs in it are hostile: they are never run outside the sandbox. */
  root: string;
  /** The person's environment: PATH, HOME, VIRTUAL_ENV and the like are read. */
  env: Readonly<Record<string, string | undefined>>;
  /** Folders that are not to be taken for virtual environments, whatever is in them. */
  except?: readonly string[];
}
