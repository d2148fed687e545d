import type { Node } from 'web-tree-sitter';
import { newValue } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import type { Language } from './language.ts';
import { bindSaid, readTags } from './ruby-docs.ts';
import { constantPath, expressionOf, FROM_TOP, splitPath, stateOf, variableName } from './ruby-expressions.ts';
import { rubyGlobals } from './ruby-globals.ts';
import { defineAlias, defineMade, defineMembers, isOwner, MIXES, readMacro, staticIn } from './ruby-macros.ts';
import { lastOf, readReturn, readReturned } from './ruby-returns.ts';

const query = `
(comment) @comment
(program) @program
(class) @class
(module) @class
(method) @method
(singleton_method) @method
(singleton_class value: (self)) @itself
(assignment) @assign
(operator_assignment) @assign
(block parameters: (_)) @block
(do_block parameters: (_)) @block
(lambda parameters: (_)) @block
(alias) @alias
(return) @return
(method_parameters (_) @parameter)
(block_parameters (_) @parameter)
(lambda_parameters (_) @parameter)
(rescue) @rescue
(for pattern: (identifier) @local)
(call) @call
(super) @super
(body_statement (identifier) @bare)
(block_body (identifier) @bare)
(then (identifier) @bare)
(else (identifier) @bare)
(argument_list (identifier) @bare)
(call receiver: (identifier) @bare)
(assignment right: (identifier) @bare)
(binary (identifier) @bare)
(unary (identifier) @bare)
(if condition: (identifier) @bare)
(unless condition: (identifier) @bare)
(if_modifier (identifier) @bare)
(unless_modifier (identifier) @bare)
(conditional (identifier) @bare)
(interpolation (identifier) @bare)
(pair value: (identifier) @bare)
(array (identifier) @bare)
(element_reference object: (identifier) @bare)
(operator_assignment right: (identifier) @bare)
(parenthesized_statements (identifier) @bare)
(if_modifier body: (identifier) @bare)
(unless_modifier body: (identifier) @bare)
(splat_argument (identifier) @bare)
(hash_splat_argument (identifier) @bare)
(case value: (identifier) @bare)
(range (identifier) @bare)
(begin (identifier) @bare)
(method body: (identifier) @bare)
(argument_list [(constant) (scope_resolution)] @constant)
(call receiver: [(constant) (scope_resolution)] @constant)
(exceptions [(constant) (scope_resolution)] @constant)
(array [(constant) (scope_resolution)] @constant)
(pair value: [(constant) (scope_resolution)] @constant)
(assignment right: [(constant) (scope_resolution)] @constant)
(binary [(constant) (scope_resolution)] @constant)
(when (pattern [(constant) (scope_resolution)] @constant))
`;

const TEST_WORDS = /^(?:describe|context|it|specify|feature|scenario|test|should|example|shared_examples|shared_examples_for)$/;

function defineType(node: Node, builder: FactsBuilder): void {
  const named = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (named === null) return;
  const path = constantPath(named, builder)?.replace(FROM_TOP, '') ?? null;
  if (path === null) return;
  const parts = path.split('.');
  const superclass = node.childForFieldName('superclass')?.namedChild(0);
  const base = superclass == null ? null : constantPath(superclass, builder);
  const mixed = (body?.namedChildren ?? []).flatMap((child) => mixesOf(child, builder));
  builder.define({
    node,
    name: parts.at(-1)!,
    type: node.type === 'module' ? 'interface' : 'class',
    body,
    bases: base === null ? [] : [base],
    interfaces: mixed,
    exported: true,
    // `class A::B` is written beside A.
    ...(parts.length > 1 ? { owner: parts.slice(0, -1).join('.') } : {}),
  });
  if (superclass?.type === 'call') defineMembers(superclass, builder);
}

