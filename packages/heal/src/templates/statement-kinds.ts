import type { Kind } from '../syntax/kinds.ts';

/** The kinds of statements that something may be put before or after. */
export const STATEMENT_KINDS: readonly Kind[] = [
  'expression-statement',
  'declaration',
  'return',
  'throw',
  'if',
  'while',
  'for',
  'for-each',
  'break',
  'continue',
  'pass',
  'try',
  'with',
  'assert',
  'delete',
  'switch',
];
