// Macros that take expressions or items: the grammar gives what is in a macro as a list of words, so they are said as what is in them.
import type { Node } from 'web-tree-sitter';
import { openConditions } from './rust-macros.ts';

/** What is skipped, what opens and closes, and what tells that something is no expression. */
const TOKENS =
  /\/\/[^\n]*|\/\*(?:[\s\S]*?\*\/|[\s\S]*)|b?r(#+)"(?:[\s\S]*?"\1|[\s\S]*)|"(?:[^"\\]|\\[\s\S])*"?|'(?:\\(?:u\{[^}]*\}|[\s\S][^']{0,2})|[^'\\\n])'|((?:\b[A-Za-z_]\w*::)*\b[A-Za-z_]\w*)!\s*(?=[([{])|[([{]|[)\]}]|=>|[$;]|#(?!["#])/g;
/** What they take is no expression, or tells nothing. */
const OTHER =
  /^(?:\w+::)*(?:(?:debug_)?assert_matches|matches|parse_quote(?:_spanned)?|quote(?:_spanned)?|format_ident|json|html|stringify|concat|concat_idents|cfg|include(?:_str|_bytes)?|env|option_env|macro_rules)$/;
const ITEM =
  /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/|#!?\[[^\]\n]*\])*(?:pub|struct|enum|fn|impl|trait|mod|use|static|const|type|async\s+fn|unsafe)\b/;
/** Where an item may begin. */
const BEFORE_ITEM = /(?:^|[;{}\]]|\*\/|\/\/[^\n]*)\s*$/;
/** What is before the bracket of something that holds items alone. */
const HOLDING =
  /(?:\bmod\s+\w+|(?:^|[;{}\]\n])\s*(?:unsafe\s+)?(?:impl\b|(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?trait\s)[^;{}]*)\s*$/;
const LONGEST_BEFORE = 200;
const LONGEST_WORD = 40;
/** Nobody writes more brackets within one another. */
const DEEPEST = 500;

/** A macro that is said as something else, from its exclamation mark to its last bracket. */
interface Opened {
  /** Where its name begins. */
  from: number;
  mark: number;
  open: number;
  end: number;
  kind: '(' | '[' | '{';
}

interface Frame {
  bracket: string;
  open: number;
  /** Of a macro: where its name begins and where its mark is. */
  macro: { from: number; mark: number; name: string } | null;
  isPlain: boolean;
}

/** Says what macros take as if no macro were around it, every character in its place. */
export function openMacros(text: string): string {
  return sayOpened(openConditions(text), () => true);
}

/** Leaves as they were the innermost of the macros that the grammar stumbled in, or else the first that it may have stumbled over. */
export function closeMacros(said: string, source: string, root: Node): string {
  const text = openConditions(source);
  const opened = macrosIn(text).filter(({ mark }) => said[mark] !== text[mark]);
  opened.sort((a, b) => a.from - b.from);
  const closed = new Set<number>();
  const around: Opened[] = [];
  const errors = errorsIn(root);
  if (errors.length > MOST_ERRORS) return text;
  let next = 0;
  for (const [start, stop] of errors) {
    for (; next < opened.length && opened[next]!.from <= start; next++) {
      leave(around, opened[next]!.from);
      around.push(opened[next]!);
    }
    leave(around, start);
    const met = around.at(-1) ?? opened[next];
    if (met !== undefined && met.from <= stop) closed.add(met.mark);
  }
  return sayOpened(text, ({ mark }) => said[mark] !== text[mark] && !closed.has(mark));
}

/** Drops the macros that end before a place. An error may stand right behind the bracket that causes it. */
function leave(around: Opened[], at: number): void {
  while (around.length > 0 && around.at(-1)!.end + 1 < at) around.pop();
}

function sayOpened(text: string, isOpened: (macro: Opened) => boolean): string {
  if (!text.includes('!')) return text;
  const parts: string[] = [];
  let done = 0;
  const put = (from: number, to: number) => {
    parts.push(text.slice(done, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    done = to;
  };
  const edits: [from: number, to: number][] = [];
  for (const macro of macrosIn(text)) {
    if (!isOpened(macro)) continue;
    if (macro.kind === '(') edits.push([macro.mark, macro.open]);
    else edits.push([macro.from, macro.kind === '[' ? macro.open : macro.open + 1]);
    if (macro.kind === '{') edits.push([macro.end, macro.end + 1]);
  }
  for (const [from, to] of edits.sort((a, b) => a[0] - b[0])) put(from, to);
  return parts.join('') + text.slice(done);
}

/** Macros of which it may be said what they take. */
function macrosIn(text: string): Opened[] {
  const found: Opened[] = [];
  const frames: Frame[] = [];
  let macro: Frame['macro'] = null;
  for (const { 0: token, 2: name, index } of text.matchAll(TOKENS)) {
    if (name !== undefined) macro = { from: index, mark: index + name.length, name };
    else if (/^[([{]$/.test(token)) {
      if (frames.length > DEEPEST) return [];
      frames.push({ bracket: token, open: index, macro, isPlain: true });
      macro = null;
    } else if (/^[)\]}]$/.test(token)) {
      const frame = frames.pop();
      if (frame?.macro != null && isTaken(text, frame, index, frames.at(-1)))
        found.push({ ...frame.macro, open: frame.open, end: index, kind: frame.bracket as Opened['kind'] });
    } else if (/^b?r?#*"/.test(token)) {
      // `-f --file <FILE> "what it is"`
      const around = frames.at(-1);
      if (around?.bracket === '(' && isAfterWord(text, index)) around.isPlain = false;
    } else if (token === '$' || (token === '#' && /^\w/.test(text.slice(index + 1, index + 2)))) {
      for (const frame of frames) frame.isPlain = false;
    } else if (token === '=>' || token === ';' || token === '#') {
      const around = frames.at(-1);
      const isBlock = around?.bracket === '{' || (around?.bracket === '[' && token === ';');
      if (around !== undefined && !isBlock) around.isPlain = false;
    }
  }
  return found;
}

/** Whether a text stands behind something that is no operator. */
function isAfterWord(text: string, at: number): boolean {
  const [, word] = /([\w\])>]+)\s*$/.exec(text.slice(Math.max(0, at - LONGEST_WORD), at)) ?? [];
  return word !== undefined && !/^(?:return|in|match|if|else|break)$/.test(word);
}

/** Whether what a macro takes may be said without it. */
function isTaken(text: string, { bracket, open, macro, isPlain }: Frame, end: number, around: Frame | undefined): boolean {
  if (!isPlain || macro === null || OTHER.test(macro.name)) return false;
  if (bracket === '[') return macro.name === 'vec' || macro.name === 'str';
  if (bracket === '(' && around?.bracket === '{' && HOLDING.test(before(text, around.open))) return false;
  if (bracket === '(') return /[\w)]\s*[(.]|\|/.test(text.slice(open, end));
  return ITEM.test(text.slice(open + 1, end)) && BEFORE_ITEM.test(before(text, macro.from));
}

const before = (text: string, at: number): string => text.slice(Math.max(0, at - LONGEST_BEFORE), at);

/** A text with more of them is not one of macros that were taken for something else. */
const MOST_ERRORS = 300;

/** From top to bottom. */
function errorsIn(root: Node): [start: number, end: number][] {
  const found: [number, number][] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined && found.length <= MOST_ERRORS; node = open.pop()) {
    if (node.isError || node.isMissing) found.push([node.startIndex, node.endIndex]);
    else
      for (const child of node.children.toReversed()) if (child !== null && (child.hasError || child.isMissing)) open.push(child);
  }
  return found;
}
