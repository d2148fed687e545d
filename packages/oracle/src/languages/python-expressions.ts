// What some functions of Python's own give, said in the plain form that all languages share.
import { newValue, OF_CLASS, plainType, UNKNOWN } from '../parse/expression.ts';
import { endOfBrackets } from '../parse/expression-parts.ts';
import { splitAt, withoutKeys } from './python-types.ts';

/** Calls within one another: far more than people write. */
const DEEPEST = 8;
const LONGEST_GENERATOR = 1000;
const OWN =
  /^(?:await\s+)?(?:(type|next|iter|list|tuple|sorted|reversed|max|min|(?:(?:t|te|tp|typing|typing_extensions)\.)?cast)|[\w.]+\.(enter_(?:async_)?context))\s*\(/;
/** `a for a in LIST if …` */
const SAME = /^(\w+)\s+for\s+\1\s+in\s+(.+?)(?:\s+if\s.*)?$/s;
/** `oven.lid for oven in LIST if …`: what is made of each. */
const EACH = /^((\w+)(?:\.\w+|\(\)|\[\d*\])*)\s+(?:async\s+)?for\s+\2\s+in\s+(.+?)(?:\s+if\s.*)?$/s;
/** `make(Oven, …)`: what that gives may be an object of the class. */
const GIVEN_CLASS = /^((?:await\s+)?(?:\w+\.)*[a-z_]\w*)\((?=\s*([A-Z]\w*)\s*[,)])/;
/** SQL has a `cast`, too, of a value. */
const TYPE_NAME = /^(?:["']|(?:\w+\.)*[A-Z])/;

/** The text of an expression, in which what is made of types, iterators and contexts is said as other languages say it. */
export function pythonForm(source: string, depth = 0): string {
  const text = withoutKeys(source).replace(/^(?:self\.__class__|type\(self\))(?!\w)/, 'cls');
  const made = depth > DEEPEST ? null : madeOfEach(text, depth);
  if (made !== null) return made;
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
    case 'list':
    case 'tuple':
    case 'sorted':
    case 'reversed':
      return given.length === 0 ? text : `${goneThrough(first, depth)}[*][+]${rest}`;
    case 'max':
    case 'min': {
      const isOfMany = given.length === 1 || /^(?:key|default)\s*=/.test(given[1] ?? '');
      return isOfMany ? `${goneThrough(first, depth)}[*]${rest}` : text;
    }
    case 'next':
      return `${goneThrough(first, depth)}[*]${rest}`;
    case 'enter_context':
    case 'enter_async_context':
      return `${pythonForm(first, depth + 1)}[<]${rest}`;
    default:
      return given.length === 2 && TYPE_NAME.test(first) ? newValue(plainType(first)) + rest : text;
  }
}

/** `[oven.lid for oven in ovens]` is a list of lids; null for anything else. */
function madeOfEach(text: string, depth: number): string | null {
  if (!/^[[({]/.test(text) || !/\sfor\s/.test(text) || text.length > LONGEST_GENERATOR) return null;
  const end = endOfBrackets(text, 0);
  const match = end < 0 ? null : EACH.exec(text.slice(1, end - 1).trim());
  if (match === null || /\sfor\s/.test(match[3]!)) return null;
  const list = pythonForm(match[3]!, depth + 1);
  return `${list}[*]${match[1]!.slice(match[2]!.length)}[+]${text.slice(end)}`;
}

/** What has the elements of an iterator. */
function goneThrough(source: string, depth: number): string {
  if (source.length > LONGEST_GENERATOR) return UNKNOWN;
  const bare = /^\((.*)\)$/s.exec(source)?.[1] ?? source;
  const same = SAME.exec(bare);
  if (same !== null) return pythonForm(same[2]!, depth + 1);
  return /\sfor\s/.test(bare) ? UNKNOWN : pythonForm(source, depth + 1);
}
