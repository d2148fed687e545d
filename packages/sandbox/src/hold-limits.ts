import type { Limits } from './sandbox.ts';

const BLOCK_BYTES = 512;

/** A shell that sets what the kernel limits by process (file size, core dumps) and then becomes the command. */
export function holdLimits(command: readonly string[], limits: Limits): string[] {
  const script = 'ulimit -c 0 && ulimit -f "$1" && shift && exec "$@"';
  return ['/bin/sh', '-c', script, 'sh', String(Math.ceil(limits.fileBytes / BLOCK_BYTES)), ...command];
}
