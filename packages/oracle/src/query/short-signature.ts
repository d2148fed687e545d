import type { CodeNode } from '../words.ts';

const OPENING = '([{<';
const CLOSING = ')]}>';
const RECEIVER = /^(?:&?(?:mut )?self|cls|this)$/;

/** What is before the parameters of `bake = async (pie: Pie)`. */
const ASSIGNED = /^ ?= ?(?:async ?)?(?=[(<])/;

/** A symbol in few words: a function by its name and the names of what it takes, a type and a test by its name, anything else by its signature. */
export function shortSignature({ type, name, signature }: CodeNode): string {
  if (signature === '' || type === 'test') return name;
  const start = signature.indexOf(name);
  if (start < 0) return signature;
  const rest = signature.slice(start + name.length);
  if (type === 'function' || type === 'method') return name + withoutTypes(afterTypeParameters(rest.replace(ASSIGNED, '')));
  return rest.startsWith('<') ? signature.slice(0, start + name.length) : signature;
}

/** `<T extends () => void>(value: T)` is `(value: T)`. */
function afterTypeParameters(text: string): string {
  return text.startsWith('<') ? text.slice(endOfBrackets(text)) : text;
}

/** `(value: T, ...more: string[]): T` is `(value, ...more)`; where types come first, as in Go and Java, they stay. */
function withoutTypes(text: string): string {
  if (!text.startsWith('(')) return text;
  const inner = text.slice(1, endOfBrackets(text) - 1);
  const names = parametersOf(inner).map(nameOf);
  return `(${names.filter((name) => name !== '' && !RECEIVER.test(name)).join(', ')})`;
}

/** `a: T = 1` is `a`, and so is `a = 1`. */
function nameOf(parameter: string): string {
  let depth = 0;
  for (let at = 0; at < parameter.length; at++) {
    const sign = parameter[at]!;
    if (depth === 0 && (sign === '=' || (sign === ':' && parameter[at + 1] !== ':' && parameter[at - 1] !== ':')))
      return parameter.slice(0, at).trim();
    depth += depthBy(parameter, at);
  }
  return parameter.trim();
}

/** What is between the commas that stand in no brackets. */
function parametersOf(text: string): string[] {
  const found: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
    depth += depthBy(text, at);
  }
  return [...found, text.slice(start)];
}

/** Where the bracket that a text begins with is closed; its end where it is not, as in a signature that was cut. */
function endOfBrackets(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    depth += depthBy(text, at);
    if (depth === 0) return at + 1;
  }
  return text.length + 1;
}

/** No arrow closes anything. */
function depthBy(text: string, at: number): -1 | 0 | 1 {
  if (OPENING.includes(text[at]!)) return 1;
  return CLOSING.includes(text[at]!) && !/[=-]>/.test(text.slice(at - 1, at + 1)) ? -1 : 0;
}
