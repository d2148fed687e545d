// Which Node a repository says it needs.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import validRange from 'semver/ranges/valid.js';

const MOST_BYTES = 1024 * 1024;

/**
 * The range of versions that a repository's `package.json` (`engines.node`), `.nvmrc` or `.node-version` asks for, in this order.
 * @returns undefined where none is said, or in words that mean no range (`lts/*`).
 */
export function wantedNode(root: string): string | undefined {
  return (
    range(engines(read(join(root, 'package.json')))) ??
    range(read(join(root, '.nvmrc'))) ??
    range(read(join(root, '.node-version')))
  );
}

function range(text: string | undefined): string | undefined {
  const said = text?.trim().replace(/^v(?=\d)/, '');
  return said === undefined || said === '' ? undefined : (validRange(said) ?? undefined);
}

function engines(manifest: string | undefined): string | undefined {
  try {
    const wanted = (JSON.parse(manifest ?? '{}') as { engines?: { node?: unknown } } | null)?.engines?.node;
    return typeof wanted === 'string' ? wanted : undefined;
  } catch {
    return undefined;
  }
}

/** A plain file's text. What is missing, a link, a pipe or too large says nothing. */
function read(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = fstatSync(file);
    return found.isFile() && found.size <= MOST_BYTES ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
