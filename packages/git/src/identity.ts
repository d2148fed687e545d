import { identityInvalid } from './errors.ts';

/** Who a commit is by. */
export interface Identity {
  name: string;
  email: string;
}

/**
 * The identity that our commits carry: what is configured, else `Code Monkeys <codemonkeys@localhost>`. The user's own is never taken.
 * @throws {CmError} `CM_IDENTITY_INVALID`.
 */
export function commitIdentity(configured: Partial<Identity> = {}): Identity {
  const identity = { name: configured.name ?? 'Code Monkeys', email: configured.email ?? 'codemonkeys@localhost' };
  for (const part of [identity.name, identity.email]) {
    // Git drops some punctuation at the ends; a part that is nothing else would be left empty.
    if (/[\u0000-\u001f\u007f<>]/.test(part) || !/[\p{L}\p{N}]/u.test(part) || !part.isWellFormed()) throw identityInvalid(part);
  }
  return identity;
}
