import { sha256 } from '@cm/core';

const LONGEST = 10_000;
const LONGEST_SHAPE = 1_000;

/** SHA-256 over what a failure says, without numbers, paths and addresses: the same cause gives the same fingerprint. */
export function fingerprint(message: string): string {
  const shape = message
    .slice(0, LONGEST)
    .replace(/(?:file:\/\/)?(?:[\w.@-]*\/)+[\w.@-]+/g, '<path>')
    .replace(/0x[\da-f]+|\d+(?:\.\d+)?/gi, '<n>')
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_SHAPE);
  return sha256(shape);
}
