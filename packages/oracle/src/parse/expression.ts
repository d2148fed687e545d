// Expressions are kept in a plain form that all languages share: names joined by dots, `()` for a call whatever its arguments, and
// `new ` in front of a constructor. Everything else is `?`: nothing is guessed from it.

const PLAIN = /^(new )?[\p{L}_$#][\p{L}\p{N}_$#]*(\(\))*(\.[\p{L}_$#][\p{L}\p{N}_$#]*(\(\))*)*$/u;
const SIMPLE = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/;
const LONGEST = 400;
export const UNKNOWN = '?';
const OPEN = 40;
const CLOSE = 41;

/** A value of the type of this name; null is a type that is not known. */
export const newValue = (type: string | null): string => (type === null ? UNKNOWN : `new ${type}()`);

/** The plain form of an expression's source text, or `?`. */
export function plainExpression(source: string): string {
  if (source.length > LONGEST) return UNKNOWN;
  if (SIMPLE.test(source)) return source;
  if (!/^[\p{L}_$#(]/u.test(source)) return UNKNOWN;
  let text = source;
  while (/^\(.*\)$/s.test(text) && closesAtEnd(text)) text = text.slice(1, -1).trim();
  text = text.replace(/^await\s+/, '');
  const isNew = /^new\s+/.exec(text);
  if (isNew !== null) text = text.slice(isNew[0].length);
  text = dropArguments(text)
    .replace(/\s+/g, '')
    .replace(/\?\.|!\./g, '.')
    .replace(/[!?]$/, '');
  const plain = isNew === null ? text : `new ${text}`;
  return PLAIN.test(plain) ? plain : UNKNOWN;
}

function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return index === text.length - 1;
  }
  return false;
}

/** `f(a, g(b)).c<T>()` becomes `f().c()`. Brackets within strings may leave a rest that is not plain, which is safe. */
function dropArguments(text: string): string {
  if (!text.includes('(')) return text;
  let depth = 0;
  let kept = '';
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === OPEN && depth++ === 0) kept += text.slice(from, index + 1);
    else if (code === CLOSE && --depth === 0) from = index;
  }
  if (depth !== 0) return UNKNOWN;
  kept += text.slice(from);
  return kept.includes('<') ? kept.replace(/<[\p{L}\p{N}_$.,\s|[\]<>]*>(?=\()/gu, '') : kept;
}

const WRAPPERS = /^(?:Promise|Readonly|Partial|Required|NonNullable|Awaitable|Coroutine|Optional|Type|type)$/;
const NOTHING = new Set(['null', 'undefined', 'None', 'void', 'never']);

/** The class that a written type is about: `: Promise<Foo | undefined>` and `t.Optional["Foo"]` are `Foo`; null when there is not one. */
export function plainType(source: string): string | null {
  if (source.length > LONGEST) return null;
  const text = source
    .replace(/^\s*(?::|->)\s*/, '')
    .replace(/^(['"])(.*)\1$/s, '$2')
    .trim();
  const alternatives = splitUnion(text).filter((part) => !NOTHING.has(part));
  if (alternatives.length !== 1) return null;
  const only = alternatives[0]!;
  const generic = /^([\p{L}_$][\p{L}\p{N}_$.]*)\s*(?:[<[](.*)[>\]])?$/su.exec(only);
  if (generic === null) return null;
  const name = generic[1]!;
  const inner = generic[2];
  if (inner === '') return null;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return inner !== undefined && WRAPPERS.test(last) ? plainType(inner) : name;
}

/** Parts between the `|` that are in no bracket. */
function splitUnion(text: string): string[] {
  if (!text.includes('|')) return [text];
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (character !== undefined && '([{<'.includes(character)) depth++;
    else if (character !== undefined && ')]}>'.includes(character)) depth--;
    else if (index === text.length || (character === '|' && depth === 0)) {
      const part = text.slice(start, index).trim();
      if (part !== '') parts.push(part);
      start = index + 1;
    }
  }
  return parts;
}
