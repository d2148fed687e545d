const LONGEST = 2000;

/** The words of a comment or docstring without the characters that mark it as one. */
export function cleanComment(source: string): string | null {
  const text = source
    .slice(0, LONGEST * 2)
    .replace(/^#!.*\n/, '')
    .replace(/^[rRbBuUfF]*("""|'''|"|')(.*?)\1$/s, '$2')
    .replace(/^\s*\/\*+|\*+\/\s*$/g, '')
    .replace(/^[ \t]*(?:\*+|\/\/+|#+)[ \t]?/gm, '')
    .replace(/[ \t]+/g, ' ')
    .trim()
    .slice(0, LONGEST);
  return text === '' ? null : text;
}
