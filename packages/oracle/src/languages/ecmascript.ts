// What JavaScript and TypeScript have in common.
import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import { branchesOf } from '../parse/branches.ts';
import { plainExpression, plainType, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { readType } from '../parse/written-type.ts';
import { isExportedToo, readAssignment, readInheritance } from './ecmascript-assignments.ts';
import { bindCallbackParameter, namesIn } from './ecmascript-callbacks.ts';
import { defineFunctionValue, returnsOf, signatureOf } from './ecmascript-functions.ts';
import { isRequired, readExport, readImport, readRequire } from './ecmascript-modules.ts';
import { bindGivenLater, FUNCTION_VALUES, giveBack, madeContainer, readConstant } from './ecmascript-objects.ts';
import { mayServe, readRoute } from './ecmascript-routes.ts';

export const ecmascriptQuery = `
(comment) @comment
(import_statement) @import
(export_statement) @export
(class_declaration) @class
(function_declaration) @function
(generator_function_declaration) @function
(method_definition) @method
(variable_declarator) @variable
(pair value: [(arrow_function) (function_expression)]) @pair
(assignment_expression left: (member_expression)) @assign
(assignment_expression left: (identifier)) @assign.name
(call_expression function: [(identifier) (member_expression) (import)] @call)
(call_expression function: (await_expression [(identifier) (member_expression)] @call))
(new_expression constructor: [(identifier) (member_expression)] @new)
(arrow_function) @inner
(function_expression) @inner
(generator_function) @inner
(arrow_function parameter: (identifier) @parameter.only)
(shorthand_property_identifier_pattern) @local
(pair_pattern value: (identifier) @local)
(array_pattern (identifier) @local)
(catch_clause parameter: (identifier) @local)
(for_in_statement) @each
(for_in_statement left: (identifier) @local)
(arguments (identifier) @reference)
(pair value: (identifier) @reference)
(array (identifier) @reference)
(shorthand_property_identifier) @reference
(if_statement condition: (parenthesized_expression (binary_expression operator: "instanceof"))) @test
(if_statement condition: (parenthesized_expression (binary_expression left: (binary_expression operator: "instanceof")))) @test
(if_statement condition: (parenthesized_expression (unary_expression argument: (parenthesized_expression (binary_expression operator: "instanceof"))))) @test
(return_statement (identifier) @reference)
(return_statement (_) @return)
(arrow_function body: (identifier) @reference)
(variable_declarator value: (identifier) @reference)
(assignment_expression right: (identifier) @reference)
(decorator (identifier) @reference)
`;

export const jsxQuery = `
(jsx_opening_element name: (identifier) @reference)
(jsx_self_closing_element name: (identifier) @reference)
(jsx_expression (identifier) @reference)
`;

/** A test of a type that holds for all that follows it, or its opposite. */
const TYPE_TEST = /^\(\s*(!\s*\()?\s*([\w$.]+)\s+instanceof\s+([\w$.]+)\s*(?:\)|&&)/;

/** Words that frameworks give to a test and to a group of tests. */
const TEST = /^(?:it|test|describe|suite|context|bench|Deno\.test|t\.test|(?:it|test|describe)(?:\.[a-z]\w*){1,2})$/;

/** Where those words come from that are no functions of the repository; nowhere, when they are global. */
const TEST_LIBRARY = /^(?:|vitest|mocha|ava|tap|node:test|bun:test|@jest\/globals|@playwright\/test)$/;

/** Expressions in one another between a member and the constant that it belongs to. */
const DEEPEST = 8;

type Handler = (node: Node, builder: FactsBuilder) => void;

export const ecmascriptHandlers: Readonly<Record<string, Handler>> = {
  comment: (node, builder) => builder.addComment(node),
  import: readImport,
  export: readExport,
  class: (node, builder) => defineClass(node, node, builder),
  function: (node, builder) => {
    const name = node.childForFieldName('name');
    if (name === null) return;
    const text = builder.slice(name);
    const body = node.childForFieldName('body');
    builder.define({
      node,
      name: text,
      type: 'function',
      body,
      returns: returnsOf(node, builder),
      written: signatureOf(node, body, builder, name.endIndex),
    });
    if (node.type === 'generator_function_declaration') builder.giveBack(UNKNOWN);
  },
  method: defineMethod,
  variable: (node, builder) => readVariable(node, builder),
  pair: definePair,
  assign: (node, builder) => readAssignment(node, builder),
  'assign.name': (node, builder) => {
    const [name, value] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (name === null || value === null || FUNCTION_VALUES.has(value.type)) return;
    for (const each of valuesOf(value, builder)) if (each !== null) builder.assign(builder.slice(name), each);
  },
  call: readCall,
  new: (node, builder) => readMember('new', node, builder),
  inner: (node, builder) => builder.enterFunction(node),
  'parameter.only': bindCallbackParameter,
  local: (node, builder) => builder.bindAt(node.startIndex, builder.slice(node)),
  reference: (node, builder) => builder.use('reference', builder.slice(node), null, node.startPosition.row),
  return: giveBack,
  test: readTest,
  each: bindElements,
};

/** `b: () => {}` in an object that has a name, or that a function gives back. */
function definePair(node: Node, builder: FactsBuilder): void {
  const key = node.childForFieldName('key');
  const value = node.childForFieldName('value');
  const givenAt = builder.givenAt(node);
  const isOfConstant = builder.definition(builder.current).type === 'constant';
  if ((!isOfConstant && givenAt === undefined) || key?.type !== 'property_identifier' || value === null) return;
  const isMember = givenAt !== undefined || isNested(node);
  const type = isOfConstant ? 'method' : 'function';
  defineFunctionValue({ node, name: builder.slice(key), type, isMember, givenAt }, value, null, builder);
}

/** `owner` is the node whose span counts: of `const A = class {}` the declarator. */
export function defineClass(node: Node, owner: Node, builder: FactsBuilder): void {
  const name = owner.childForFieldName('name');
  if (name === null) return;
  const heritage = node.namedChildren.find((child) => child?.type === 'class_heritage');
  const bases: string[] = [];
  const interfaces: string[] = [];
  for (const clause of heritage?.namedChildren ?? []) {
    if (clause === null) continue;
    if (clause.type === 'extends_clause') pushExpression(bases, clause.childForFieldName('value'), builder);
    else if (clause.type === 'implements_clause') for (const each of clause.namedChildren) pushType(interfaces, each, builder);
    else pushExpression(bases, clause, builder);
  }
  builder.define({
    node: owner,
    name: builder.slice(name),
    type: 'class',
    body: node.childForFieldName('body'),
    bases,
    interfaces,
  });
  builder.passOver(name);
}

function pushExpression(list: string[], node: Node | null, builder: FactsBuilder): void {
  if (node !== null) list.push(builder.slice(node));
}

export function pushType(list: string[], node: Node | null, builder: FactsBuilder): void {
  const type = node === null ? null : plainType(builder.slice(node));
  if (type !== null) list.push(type);
}

/** The name of a type that is written down, or else what is known of it. `isOpen` says of a name that it tells nothing of the type. */
export function typeAt(
  node: Node,
  builder: FactsBuilder,
  isOpen = builder.isUnboundTypeParameter,
): [name: string | null, written: WrittenType] {
  return nameOrType(readType(builder.slice(node).replace(/^\s*:/, ''), isOpen));
}

function defineMethod(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = name.type === 'string' ? builder.slice(name).slice(1, -1) : builder.slice(name);
  const modifier = /^(?:private|protected)/.exec(builder.text.slice(node.startIndex, node.startIndex + 9))?.[0];
  const owner = builder.definition(builder.current).type;
  // Of an object that a field of a class holds; it is no member of the class.
  if (owner === 'class' && node.parent?.type === 'object') {
    builder.enterFunction(node);
    return;
  }
  const body = node.childForFieldName('body');
  const type = owner === 'class' || owner === 'interface' || owner === 'constant' ? 'method' : 'function';
  builder.define({
    node,
    name: text,
    type,
    body,
    anyName: true,
    isMember: owner === 'constant' ? isNested(node) : type === 'function' && !isOfAssigned(node, builder),
    givenAt: builder.givenAt(node),
    visibility: text.startsWith('#') ? 'private' : ((modifier as 'private' | 'protected' | undefined) ?? 'public'),
    returns: returnsOf(node, builder),
    written: signatureOf(node, body, builder, name.endIndex),
  });
  if (builder.text.slice(node.startIndex, name.startIndex).includes('*')) builder.giveBack(UNKNOWN);
  if (type === 'function') builder.enterFunction(node);
}

/** Whether the object around is itself a part of one, at once or as what a call in it is given. */
function isNested(node: Node): boolean {
  let at = node.parent?.parent ?? null;
  for (let step = 0; at !== null && step < DEEPEST && at.type !== 'variable_declarator'; step++) {
    if (at.type === 'pair') return true;
    at = at.parent;
  }
  return false;
}

/** Whether the object around is one that `module.exports` becomes: then its members are the module's. */
function isOfAssigned(node: Node, builder: FactsBuilder): boolean {
  return builder.current === 0 && node.parent?.parent?.type === 'assignment_expression';
}

/** `said` is what a comment says that the variable is. */
export function readVariable(node: Node, builder: FactsBuilder, said: WrittenType = null): void {
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  const written = node.childForFieldName('type');
  if (value !== null && name !== null && isRequired(name, value, builder)) return;
  if (name !== null && name.type !== 'identifier' && value !== null && written === null)
    takeApart(name, plainExpression(builder.slice(value)), builder);
  if (name === null || name.type !== 'identifier') return;
  const text = builder.slice(name);
  if (value !== null && FUNCTION_VALUES.has(value.type)) {
    defineFunctionValue({ node, name: text, type: 'function' }, value, written, builder);
    return;
  }
  if (value?.type === 'class') {
    defineClass(value, node, builder);
    return;
  }
  if (value !== null && isExportedToo(builder.text.slice(value.startIndex, value.startIndex + 30)))
    builder.export('=', text, null, node.startPosition.row);
  const made = written !== null || value === null ? null : madeContainer(value, builder);
  if (written !== null) builder.bind(text, 'type', ...typeAt(written, builder));
  else if (said !== null) builder.bind(text, 'type', ...nameOrType(said));
  else if (made !== null) builder.bind(text, 'value', null, made);
  else if (value !== null && !builder.isOutermost && bindGivenLater(text, value, builder)) return;
  else for (const each of valuesOf(value, builder)) builder.bind(text, 'value', each);
  if (!builder.isOutermost) return;
  builder.define({ node, name: text, type: 'constant', body: value });
  if (value !== null) readConstant(value, builder);
}

/** What a variable may be: one of several, where all of them are known. */
function valuesOf(value: Node | null, builder: FactsBuilder): (string | null)[] {
  if (value === null) return [null];
  const branches = branchesOf(value).map((each) => builder.slice(each));
  const isKnown = branches.length > 1 && branches.every((each) => plainExpression(each) !== UNKNOWN);
  return isKnown ? branches : [builder.slice(value)];
}

/** `if (a instanceof B) {}`, and `if (!(a instanceof B)) return`. */
function readTest(node: Node, builder: FactsBuilder): void {
  const condition = node.childForFieldName('condition');
  const block = node.childForFieldName('consequence');
  if (condition === null || block === null) return;
  const [, not, name, type] = TYPE_TEST.exec(builder.slice(condition)) ?? [];
  if (name === undefined || type === undefined) return;
  const last = block.type === 'statement_block' ? block.namedChildren.at(-1) : block;
  if (not === undefined) builder.narrowings.add(name, type, condition.startIndex, block.endIndex);
  else if (/^(?:return|throw)_statement$/.test(last?.type ?? ''))
    builder.narrowings.add(name, type, node.endIndex, builder.currentEnd);
}

/** `const { a, b: [c] } = value`. */
function takeApart(pattern: Node, value: string, builder: FactsBuilder): void {
  if (value === UNKNOWN) return;
  for (const [name, keys] of namesIn(pattern, builder)) {
    const path = keys.map((key) => (key.startsWith('[') ? key : `.${key}`)).join('');
    builder.whenBound(name.startIndex, (text) => builder.bind(text, 'value', value + path));
  }
}

/** `for (const each of list)`. */
function bindElements(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  const list = node.childForFieldName('right');
  if (left === null || list === null) return;
  if (!/^\s*of\b/.test(builder.text.slice(left.endIndex, list.startIndex))) return;
  if (list.type === 'array' && left.type === 'identifier' && list.namedChildCount > 0) {
    const values = list.namedChildren.map((each) => builder.slice(each!));
    if (values.every((each) => plainExpression(each) !== UNKNOWN))
      builder.whenBound(left.startIndex, (text) => {
        for (const each of values) builder.bind(text, 'value', each);
      });
    return;
  }
  const value = plainExpression(builder.slice(list));
  if (value === UNKNOWN) return;
  if (left.type === 'identifier') builder.whenBound(left.startIndex, (text) => builder.bind(text, 'value', `${value}[*]`));
  else takeApart(left, `${value}[*]`, builder);
}

function readCall(node: Node, builder: FactsBuilder): void {
  const text = builder.slice(node);
  // Asking for a node's parent searches from the root: only where it may matter.
  if (text === 'import') {
    readImportCall(node.parent, builder);
    return;
  }
  if (text === 'require' || (text.length < 20 && TEST.test(text))) {
    const call = node.parent;
    const isDone = call !== null && (text === 'require' ? readRequire(call, builder) : defineTest(call, builder));
    // A function of the repository itself may be what tests are written with.
    if (isDone && TEST_LIBRARY.test(builder.importedFrom(text.split('.', 1)[0]!) ?? '')) return;
  }
  readMember('call', node, builder);
  if (/(?:^|\.)(?:inherits|setPrototypeOf)$/.test(text) && node.parent !== null) readInheritance(node.parent, builder);
  if (text.endsWith('.each') && TEST.test(text)) {
    // `it.each(table)(title, test)`
    const outer = node.parent?.parent;
    if (outer?.type === 'call_expression') defineTest(outer, builder);
  }
  if (mayServe(text)) {
    const method = node.childForFieldName('property');
    // Where its name stands: what it is called on may be a route of its own.
    if (method !== null) builder.later(method.startIndex, () => readRoute(method, node, builder));
  }
}

function readImportCall(call: Node | null, builder: FactsBuilder): void {
  const text = call?.childForFieldName('arguments')?.namedChildren.find((each) => each !== null && each.type !== 'comment');
  const isName =
    text?.type === 'string' ||
    (text?.type === 'template_string' && text.namedChildren.every((each) => each?.type === 'string_fragment'));
  if (isName) builder.import(builder.slice(text).slice(1, -1), null, null, call!.startPosition.row);
}

/** `a.b.c` used as `c` of `a.b`. */
function readMember(kind: 'call' | 'new', node: Node, builder: FactsBuilder): void {
  const text = builder.slice(node);
  const dot = text.lastIndexOf('.');
  const name = text.slice(dot + 1).trim();
  builder.use(kind, name, dot < 0 ? null : text.slice(0, dot).trimEnd().replace(/[?!]$/, ''), node.startPosition.row);
}

/** A call is a test when its first argument is a name and another one follows. */
function defineTest(call: Node, builder: FactsBuilder): boolean {
  const given = call.childForFieldName('arguments');
  const title = given?.namedChild(0);
  if (
    given == null ||
    title == null ||
    given.namedChildCount < 2 ||
    (title.type !== 'string' && title.type !== 'template_string')
  )
    return false;
  builder.define({ node: call, name: builder.slice(title).slice(1, -1), type: 'test', body: given.namedChild(1) });
  return true;
}
