import type { Limits } from './sandbox.ts';

const MIB = 1024 * 1024;

/** What holds where a spec says nothing. */
export const defaultLimits: Limits = {
  wallMs: 120_000,
  memoryBytes: 2048 * MIB,
  processes: 256,
  outputBytes: 4 * MIB,
  fileBytes: 512 * MIB,
};

/** Output beyond this many times `outputBytes` ends the command. */
export const OUTPUT_KILL_FACTOR = 4;

/** Size of the private /tmp. */
export const TMP_BYTES = 512 * MIB;