function mixesOf(child: Node | null, builder: FactsBuilder): string[] {
  const method = child?.type === 'call' ? child.childForFieldName('method') : null;
  if (child === null || method === null || child.childForFieldName('receiver') !== null || !MIXES.test(builder.slice(method)))
    return [];
  const given = child.childForFieldName('arguments')?.namedChildren ?? [];
  return given.flatMap((each) => (each === null ? [] : (constantPath(each, builder) ?? [])));
}

function defineMethod(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const owner = builder.definition(builder.current);
  const visibility = node.type === 'method' ? stateOf(builder).visibilityOf(node, builder) : 'public';
  const inType = isOwner(owner.type);
  const body = node.childForFieldName('body');
  const said = readTags(node, builder);
  const index = builder.define({
    node,
    name: text,
    type: inType && owner.type === 'class' && /^test_/.test(text) ? 'test' : inType ? 'method' : 'function',
    body,
    visibility,
    exported: visibility === 'public',
    // A method that is written in another is one of an object that has no name.
    isMember: /^(?:method|function)$/.test(owner.type),
    isStatic: staticIn(node, builder),
    ...said.gives,
  });
  for (const [parameter, type] of said.takes) stateOf(builder).said.set(`${index} ${parameter}`, type);
  readReturned(node, body, builder);
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  if (left.type === 'constant') defineConstant(node, left, right, builder);
  else if (left.type === 'left_assignment_list') {
    const given = right.type === 'right_assignment_list' ? right.namedChildren : [];
    const isSplat = [...left.namedChildren, ...given].some(
      (each) => each?.type.endsWith('_argument') || each?.type.startsWith('rest_'),
    );
    for (const [index, each] of left.namedChildren.entries())
      if (each !== null) assign(each, isSplat ? null : (given[index] ?? null), builder);
  } else assign(left, right, builder);
}

/** Null is a value of which nothing is known. */
function assign(left: Node, right: Node | null, builder: FactsBuilder): void {
  if (left.type === 'call') readSetter(left, builder);
  if (left.type !== 'identifier' && !/^(?:instance|class)_variable$/.test(left.type)) return;
  const name = left.type === 'identifier' ? builder.slice(left) : variableName(left, builder);
  // What it was before it may be still.
  const values = right === null ? [] : lastOf(right, builder).filter((each) => each !== name);
  if (left.type === 'identifier') bindLocal(left, builder, values);
  for (const value of left.type === 'identifier' ? [] : values)
    if (name.startsWith('self.')) builder.bindField(builder.enclosingClass, name.slice('self.'.length), 'value', value);
    else builder.bindIn(testAround(builder), name, 'value', value);
}

/** The test or group of tests whose variable it is. */
function testAround(builder: FactsBuilder): number {
  let at = builder.current;
  while (at > 0 && builder.definition(at).type !== 'test') at = builder.definition(at).parent;
  return at;
}

function defineConstant(node: Node, left: Node, right: Node, builder: FactsBuilder): void {
  if (builder.current !== 0 && !isOwner(builder.definition(builder.current).type)) return;
  const name = builder.slice(left);
  if (defineMade(node, name, right, builder)) return;
  builder.bind(name, 'value', expressionOf(right, builder));
  builder.define({ node, name, type: 'constant', body: right, exported: true });
}

/** `a.b = c` calls `b=`. */
function readSetter(left: Node, builder: FactsBuilder): void {
  const receiver = left.childForFieldName('receiver');
  const method = left.childForFieldName('method');
  if (receiver === null || method === null) return;
  builder.use('call', `${builder.slice(method)}=`, expressionOf(receiver, builder), method.startPosition.row);
}

function bindLocal(node: Node, builder: FactsBuilder, values: readonly string[] = [], name = builder.slice(node)): void {
  stateOf(builder).locals.add(`${builder.current} ${name}`);
  if (values.length === 0) builder.bind(name);
  for (const value of values) builder.bind(name, 'value', value);
}

