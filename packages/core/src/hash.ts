import { createHash } from 'node:crypto';

/** SHA-256 of text (as UTF-8) or bytes, in lower-case hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * JSON with sorted keys and no white space, so that equal values hash equally. `undefined` members are left out.
 * @throws {TypeError} for what JSON has no words for: undefined, functions, big integers, cycles.
 */
export function canonicalJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
  if (json === undefined) throw new TypeError(`${typeof value} has no form in JSON`);
  return json;
}
