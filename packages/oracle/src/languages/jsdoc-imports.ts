// What comments of JavaScript take from other modules to say types.
import type { FactsBuilder } from '../parse/facts-builder.ts';

const MODULE = String.raw`import\(\s*(?:'([^'\n]+)'|"([^"\n]+)")\s*\)`;
// A module in a type.
const NAMED = new RegExp(MODULE, 'g');
// `@typedef` of a module, or of a member of it.
const TYPEDEF = new RegExp(String.raw`@typedef\s*\{\s*${MODULE}(?:\.([\w$]+))?\s*\}\s*([\w$]+)`, 'g');
// `@import A, { B as C } from` a module, `@import * as A from` it.
const IMPORT = /@import\s([\w$*{},\s]{1,400}?)\sfrom\s{1,20}(?:'([^'\n]+)'|"([^"\n]+)")/g;

/** Reads a comment that begins with `/**`; `row` is where. */
export function readDocImports(comment: string, row: number, builder: FactsBuilder): void {
  if (!comment.includes('import')) return;
  for (const [, single, double, member, local] of comment.matchAll(TYPEDEF))
    builder.import((single ?? double)!, local!, member ?? '*', row);
  for (const [, clause, single, double] of comment.matchAll(IMPORT))
    for (const [imported, local] of namesOf(clause!.replace(/^\s*\*(?!\s+as\b)/gm, ' ')))
      builder.import((single ?? double)!, local, imported, row);
  for (const specifier of new Set(Array.from(comment.matchAll(NAMED), ([, single, double]) => (single ?? double)!)))
    builder.import(specifier, null, null, row);
}

/** `A, { B as C }` and `* as D`: what is imported, and as what. */
function namesOf(clause: string): [imported: string, local: string][] {
  const [, before = '', inner = ''] = /^([^{]*)(?:\{([^}]*)\})?/.exec(clause)!;
  const whole = /\*\s*as\s+([\w$]+)/.exec(before)?.[1];
  const byDefault = /^\s*([\w$]+)/.exec(before)?.[1];
  const named = inner.split(',').flatMap((part): [string, string][] => {
    const [, imported, local] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(part) ?? [];
    return imported === undefined ? [] : [[imported, local ?? imported]];
  });
  if (whole !== undefined) return [['*', whole], ...named];
  return byDefault === undefined ? named : [['default', byDefault], ...named];
}