/** `rescue A => e`. */
function readRescue(node: Node, builder: FactsBuilder): void {
  const variable = node.childForFieldName('variable')?.namedChild(0);
  const classes = node.childForFieldName('exceptions')?.namedChildren ?? [];
  if (variable?.type !== 'identifier') return;
  const only = classes.length === 1 ? constantPath(classes[0]!, builder) : null;
  bindLocal(variable, builder, only === null ? [] : [newValue(only)]);
}

function readCall(node: Node, builder: FactsBuilder): void {
  const method = node.childForFieldName('method');
  if (method === null || method.type === 'super') return;
  const name = builder.slice(method);
  const receiver = node.childForFieldName('receiver');
  const row = method.startPosition.row;
  const given = node.childForFieldName('arguments');
  if (receiver === null || builder.slice(receiver) === 'RSpec') {
    if (TEST_WORDS.test(name) && defineTest(node, given, builder)) return;
    if (receiver === null && readMacro(node, name, given, builder)) return;
  }
  if (receiver === null) {
    if (!rubyGlobals.has(name)) builder.use('call', name, null, row);
    return;
  }
  const path = name === 'new' ? constantPath(receiver, builder) : null;
  if (path !== null) {
    builder.use('new', ...splitPath(path), row);
    return;
  }
  builder.use('call', name, expressionOf(receiver, builder), row);
}

function defineTest(node: Node, given: Node | null, builder: FactsBuilder): boolean {
  const title = given?.namedChild(0);
  const block = node.childForFieldName('block');
  if (title == null || block === null) return false;
  const text = builder.slice(title);
  if (!/^(?:string|constant|scope_resolution|simple_symbol)$/.test(title.type)) return false;
  builder.define({ node, name: text.replace(/^(["'])(.*)\1$/s, '$2'), type: 'test', body: block });
  const described = constantPath(title, builder);
  if (described !== null) bindLocal(title, builder, [described], 'described_class');
  return true;
}

function readBare(node: Node, builder: FactsBuilder): void {
  const name = builder.slice(node);
  if (name === 'private' || name === 'protected' || name === 'public') {
    stateOf(builder).setVisibility(node, builder, name);
    return;
  }
  if (!rubyGlobals.has(name) && !stateOf(builder).isLocal(builder, name)) builder.use('call', name, null, node.startPosition.row);
}

export const ruby: Language = {
  name: 'ruby',
  family: 'ruby',
  extensions: ['.rb', '.rake', '.gemspec', '.ru', '.thor', '.podspec'],
  grammar: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
  query,
  handlers: {
    comment: (node, builder) => builder.addComment(node),
    // Every file adds to the one tree of constants.
    program: (_node, builder) => builder.enterNamespace('-'),
    class: defineType,
    itself: (node, builder) => stateOf(builder).enterItself(node, builder),
    method: defineMethod,
    assign: readAssignment,
    local: (node, builder) => bindLocal(node, builder),
    block: (node, builder) => builder.enterBlock(node.endIndex),
    return: readReturn,
    rescue: readRescue,
    alias: (node, builder) => {
      const name = node.childForFieldName('name');
      const meant = node.childForFieldName('alias');
      if (name !== null && meant !== null) defineAlias(node, builder.slice(name), builder.slice(meant), builder);
    },
    parameter: (node, builder) => {
      const name = node.type === 'identifier' ? node : node.childForFieldName('name');
      if (name === null) return;
      const said = stateOf(builder).said.get(`${builder.current} ${builder.slice(name)}`);
      bindLocal(name, builder);
      if (said !== undefined) bindSaid(builder.slice(name), said, builder);
    },
    call: readCall,
    super: (node, builder) => {
      const around = builder.definition(builder.current);
      if (around.type === 'method') builder.use('call', around.name, 'super', node.startPosition.row);
    },
    bare: readBare,
    constant: (node, builder) => {
      const path = constantPath(node, builder);
      if (path !== null) builder.use('reference', ...splitPath(path), node.startPosition.row);
    },
  },
  reserved: new Set(),
  globals: rubyGlobals,
};
