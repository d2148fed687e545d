const CONTINUES = /[=({[,|&<?:;.+*-]$|=>$/;

/**
 * The grammar does not know that a line break ends a member of an interface when the next one starts with `<`, nor `export type *`. Says
 * the same with a semicolon and without the word; every other character stays where it is.
 */
export function separateSignatures(text: string): string {
  const lines = text.split('\n');
  let before = ';';
  for (const [index, line] of lines.entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || /^(?:\/\/|\/?\*)/.test(trimmed)) continue;
    if (/^[ \t]+</.test(line) && !CONTINUES.test(before)) lines[index] = line.replace(/[ \t](?=<)/, ';');
    else if (/^export type \*/.test(line)) lines[index] = line.replace('export type', 'export     ');
    before = trimmed;
  }
  return lines.join('\n');
}
