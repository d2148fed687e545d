// What C# has learned since the grammar was made is said in a way that the grammar knows, every character in its place.

const blank = (text: string) => text.replace(/[^\r\n]/g, ' ');

/** `$@"a ""{b}"""`: quotes in it that are said twice. */
const QUOTED = /(?:\$@|@\$)"(?:[^"]|"")*"/g;
/** `oven?.Heat = 3` (C# 14). */
const ASSIGNED_IF_ANY = /\?(?=\.[\w.]+\s*(?:[-+*/|&^%]|\?\?|<<|>>)?=(?![=>]))/g;
/** `isCold ? [] : pies` (C# 12): nothing is known of what is in an empty list. */
const EMPTY_CHOSEN = /(?<=\?\s*)\[\](?=\s*:)/g;
/** `params ReadOnlySpan<int> heats` (C# 13). */
const PARAMS = /\bparams(?=\s+[\w.]+<)/g;
/** `where T : allows ref struct` (C# 13). */
const ALLOWS = /\bwhere\s+\w+\s*:\s*allows\s+ref\s+struct|,\s*allows\s+ref\s+struct/g;
/** `extension(Oven oven) {` (C# 14). */
const EXTENSION =
  /^([ \t]*)extension[ \t]*(?:<[^<>\n]{0,200}>)?[ \t]*\([^()\n]{0,300}\)[ \t]*(?:where\b[^{\n]{0,300})?(?:\r?\n[ \t]*)?\{/gm;

/** Leaves what a block of extensions holds where it is, up to the brace that stands below its beginning. */
function openExtensions(text: string): string {
  const absent = new Set<string>();
  let said = '';
  let done = 0;
  for (const { 0: head, 1: indent = '', index } of text.matchAll(EXTENSION)) {
    const closing = `\n${indent}}`;
    if (index < done || absent.has(closing)) continue;
    const end = text.indexOf(closing, index + head.length);
    if (end < 0) {
      absent.add(closing);
      continue;
    }
    said += `${text.slice(done, index) + blank(head) + text.slice(index + head.length, end + closing.length - 1)} `;
    done = end + closing.length;
  }
  return said + text.slice(done);
}

/** Of a text that the grammar stumbles over. */
export function sayNewWords(text: string): string {
  return openExtensions(text)
    .replace(QUOTED, (said) => said.slice(0, 3) + said.slice(3, -1).replaceAll('""', "''") + said.slice(-1))
    .replace(ASSIGNED_IF_ANY, ' ')
    .replace(EMPTY_CHOSEN, '0 ')
    .replace(PARAMS, blank)
    .replace(ALLOWS, blank);
}
