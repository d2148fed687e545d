import { isDeepStrictEqual } from 'node:util';
import { CmError, ExitCode } from './errors.ts';

/**
 * Leave to do one thing. Only `@cm/constitution` can make one: it takes the mint below when it is loaded, and there is one mint.
 * Whoever has an effect (git writes, sandboxed runs, network, model calls) takes a permit and checks it with `requirePermit`.
 */
export interface Permit {
  readonly id: string;
  readonly action: string;
  /** The facts the decision was made on: a copy, frozen through and through. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** The articles that applied. */
  readonly articles: readonly string[];
  /** SHA-256 of the constitution it was made under. */
  readonly constitutionHash: string;
  readonly issuedAt: string;
}

const issued = new WeakSet<object>();
let taken = false;

/** Hands out the one function that makes permits; a second call throws. For `@cm/constitution` alone (linted). */
export function takePermitMint(): (permit: Permit) => Permit {
  if (taken) throw new Error('the permit mint has been taken already');
  taken = true;
  return (permit) => {
    const genuine = freezeAll(copyOf(permit));
    issued.add(genuine);
    return genuine;
  };
}

/**
 * Returns if `permit` was issued for `action` and, for each fact given, on exactly that value.
 * @throws {CmError} `CM_NO_PERMIT`, exit code 3, otherwise.
 */
export function requirePermit(permit: Permit, action: string, facts: Record<string, unknown> = {}): void {
  const refuse = (why: string): never => {
    throw new CmError(`${action} was refused: ${why}`, {
      code: 'CM_NO_PERMIT',
      hint: 'ask for a permit with authorize(action, facts) of @cm/constitution, and pass that one',
      exitCode: ExitCode.denied,
    });
  };
  if (typeof permit !== 'object' || permit === null || !issued.has(permit))
    refuse('the permit was not issued by the constitution');
  if (permit.action !== action) refuse(`the permit is for ${permit.action}`);
  for (const [name, value] of Object.entries(facts)) {
    if (!Object.hasOwn(permit.facts, name)) refuse(`the permit says nothing of ${name}`);
    if (!isDeepStrictEqual(permit.facts[name], copyOf(value))) refuse(`the permit was issued for another ${name}`);
  }
}

/** A copy of plain data, in the arrays and objects of this realm. */
function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)])) as T;
}

function freezeAll<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freezeAll);
  return value;
}
