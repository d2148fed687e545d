// What variables are in a part of a PHP file: by tests of types around it, by what was assigned before it, by comments in functions.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { docVariables } from './php-docs.ts';
import { expressionOf, isName, nameOf } from './php-expressions.ts';

/** Conditions within one another: more than people write. */
const DEEPEST = 12;
const LONGEST = 2000;
/** What a test can say something lasting of: a variable, a field or what is at a place of it. */
const LASTING = /^(?:\$\w+|this)(?:\.#?\w+|\[\d+\])*$/;
const BLOCK = /^(?:compound_statement|colon_block|program|(?:case|default)_statement)$/;
const LEAVES = /^(?:return|continue|break|exit)_statement$/;

/** Operators that join conditions, and those by which both have to hold. */
export const JOINS = /^(?:&&|\|\||and|or)$/i;
export const JOINS_ALL = /^(?:&&|and)$/i;

type Tested = [expression: string, type: string];

/** What is of which type when a condition holds, or when it does not. */
function testedBy(node: Node | null, holds: boolean, builder: FactsBuilder, depth = 0): Tested[] {
  if (node === null || depth > DEEPEST || (depth === 0 && !mayTest(node, builder))) return [];
  const inner = (part: Node | null, alike = holds) => testedBy(part, alike, builder, depth + 1);
  if (node.type === 'parenthesized_expression') return inner(node.namedChild(0));
  if (node.type === 'unary_op_expression')
    return node.child(0)?.type === '!' ? inner(node.childForFieldName('argument'), !holds) : [];
  if (node.type !== 'binary_expression') return [];
  const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
  const operator = node.childForFieldName('operator')?.type.toLowerCase();
  if (operator === 'instanceof') return holds ? isOfType(left, right, builder) : [];
  if (!JOINS.test(operator ?? '') || JOINS_ALL.test(operator ?? '') !== holds) return [];
  return [...inner(left), ...inner(right)];
}

/** Whether a condition tests a type at all: most don't. */
function mayTest(node: Node, builder: FactsBuilder): boolean {
  const [start, end] = [node.startIndex, node.endIndex];
  return end - start < LONGEST && builder.text.slice(start, end).includes('instanceof');
}

function isOfType(tested: Node | null, type: Node | null, builder: FactsBuilder): Tested[] {
  if (tested === null || !isName(type)) return [];
  const assigned = tested.type === 'parenthesized_expression' ? tested.namedChild(0) : tested;
  const subject = assigned?.type === 'assignment_expression' ? assigned.childForFieldName('left') : tested;
  const expression = subject === null ? '' : expressionOf(subject, builder);
  const name = nameOf(type, builder);
  return name !== null && LASTING.test(expression) ? [[expression, name]] : [];
}

function add(tested: readonly Tested[], start: number, end: number, builder: FactsBuilder): void {
  for (const [expression, type] of tested) builder.narrowings.add(expression, type, start, end);
}

/** Where the statements end that a statement is among; null where it stands alone. */
export function endOfBlock(statement: Node | null): number | null {
  const block = statement?.parent ?? null;
  return block !== null && BLOCK.test(block.type) ? block.endIndex : null;
}

/** `if (a instanceof B) {}`, and `if (!a instanceof B) return`. */
export function readIf(node: Node, builder: FactsBuilder): void {
  const condition = node.childForFieldName('condition');
  const body = node.childForFieldName('body');
  if (condition === null || body === null) return;
  add(testedBy(condition, true, builder), body.startIndex, body.endIndex, builder);
  if (node.type !== 'if_statement') return;
  const not = testedBy(condition, false, builder);
  const alternative = node.childForFieldName('alternative');
  if (alternative !== null) add(not, alternative.startIndex, node.endIndex, builder);
  else if (isLeft(body)) add(not, node.endIndex, endOfBlock(node) ?? node.endIndex, builder);
}

/** Whether what follows a block is never come to from it. */
function isLeft(body: Node): boolean {
  const last = BLOCK.test(body.type) ? body.namedChildren.at(-1) : body;
  return (
    LEAVES.test(last?.type ?? '') || (last?.type === 'expression_statement' && last.namedChild(0)?.type === 'throw_expression')
  );
}

/** `a instanceof B ? b : c`. */
export function readConditional(node: Node, builder: FactsBuilder): void {
  const condition = node.childForFieldName('condition');
  const [body, other] = [node.childForFieldName('body'), node.childForFieldName('alternative')];
  if (body !== null) add(testedBy(condition, true, builder), body.startIndex, body.endIndex, builder);
  if (other !== null) add(testedBy(condition, false, builder), other.startIndex, other.endIndex, builder);
}

/** `a instanceof B && b`, `!a instanceof B || b`. */
export function readJoined(node: Node, isAnd: boolean, builder: FactsBuilder): void {
  const right = node.childForFieldName('right');
  if (right !== null) add(testedBy(node.childForFieldName('left'), isAnd, builder), right.startIndex, right.endIndex, builder);
}

/** `match (true) { a instanceof B => b }`. */
export function readArm(node: Node, builder: FactsBuilder): void {
  const conditions = node.childForFieldName('conditional_expressions')?.namedChildren ?? [];
  const given = node.childForFieldName('return_expression');
  const matched = node.parent?.parent?.childForFieldName('condition')?.namedChild(0) ?? null;
  if (conditions.length !== 1 || given === null || !isTrue(matched, builder)) return;
  add(testedBy(conditions[0]!, true, builder), given.startIndex, given.endIndex, builder);
}

/** `switch (true) { case a instanceof B: }`. */
export function readCase(node: Node, builder: FactsBuilder): void {
  const value = node.childForFieldName('value');
  const matched = node.parent?.parent?.childForFieldName('condition')?.namedChild(0) ?? null;
  if (value !== null && isTrue(matched, builder)) add(testedBy(value, true, builder), value.endIndex, node.endIndex, builder);
}

const isTrue = (node: Node | null, builder: FactsBuilder): boolean =>
  node?.type === 'boolean' && /^true$/i.test(builder.slice(node));

const ASSERTION = /^(?:assert|assertInstanceOf|isInstanceOf)$/;

/** `assert(a instanceof B)`, and what libraries for tests and assertions have for it. */
export function readAssertion(name: string, call: Node, builder: FactsBuilder): void {
  if (!ASSERTION.test(name)) return;
  const end = call.parent?.type === 'expression_statement' ? endOfBlock(call.parent) : null;
  if (end === null) return;
  const given = call.childForFieldName('arguments')?.namedChildren.map((each) => each?.namedChild(0) ?? null) ?? [];
  if (name === 'assert') add(testedBy(given[0] ?? null, true, builder), call.endIndex, end, builder);
  const [subject, type] = name === 'isInstanceOf' ? given : [given[1], given[0]];
  if (name === 'assert' || type?.type !== 'class_constant_access_expression') return;
  if (type.namedChild(1) !== null && builder.slice(type.namedChild(1)!) === 'class')
    add(isOfType(subject ?? null, type.namedChild(0), builder), call.endIndex, end, builder);
}

/** What a variable or a field is from an assignment on. */
export function readAssigned(left: string, value: string | null, assignment: Node, builder: FactsBuilder): void {
  builder.narrowings.forget(left, assignment.endIndex);
  const end = assignment.parent?.type === 'expression_statement' ? endOfBlock(assignment.parent) : null;
  if (end !== null && value !== null) builder.narrowings.stand(left, value, assignment.endIndex, end);
}

/** What a comment says of the variables of the statement below it. */
const said = new WeakMap<FactsBuilder, { at: number; types: ReadonlyMap<string, WrittenType> }>();

/** `@var A $a` in a function, of the statement below it or of all that follows. */
export function readComment(comment: Node, builder: FactsBuilder): void {
  const variables = docVariables(comment, builder);
  const end = variables.length === 0 ? null : endOfBlock(comment);
  if (end === null) return;
  const next = comment.nextNamedSibling;
  const statement = next?.type === 'expression_statement' ? next.namedChild(0) : next;
  const assigned =
    statement?.type === 'assignment_expression' ? builder.slice(statement.childForFieldName('left') ?? statement) : '';
  const types = new Map(variables.map(({ name, type }) => [name ?? assigned, type]));
  if (statement != null) said.set(builder, { at: statement.startIndex, types });
  for (const [name, type] of types) {
    const isBelow = name === assigned || statement?.type === 'foreach_statement';
    if (!isBelow && typeof type === 'string') builder.narrowings.add(name, type, comment.endIndex, end);
    else if (!isBelow) builder.bind(name, 'value', null, type);
  }
}

/** What a comment right above a statement says of a variable in it. */
export function saidOf(name: string, statement: Node, builder: FactsBuilder): WrittenType {
  const found = said.get(builder);
  return found?.at === statement.startIndex ? (found.types.get(name) ?? null) : null;
}

const CHANGE = /\$\w+(?:->\w+)*(?=\s*(?:[-+.*/%&|^]|\?\?|<<|>>|\*\*)?=(?![=>~]))|\bas\s+(?:\$\w+\s*=>\s*)?&?\$\w+/g;
const changes = new WeakMap<FactsBuilder, ReadonlyMap<string, readonly number[]>>();

/** For each variable and field where something is assigned to it. */
function changesIn(builder: FactsBuilder): ReadonlyMap<string, readonly number[]> {
  const known = changes.get(builder);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  for (const { 0: text, index } of builder.text.matchAll(CHANGE)) {
    const name = text
      .slice(text.lastIndexOf('$'))
      .replace(/^\$this->/, 'this.')
      .replaceAll('->', '.');
    const list = found.get(name);
    if (list === undefined) found.set(name, [index]);
    else list.push(index);
  }
  changes.set(builder, found);
  return found;
}

/** Whether one of these places, which are in order, is in a part of the text. */
function isAnyIn(places: readonly number[], { startIndex, endIndex }: Node): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < startIndex) low = middle + 1;
    else high = middle;
  }
  return low < places.length && places[low]! < endIndex;
}

/** In a loop nothing is known of what changes further down in it. */
export function readLoop(node: Node, builder: FactsBuilder): void {
  const all = changesIn(builder);
  builder.narrowings.forgetAll((expression) => {
    const parts = expression.split('.');
    return parts.some((_, at) => isAnyIn(all.get(parts.slice(0, at + 1).join('.')) ?? [], node));
  }, node.startIndex);
}

/** What a function sees of the variables around it. */
export function readInner(node: Node, builder: FactsBuilder): void {
  const named = (field: Node | null | undefined) =>
    new Set(
      field?.namedChildren.map((each) =>
        each === null ? '' : builder.slice(each.childForFieldName('name') ?? each).replace(/^&\s*/, ''),
      ),
    );
  const parameters = named(node.childForFieldName('parameters'));
  if (node.type === 'arrow_function') {
    builder.narrowings.hide((name) => parameters.has(name), node.endIndex);
    return;
  }
  const used = named(node.namedChildren.find((each) => each?.type === 'anonymous_function_use_clause'));
  builder.narrowings.hide((name) => name.startsWith('$') && !used.has(name), node.endIndex);
}
