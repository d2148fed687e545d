import { hash as digest } from 'node:crypto';
import type { Definition, WrittenType } from '../facts.ts';
import type { Defined } from './defined.ts';
import { LONGEST_NAME } from './name-facts.ts';

const LONGEST_SIGNATURE = 300;
const HASH_LENGTH = 32;

/** What of a definition depends on where it stands. */
export interface Place extends Pick<Definition, 'parent' | 'startLine' | 'endLine' | 'docstring' | 'exported'> {
  /** Where it is not that of the file. */
  namespace: string | undefined;
}

const COMMENTS = ['comment', 'line_comment', 'block_comment'];
const COMMENT_SIGN = /#|\/[/*]/;
/** Of longer ones that are all head, as lists of values are, no more is shown than the beginning. */
const LONGEST_HEAD = 4000;

/** All of a definition up to its body, without comments: what they say may change, and what it is does not. */
export function signatureOf(text: string, { node, body }: Defined): string {
  const end = body?.startIndex ?? node.endIndex;
  const head = text.slice(node.startIndex, end);
  if ((body == null && head.length > LONGEST_HEAD) || !COMMENT_SIGN.test(head)) return head;
  let said = '';
  let at = node.startIndex;
  for (const comment of node.descendantsOfType?.(COMMENTS, node.startPosition, body?.startPosition ?? node.endPosition) ?? []) {
    if (comment === null || comment.startIndex < at || comment.endIndex > end) continue;
    said += text.slice(at, comment.startIndex);
    at = comment.endIndex;
  }
  return said + text.slice(at, end);
}

/** The facts of a definition, `signature` being what `signatureOf` gives. */
export function writtenDefinition(defined: Defined, signature: string, place: Place): Definition {
  const { namespace, ...around } = place;
  return {
    name: defined.name.slice(0, LONGEST_NAME),
    type: defined.type,
    ...around,
    ...(defined.owner === undefined ? {} : { owner: defined.owner }),
    ...(defined.arity === undefined ? {} : { arity: defined.arity }),
    ...(defined.isDeclaration ? { isDeclaration: true } : {}),
    ...(defined.isMember ? { isMember: true } : {}),
    ...(defined.givenAt === undefined ? {} : { givenAt: defined.givenAt }),
    ...(namespace === undefined ? {} : { namespace }),
    signature: oneLine(signature),
    signatureHash: hash(signature.replace(/\s+/g, ' ')),
    visibility: defined.visibility ?? 'public',
    bases: defined.bases ?? [],
    interfaces: defined.interfaces ?? [],
    returns: defined.returns ?? null,
    ...(defined.written == null ? {} : { written: defined.written }),
    ...(defined.fixture === undefined ? {} : { fixture: defined.fixture }),
    ...(defined.generics === undefined ? {} : { generics: defined.generics }),
    ...(defined.isPartial ? { isPartial: true } : {}),
    ...(defined.extension === undefined ? {} : { extension: defined.extension }),
    ...(defined.isStatic ? { isStatic: true } : {}),
  };
}

/** Makes what is written after a function of its name a part of it. */
export function addOverload(definition: Definition, defined: Defined, signature: string, endLine: number): void {
  definition.endLine = endLine;
  definition.signatureHash = hash(definition.signatureHash + signature);
  if (!defined.isDeclaration) delete definition.isDeclaration;
  definition.returns ??= defined.returns ?? null;
  // Of two functions of one name in a row the later one is a fixture, or none is.
  if (defined.fixture === undefined) delete definition.fixture;
  else definition.fixture = defined.fixture;
  // Callers see the signatures before it, and not the one with the body.
  if (definition.written === undefined || defined.body == null) addWritten(definition, defined.written);
}

/** Says of a definition that it is of one more type: it can be called like this, too. */
export function addWritten(definition: Definition, more: WrittenType | undefined): void {
  const { written } = definition;
  if (more == null) return;
  if (written == null) definition.written = more;
  else if (typeof written === 'object' && 'allOf' in written) written.allOf.push(more);
  else definition.written = { allOf: [written, more] };
}

function hash(text: string): string {
  return digest('sha256', text).slice(0, HASH_LENGTH);
}

function oneLine(text: string): string {
  return text
    .slice(0, LONGEST_SIGNATURE * 2)
    .replace(/\s+/g, ' ')
    .replace(/\s*(?:=>|[{:=])?\s*$/, '')
    .slice(0, LONGEST_SIGNATURE);
}
