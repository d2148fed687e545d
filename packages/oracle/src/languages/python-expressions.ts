// What some functions of Python's own give, said in the plain form that all languages share.
import { newValue, OF_CLASS, plainType, UNKNOWN } from '../parse/expression.ts';
import { endOfBrackets } from '../parse/expression-parts.ts';
import { splitAt, withoutKeys } from './python-types.ts';

/** Calls within one another: far more than people write. */
const DEEPEST = 8;
const LONGEST_GENERATOR = 1000;
const OWN =
  /^(?:await\s+)?(?:(type|next|iter|(?:(?:t|te|tp|typing|typing_extensions)\.)?cast)|[\w.]+\.(enter_(?:async_)?context))\s*\(/;
/** `a for a in LIST if …` */
const SAME = /^(\w+)\s+for\s+\1\s+in\s+(.+?)(?:\s+if\s.*)?$/s;
/** `make(Oven, …)`: what that gives may be an object of the class. */
const GIVEN_CLASS = /^((?:await\s+)?(?:\w+\.)*[a-z_]\w*)\((?=\s*([A-Z]\w*)\s*[,)])/;
/** SQL has a `cast`, too, of a value. */
const TYPE_NAME = /^(?:["']|(?:\w+\.)*[A-Z])/;

/** The text of an expression, in which what is made of types, iterators and contexts is said as other languages say it. */
export function pythonForm(source: string, depth = 0): string {
  const text = withoutKeys(source).replace(/^(?:self\.__class__|type\(self\))(?!\w)/, 'cls');
  const match = OWN.exec(text);
  const end = match === null ? -1 : endOfBrackets(text, match[0].length - 1);
  if (match === null) return text.replace(GIVEN_CLASS, (_all, called: string, given: string) => `${called}.${OF_CLASS}${given}(`);
  if (end < 0 || depth > DEEPEST) return text;
  const given = splitAt(text.slice(match[0].length, end - 1), ',').filter((each) => each !== '');
  const [first = ''] = given;
  const rest = text.slice(end);
  switch (match[1] ?? match[2]) {
    case 'type':
      return given.length === 1 ? pythonForm(first, depth + 1) + rest : text;
    case 'iter':
      return goneThrough(first, depth) + rest;
    case 'next':
      return `${goneThrough(first, depth)}[*]${rest}`;
    case 'enter_context':
    case 'enter_async_context':
      return `${pythonForm(first, depth + 1)}[<]${rest}`;
    default:
      return given.length === 2 && TYPE_NAME.test(first) ? newValue(plainType(first)) + rest : text;
  }
}

/** What has the elements of an iterator. */
function goneThrough(source: string, depth: number): string {
  if (source.length > LONGEST_GENERATOR) return UNKNOWN;
  const bare = /^\((.*)\)$/s.exec(source)?.[1] ?? source;
  const same = SAME.exec(bare);
  if (same !== null) return pythonForm(same[2]!, depth + 1);
  return /\sfor\s/.test(bare) ? UNKNOWN : pythonForm(source, depth + 1);
}
