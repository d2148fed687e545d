// What the names of a pattern stand for: of loops, and of what is taken apart.
import type { Node } from 'web-tree-sitter';
import { plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { pythonForm } from './python-expressions.ts';

/** Calls and patterns within one another, and values that are written out: far more than people write. */
const DEEPEST = 12;
const MOST = 12;

/** `for left in list`: has the names in `left`, when they are come to, bound to what is met there. */
export function bindElements(node: Node, builder: FactsBuilder): void {
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  if (left !== null && right !== null) bindTo(left, met(right, builder, 0), builder);
}

/** What a function takes that is given to `sorted`, `map` and the like: an element of the list that goes with it. */
export function bindTaken(lambda: Node, builder: FactsBuilder): void {
  const parameters = lambda.childForFieldName('parameters');
  const [parameter] = parameters?.namedChildren ?? [];
  const list = parameters?.namedChildCount === 1 ? listBeside(lambda, builder) : null;
  if (parameter != null && list !== null) bindTo(parameter, met(list, builder, 0), builder);
}

const TAKING = /^(?:sorted|min|max|map|filter|groupby|itertools\.groupby)$/;

function listBeside(lambda: Node, builder: FactsBuilder): Node | null {
  const named = lambda.parent?.type === 'keyword_argument' ? lambda.parent : null;
  if (named !== null && builder.slice(named.childForFieldName('name')!) !== 'key') return null;
  const given = (named ?? lambda).parent;
  const called = given?.type === 'argument_list' ? given.parent?.childForFieldName('function') : null;
  if (given == null || called == null) return null;
  // `list.sort(key=...)`
  if (called.type === 'attribute' && called.childForFieldName('attribute')?.text === 'sort')
    return called.childForFieldName('object');
  if (!TAKING.test(builder.slice(called))) return null;
  return given.namedChildren.find((each) => each !== null && each.id !== lambda.id && each.type !== 'keyword_argument') ?? null;
}

/** What is met in going through something: an expression, one for each place of what is taken apart, or one of several. */
type Met = string | readonly Met[] | { oneOf: readonly Met[] };

/** What is assigned: of values that are written side by side, each. */
export function assignedBy(node: Node, builder: FactsBuilder, depth = 0): Met {
  const parts = partsOf(node);
  if (parts !== null && depth <= DEEPEST) return parts.map((part) => assignedBy(part, builder, depth + 1));
  return plainExpression(pythonForm(builder.slice(node)));
}

/** The values of a list or a tuple that is written out; null for what is anything else. */
function partsOf(node: Node): Node[] | null {
  if (!/^(?:expression_list|list|tuple|set)$/.test(node.type)) return null;
  const parts = node.namedChildren.filter((part) => part !== null && part.type !== 'comment') as Node[];
  return parts.length <= MOST && parts.every(({ type }) => type !== 'list_splat') ? parts : null;
}

function met(node: Node, builder: FactsBuilder, depth: number): Met {
  const called = node.type === 'call' ? node.childForFieldName('function') : null;
  const given = node.type === 'call' ? (node.childForFieldName('arguments')?.namedChildren ?? []) : [];
  const through = (at: Node | null | undefined): Met => (at == null || depth > DEEPEST ? UNKNOWN : met(at, builder, depth + 1));
  switch (called?.type === 'identifier' ? builder.slice(called) : '') {
    case 'enumerate':
      return [UNKNOWN, through(given[0])];
    case 'zip':
      return given.map(through);
    case 'reversed':
    case 'sorted':
    case 'list':
    case 'tuple':
    case 'set':
    case 'iter':
      return through(given[0]);
  }
  const parts = partsOf(node);
  if (parts !== null && parts.length > 0) return { oneOf: parts.map((part) => assignedBy(part, builder, depth)) };
  const [body, loop] = [node.childForFieldName('body'), node.namedChild(1)];
  // `(a for a in list if …)` has the elements of the list.
  if (body !== null && loop?.type === 'for_in_clause' && builder.slice(loop.childForFieldName('left')!) === builder.slice(body))
    return through(loop.childForFieldName('right'));
  if (node.type === 'boolean_operator') return through(node.childForFieldName('left'));
  if (node.type === 'parenthesized_expression') return through(node.namedChild(0));
  const list = plainExpression(pythonForm(builder.slice(node)));
  return list === UNKNOWN ? UNKNOWN : `${list}[*]`;
}

/** Has the names of a pattern bound to a value, or to what is at their places in it. */
export function bindTo(pattern: Node, value: Met, builder: FactsBuilder, depth = 0): void {
  if (pattern.type === 'identifier') {
    const values = typeof value === 'string' ? [value] : 'oneOf' in value ? value.oneOf : [];
    const known = values.filter((each) => typeof each === 'string' && each !== UNKNOWN) as string[];
    if (known.length === 0 || known.length < values.length) return;
    builder.whenBound(pattern.startIndex, (name) => {
      for (const each of known) builder.bind(name, 'value', each);
    });
    return;
  }
  if (!/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(pattern.type) || depth > DEEPEST || value === UNKNOWN) return;
  // What a star takes is not at a place that is known, nor is what comes after it.
  const star = pattern.namedChildren.findIndex((child) => child?.type === 'list_splat_pattern');
  for (const [place, child] of pattern.namedChildren.entries()) {
    if (child === null || (star >= 0 && place > star)) continue;
    const starred = place === star ? child.namedChild(0) : null;
    // Of a list the rest is such a list.
    if (starred !== null && typeof value === 'string') bindTo(starred, value, builder, depth + 1);
    else if (place !== star) bindTo(child, placeIn(value, place), builder, depth + 1);
  }
}

function placeIn(value: Met, place: number): Met {
  if (typeof value === 'string') return value === UNKNOWN ? UNKNOWN : `${value}[${place}]`;
  return 'oneOf' in value ? { oneOf: value.oneOf.map((each) => placeIn(each, place)) } : (value[place] ?? UNKNOWN);
}
