const LONGEST = 400;

/**
 * The grammar takes the types that a tagged template is given for a comparison: `` sql<Row>`select` ``. Says the same without them; every other
 * character stays where it is.
 */
export function dropTemplateTypes(text: string): string {
  let kept = '';
  let from = 0;
  for (let end = text.indexOf('>`'); end >= 0; end = text.indexOf('>`', end + 1)) {
    const start = startOfTypes(text, end, from);
    if (start === null || text.includes(`</${text.slice(start + 1, end)}>`)) continue;
    kept += text.slice(from, start) + text.slice(start, end + 1).replace(/[^\n]/g, ' ');
    from = end + 1;
  }
  return kept + text.slice(from);
}

/** Where the types begin that end here, right behind a name; null when these are none. */
function startOfTypes(text: string, end: number, least: number): number | null {
  let depth = 0;
  for (let index = end; index >= Math.max(least, end - LONGEST); index--) {
    const character = text[index]!;
    if (character === '>' && text[index - 1] === '=') continue;
    if ('>)}]'.includes(character)) depth++;
    else if ('<({['.includes(character) && --depth === 0)
      return character === '<' && /[\p{L}\p{N}_$]/u.test(text[index - 1] ?? '') ? index : null;
    else if (character === '`' || character === ';') return null;
  }
  return null;
}
