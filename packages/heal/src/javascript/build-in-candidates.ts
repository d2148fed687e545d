// Builds many candidates into a source at once, each behind a switch, so that one process can try them all.
import type { Candidate, TextEdit } from '../candidate.ts';
import { type SourceEdit, type SourceTree, type SyntaxNode, spliceEdits, walk } from '../syntax/syntax-node.ts';

export interface BuiltIn {
  text: string;
  /** For each candidate, in the order given, the number of the place it is switched at; undefined where it can't be. */
  places: (number | undefined)[];
}

const STATEMENTS = new Set(
  'expression_statement return_statement if_statement for_statement for_in_statement while_statement do_statement switch_statement try_statement throw_statement'.split(
    ' ',
  ),
);
const LOOPS = new Set(['for_statement', 'for_in_statement', 'while_statement', 'do_statement']);
const CALLABLE = new Set([
  'function_declaration',
  'generator_function_declaration',
  'function_expression',
  'generator_function',
  'arrow_function',
  'method_definition',
]);

interface Place {
  node: SyntaxNode;
  shape: 'statement' | 'body' | 'expression';
  number: number;
  variants: { number: number; edits: SourceEdit[] }[];
}

/**
 * `candidates` all change this one file. `firstPlace` numbers its places; a candidate's number in the text is its index plus
 * `firstNumber`. A candidate that changes what runs when the module is loaded has no place.
 */
export function buildIn(
  source: SourceTree,
  candidates: readonly Candidate[],
  firstPlace: number,
  firstNumber: (index: number) => number,
): BuiltIn {
  const byNode = new Map<SyntaxNode, Place>();
  const places = candidates.map((candidate, index) => {
    const found = placeOf(source, candidate.edits);
    if (found === undefined) return undefined;
    const place = byNode.get(found.node) ?? { ...found, number: firstPlace + byNode.size, variants: [] };
    byNode.set(found.node, place);
    place.variants.push({ number: firstNumber(index), edits: [...candidate.edits] });
    return place.number;
  });
  const ticks = tickEdits(source);
  const typed = /\.[cm]?tsx?$/.test(source.path);
  return { text: (typed ? '// @ts-nocheck\n' : '') + render(source.root, byNode, ticks), places };
}

/** The smallest part around the edits that runs when a function is called, and can be had twice. */
function placeOf(source: SourceTree, edits: readonly TextEdit[]): Pick<Place, 'node' | 'shape'> | undefined {
  const start = Math.min(...edits.map((edit) => edit.start));
  const end = Math.max(...edits.map((edit) => edit.end));
  let found: Pick<Place, 'node' | 'shape'> | undefined;
  for (let at: SyntaxNode | undefined = innermost(source.root, start, end); at; at = at.parent) {
    const shape = shapeOf(at, start, end);
    if (shape !== undefined) found ??= { node: at, shape };
    if (found !== undefined && isFunctionBody(at)) return found;
  }
  return undefined;
}

function innermost(root: SyntaxNode, start: number, end: number): SyntaxNode {
  let node = root;
  for (;;) {
    const inner = node.children.find((child) => child.named && child.start <= start && end <= child.end);
    if (inner === undefined) return node;
    node = inner;
  }
}

/** What is in a function's body runs with a call; what isn't in one runs when the module is loaded. */
function isFunctionBody(node: SyntaxNode): boolean {
  return node.field === 'body' && node.parent !== undefined && CALLABLE.has(node.parent.type);
}

