// Failures of what is around the code: no change of the code repairs them.
import type { Failure } from '@cm/core';

const MISSING_SERVICE =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|getaddrinfo)\b|Connection refused|Name or service not known|Temporary failure in name resolution|Network is unreachable/;
const OUT_OF_ROOM = /\b(ENOSPC|ENOMEM)\b|No space left on device|Cannot allocate memory|JavaScript heap out of memory/;
/** A module by its name. What is named by a path is a file of the repository's own. */
const MISSING_MODULE = /No module named '([^']+)'|Cannot find (?:package|module) '([^'./][^']*)'|resolve import "([^"./][^"]*)"/;
/** Something that an installed module has in another version. */
const MISSING_NAME = /cannot import name '([^']+)' from '([^']+)'|module '([^']+)' has no attribute '([^']+)'/;

export type Lack =
  | { kind: 'service' }
  | { kind: 'room' }
  | { kind: 'module'; module: string }
  /** The module is there, and lacks this. */
  | { kind: 'version'; module: string; name: string };

/** Whether a module is the repository's own, by the first part of its name. */
export type IsOwn = (module: string) => boolean;

/** What a failing test did not find around it; null when the failure is of the code. */
export function lackOf({ message }: Failure, isOwn: IsOwn): Lack | null {
  if (MISSING_SERVICE.test(message)) return { kind: 'service' };
  if (OUT_OF_ROOM.test(message)) return { kind: 'room' };
  const missing = MISSING_MODULE.exec(message)?.slice(1).find(Boolean);
  // A part of a module that is there was misspelt or moved, and that is ours.
  if (missing !== undefined) return missing.includes('.') && isOwn(topOf(missing)) ? null : { kind: 'module', module: missing };
  const [, imported, from, module = from, attribute = imported] = MISSING_NAME.exec(message) ?? [];
  if (module === undefined || attribute === undefined || isOwn(topOf(module))) return null;
  return { kind: 'version', module, name: attribute };
}

const topOf = (module: string): string => module.split('.', 1)[0]!;

/** Says of a repository's files which modules are its own: those that any file or folder is called like. */
export function ownModules(paths: readonly string[]): IsOwn {
  const names = new Set(paths.flatMap((path) => path.split('/').map((part) => part.replace(/\..*$/, ''))));
  return (module) => names.has(module);
}
