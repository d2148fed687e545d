// Macros that put a condition before items, as tokio and hyper have them (`cfg_net! { … }`) and as `cfg_if!` does for all: the grammar
// gives what is in a macro as a list of words.

const HEAD = /^([ \t]*)(?:cfg_if::)?cfg_\w+!\s*(?:\([^()\n]*\)\s*)?\{[ \t]*$/gm;
/** The branches of `cfg_if!`, with the brace that ends them all. */
const BRANCHES = /^([ \t]*)if #\[[^\n]*\] \{[ \t]*\n([\s\S]*?)^\1\}[ \t]*$/gm;
const BRANCH = /^[ \t]*(?:\} else )?(?:if #\[[^\n]*\] )?\{[ \t]*$/;
/** `unstable: {`, by which such a macro tells one condition from the other, and what ends it; `unix => {` of `cfg_select!`. */
const ARMS = /^([ \t]*)([a-z]\w*: \{[ \t]*\n)([\s\S]*?\n\1)\},?(?=[ \t]*$)/gm;
const CHOICES = /^([ \t]*)(?:([a-z_][^{};]{0,600}?=>\s*\{[ \t]*\n)([\s\S]*?\n\1)\},?|_ => \{\},?)(?=[ \t]*$)/gm;

/** Of a macro that begins with one: what it holds may have blocks that look the same. */
function openArms(items: string, arms: RegExp): string {
  const outer = new RegExp(arms.source, 'm').exec(items);
  if (outer === null || items.slice(0, outer.index).trim() !== '') return items;
  const indented = outer[1];
  return items.replace(arms, (arm: string, indent: string, head = '', held = '') =>
    indent === indented ? (indent + blank(head) + held).padEnd(arm.length) : arm,
  );
}

/** Nobody writes more between the braces of one `cfg_if!`. */
const LONGEST = 50_000;
/** Conditions within conditions. */
const DEEPEST = 4;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** A macro that takes nothing and gives items, as serde has one for the modules of its crates. */
const GIVING = /^([ \t]*)macro_rules! \w+ \{[ \t]*\n([ \t]*)\(\) => \{[ \t]*$/gm;
const GIVEN_END = /;?[ \t]*\n[ \t]*\}/y;
const ITEM = /^(?:\s|\/\/[^\n]*\n|#!?\[[^\]\n]*\])*(?:pub|mod|use|extern)\b/;
/** Nobody writes more such macros in one file. */
const MOST_GIVING = 20;

function openGiving(text: string): string {
  if (!text.includes('() => {')) return text;
  const parts: string[] = [];
  let done = 0;
  for (const { 0: head, 2: indent = '', index } of [...text.matchAll(GIVING)].slice(0, MOST_GIVING)) {
    const from = index + head.length;
    const end = text.indexOf(`\n${indent}}`, from);
    GIVEN_END.lastIndex = end + 1 + indent.length + 1;
    if (index < done || end < 0 || !GIVEN_END.test(text) || !ITEM.test(text.slice(from, end))) continue;
    const after = GIVEN_END.lastIndex;
    parts.push(
      text.slice(done, index),
      blank(head),
      text.slice(from, end).replaceAll('$crate', ' crate'),
      blank(text.slice(end, after)),
    );
    done = after;
  }
  return parts.join('') + text.slice(done);
}

/** Leaves the items of such macros and blanks the macros around them, every character in its place. */
export function openConditions(source: string): string {
  const text = openGiving(source);
  if (!/\bcfg_\w+!/.test(text)) return text;
  let opened = text;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = openOnce(opened);
    if (next === opened) break;
    opened = next;
  }
  return opened;
}

/** The outermost ones: from the head to the brace that stands below its beginning, as rustfmt writes it. */
function openOnce(text: string): string {
  const parts: string[] = [];
  const absent = new Set<string>();
  let done = 0;
  for (const { 0: head, 1: indent = '', index } of text.matchAll(HEAD)) {
    const closing = `\n${indent}}`;
    if (index < done || absent.has(closing)) continue;
    const from = index + head.length;
    const end = text.indexOf(closing, from);
    if (end < 0) {
      absent.add(closing);
      continue;
    }
    const items = text.slice(from, end + closing.length - 1);
    parts.push(text.slice(done, index), blank(head), items.length < LONGEST ? openIn(head, items) : items, ' ');
    done = end + closing.length;
  }
  return parts.join('') + text.slice(done);
}

function openIn(head: string, items: string): string {
  return head.includes('cfg_if!') ? openBranches(items) : openArms(items, head.includes('cfg_select!') ? CHOICES : ARMS);
}

function openBranches(text: string): string {
  return text.replace(BRANCHES, (whole: string, indent: string) => {
    const lines = whole.split('\n');
    const isBranch = (line: string) => line.startsWith(indent) && !/^[ \t]/.test(line.slice(indent.length)) && BRANCH.test(line);
    return lines.map((line, at) => (at === lines.length - 1 || isBranch(line) ? blank(line) : line)).join('\n');
  });
}
