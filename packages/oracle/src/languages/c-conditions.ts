import { mayHold } from './preprocessor-conditions.ts';

const CONDITION = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b/;
const ONLY_CPP = /__cplusplus/;

/**
 * A condition of the preprocessor in the middle of a declaration breaks what the grammar knows. Leaves out the lines of all that have no
 * other branch; what is between them stays, every character in its place. In C, what is only for C++ goes too.
 */
export function leaveOutConditions(text: string, language: 'c' | 'cpp'): string {
  const lines = text.split('\n');
  const open: { at: number; hasOther: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const word = CONDITION.exec(line)?.[1];
    if (word === undefined) continue;
    if (word === 'elif' || word === 'else') {
      const around = open.at(-1);
      if (around !== undefined) around.hasOther = true;
    } else if (word !== 'endif') {
      open.push({ at: index, hasOther: line.endsWith('\\') });
    } else {
      const { at, hasOther } = open.pop() ?? { at: index, hasOther: true };
      if (hasOther) continue;
      const isLeftOut = language === 'c' && ONLY_CPP.test(lines[at]!);
      for (let each = at; each <= index; each++)
        if (isLeftOut || each === at || each === index) lines[each] = lines[each]!.replace(/[^\r]/g, ' ');
    }
  }
  return lines.join('\n');
}

/** Comments and strings, directives with the lines that continue them, and what statements are made of. */
const PART =
  /\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|^[ \t]*#[^\\\n]*(?:\\[\s\S][^\\\n]*)*|\/\*|\d\w*(?:'\w+)*|\w+|[^\s\w]/gm;
const DIRECTIVE = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b([\s\S]*)/;
const OTHER_BRANCH = /^[ \t]*#[ \t]*el/m;
/** What builds for other systems have. */
const UNLIKELY =
  /^(?:0|_*WIN(?:32|64|CE|NT|DOWS)?_*|\w+_(?:WIN32|WINDOWS)|_MSC_VER|_*MINGW\w*|_*CYGWIN_*|_*(?:MS)?DOS_*|_*BORLANDC_*|_*WATCOMC_*|_*VMS_*|_*OS2_*)$/;
/** A statement ends here, or none has begun. */
const ENDS_STATEMENT = /^[;{}:]$/;
/** Of one that has more characters, what is in it is said by itself. */
const LONGEST_TORN = 4000;

interface Branch {
  /** Of the directive before it, and where the branch itself begins. */
  directive: number;
  start: number;
  condition: string;
}

/** How far a text is at a place: how many brackets are open, and what was said last. */
interface Reached {
  depth: number;
  last: string;
}

interface Condition {
  branches: Branch[];
  before: Reached;
  afterFirst: Reached | null;
  isUnbalanced: boolean;
  isWithin: boolean;
}

/**
 * Where a condition of the preprocessor tears a statement apart or opens in each of its branches what is closed behind it, one branch
 * stays, the first that is likely. Every other character stays in its place.
 */
export function keepLikelyBranches(text: string): string {
  if (!OTHER_BRANCH.test(text)) return text;
  const left: [start: number, end: number][] = [];
  const open: Condition[] = [];
  let now: Reached = { depth: 0, last: ';' };
  PART.lastIndex = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    const said = part[0];
    if (said === '/*') {
      const end = text.indexOf('*/', PART.lastIndex);
      if (end < 0) break;
      PART.lastIndex = end + 2;
      continue;
    }
    if (said.startsWith('//')) continue;
    const [, word, rest = ''] = DIRECTIVE.exec(said) ?? [];
    if (word === undefined) {
      now = reachedBy(now, said);
      continue;
    }
    const branch = { directive: part.index, start: PART.lastIndex, condition: word === 'ifndef' ? `!(${rest})` : rest };
    const around = open.at(-1);
    if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
      const isWithin = !ENDS_STATEMENT.test(now.last);
      open.push({ branches: [branch], before: now, afterFirst: null, isUnbalanced: false, isWithin });
    } else if (around !== undefined) {
      around.isUnbalanced ||= now.depth !== around.before.depth;
      around.isWithin ||= !ENDS_STATEMENT.test(now.last);
      around.afterFirst ??= now;
      around.branches.push(word === 'else' ? { ...branch, condition: '1' } : branch);
      now = around.before;
      if (word !== 'endif') continue;
      open.pop();
      now = around.afterFirst;
      if (isTorn(around)) left.push(...unlikelyParts(around.branches));
    }
  }
  return blankParts(text, left);
}

function reachedBy({ depth, last }: Reached, said: string): Reached {
  // Of other directives nothing is known.
  if (/^\s*#/.test(said)) return { depth, last };
  return { depth: depth + (/^[([{]$/.test(said) ? 1 : /^[)\]}]$/.test(said) ? -1 : 0), last: said };
}

function isTorn({ branches, isUnbalanced, isWithin }: Condition): boolean {
  return branches.length > 2 && (isUnbalanced || (isWithin && branches.at(-1)!.start - branches[0]!.start < LONGEST_TORN));
}

/** The directives and all branches but the first likely one; the last of `branches` is the end. */
function unlikelyParts(branches: readonly Branch[]): [start: number, end: number][] {
  const kept = branches.slice(0, -1).findIndex(({ condition }) => mayHold(condition.replaceAll(/\bdefined\b/g, ' '), UNLIKELY));
  return branches.map(({ directive, start }, index) => [
    directive,
    index === kept ? start : (branches[index + 1]?.directive ?? start),
  ]);
}

function blankParts(text: string, parts: readonly (readonly [start: number, end: number])[]): string {
  let said = '';
  let at = 0;
  for (const [start, end] of parts.toSorted(([a], [b]) => a - b)) {
    if (end <= at) continue;
    said += text.slice(at, Math.max(at, start)) + text.slice(Math.max(at, start), end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return said + text.slice(at);
}
