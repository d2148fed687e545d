import type { Limits } from './sandbox.ts';

const MIB = 1024 * 1024;

/** What holds where a spec says nothing. */
const defaultLimits: Limits = {
  wallMs: 10 * 60_000,
  memoryBytes: 2048 * MIB,
  processes: 256,
  outputBytes: 4 * MIB,
  fileBytes: 512 * MIB,
};

/** What a timer can hold; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Output beyond this many times `outputBytes` ends the command. */
export const OUTPUT_KILL_FACTOR = 4;

/** Size of the private /tmp, and of /dev/shm. */
export const TMP_BYTES = 512 * MIB;
export const SHARED_MEMORY_BYTES = 256 * MIB;

export function limitsOf(limits: Partial<Limits> | undefined): Limits {
  const all = { ...defaultLimits, ...limits };
  return { ...all, wallMs: Math.min(all.wallMs, LONGEST_TIMER_MS) };
}
