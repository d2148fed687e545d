// Parts of an expression's text that say nothing about what is meant, and where they end.

const OPEN = 40;
const CLOSE = 41;
const CLOSE_SQUARE = 93;

/** How such a part begins. */
export const PART = /[([`/<]/;

/** Where a part ends that begins here and says nothing about what is meant: the same place when there is none, -1 when it has no end. */
export function endOfPart(text: string, start: number): number {
  switch (text[start]) {
    case '(':
    case '[':
      return endOfBrackets(text, start);
    case '`':
      return endOfTemplate(text, start);
    case '/':
      return endOfComment(text, start);
    case '<':
      return endOfTypes(text, start);
    default:
      return start;
  }
}

/** Where the brackets that open here are closed, by others of their kind. */
export function endOfBrackets(text: string, start: number): number {
  const open = text.charCodeAt(start);
  const close = open === OPEN ? CLOSE : CLOSE_SQUARE;
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === open) depth++;
    else if (code === close && --depth === 0) return index + 1;
  }
  return -1;
}

function endOfTemplate(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index];
    if (character === '`') return index + 1;
    if (character === '\\') index++;
    else if (character === '$' && text[index + 1] === '{') {
      index = endOfInserted(text, index + 1) - 1;
      if (index < 0) return -1;
    }
  }
  return -1;
}

/** What is inserted into a template may hold templates. */
function endOfInserted(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return index + 1;
    else if (character === '`') {
      index = endOfTemplate(text, index) - 1;
      if (index < 0) return -1;
    }
  }
  return -1;
}

function endOfComment(text: string, start: number): number {
  const isBlock = text[start + 1] === '*';
  if (!isBlock && text[start + 1] !== '/') return -1;
  const end = text.indexOf(isBlock ? '*/' : '\n', start + 2);
  if (end < 0) return isBlock ? -1 : text.length;
  return end + (isBlock ? 2 : 1);
}

/** Types that a call is given stand before its brackets or its template; anything else is a comparison. */
function endOfTypes(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index]!;
    if ('<({['.includes(character)) depth++;
    else if (character === '>' && text[index - 1] === '=') continue;
    else if (')}]>'.includes(character) && --depth === 0) {
      const isCall = character === '>' && /^\s*[(`]/.test(text.slice(index + 1, index + 100));
      return isCall ? index + 1 : -1;
    }
  }
  return -1;
}