function shapeOf(node: SyntaxNode, start: number, end: number): Place['shape'] | undefined {
  const { parent } = node;
  if (parent === undefined) return undefined;
  if (isFunctionBody(node)) {
    if (node.type !== 'statement_block') return 'expression';
    return start > node.start && end < node.end && !/^\{\s*['"]use /.test(node.text) ? 'body' : undefined;
  }
  const inBlock = parent.type === 'statement_block' || parent.type === 'switch_case' || parent.type === 'switch_default';
  if (STATEMENTS.has(node.type) && inBlock && !/^super\s*\(/.test(node.text)) return 'statement';
  return parent.type === 'variable_declarator' && node.field === 'value' && node.type !== 'arrow_function'
    ? 'expression'
    : undefined;
}

/** Calls that end loops which go on for too long. */
function tickEdits(source: SourceTree): SourceEdit[][] {
  const groups: SourceEdit[][] = [];
  for (const node of walk(source.root)) {
    const body = LOOPS.has(node.type) ? node.child('body') : undefined;
    if (body === undefined) continue;
    const insert = (at: number, text: string) => ({ start: at, end: at, text });
    const tick = 'globalThis.__cmTick?.();';
    groups.push(
      body.type === 'statement_block' ? [insert(body.start + 1, tick)] : [insert(body.start, `{${tick}`), insert(body.end, '}')],
    );
  }
  return groups;
}

/** The node's text with ticks in its loops and, below it, the switches. */
function render(node: SyntaxNode, places: ReadonlyMap<SyntaxNode, Place>, ticks: readonly SourceEdit[][]): string {
  const place = places.get(node);
  const plain = renderInside(node, places, ticks);
  return place === undefined ? plain : switchOf(place, plain, ticks);
}

function renderInside(node: SyntaxNode, places: ReadonlyMap<SyntaxNode, Place>, ticks: readonly SourceEdit[][]): string {
  const inner = [...places.keys()].filter(
    (other) => other !== node && other.start >= node.start && other.end <= node.end && isBelow(other, node),
  );
  const outermost = inner.filter((each) => !inner.some((other) => other !== each && isBelow(each, other)));
  const replaced = outermost.map((each) => ({ start: each.start, end: each.end, text: render(each, places, ticks) }));
  return edited(node, replaced, ticks);
}

function isBelow(node: SyntaxNode, above: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) if (at === above) return true;
  return false;
}

/** The node's text with edits made in it, and with those ticks that the edits leave room for. */
function edited(node: SyntaxNode, edits: readonly SourceEdit[], ticks: readonly SourceEdit[][]): string {
  const inNode = (at: number) => at >= node.start && at <= node.end;
  const fits = (group: readonly SourceEdit[]) =>
    group.every(({ start }) => inNode(start)) &&
    !edits.some((edit) => group.some(({ start }) => edit.start < start && start < edit.end)) &&
    !straddles(group, edits);
  const inserted = ticks.filter(fits).flat();
  const shifted = [...inserted, ...edits].map((edit) => ({
    ...edit,
    start: edit.start - node.start,
    end: edit.end - node.start,
  }));
  return spliceEdits(node.text, shifted);
}

/** Braces around a loop's bare body can't be kept where an edit reaches over one of them, or begins where one stands. */
function straddles(group: readonly SourceEdit[], edits: readonly SourceEdit[]): boolean {
  const [open, close] = group;
  if (open === undefined || close === undefined) return false;
  return edits.some(
    (edit) => edit.end >= open.start && edit.start <= close.start && !(edit.start > open.start && edit.end < close.start),
  );
}

function switchOf({ node, shape, number, variants }: Place, plain: string, ticks: readonly SourceEdit[][]): string {
  const at = `globalThis.__cmAt?.(${number})`;
  const texts = variants.map((variant) => ({ number: variant.number, text: edited(node, variant.edits, ticks) }));
  if (shape === 'expression') {
    const chain = texts.map((each) => `${at}===${each.number}?(${each.text}\n):`).join('');
    return `(!${at}?(${plain}\n):${chain}undefined)`;
  }
  const block = (text: string) => (shape === 'body' ? text : `{${text}\n}`);
  const chain = texts.map((each) => `if(__cm===${each.number})${block(each.text)}else `).join('');
  return `{const __cm=${at};${chain}${block(plain)}}`;
}
