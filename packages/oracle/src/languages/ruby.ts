import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import type { Language } from './language.ts';
import { constantPath, expressionOf, stateOf } from './ruby-expressions.ts';
import { rubyGlobals } from './ruby-globals.ts';

const query = `
(comment) @comment
(program) @program
(class) @class
(module) @class
(method) @method
(singleton_method) @method
(assignment) @assign
(operator_assignment left: (identifier) @local)
(method_parameters (_) @parameter)
(block_parameters (_) @parameter)
(lambda_parameters (_) @parameter)
(left_assignment_list (identifier) @local)
(exception_variable (identifier) @local)
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
const MIXES = /^(?:include|extend|prepend)$/;
const isOwner = (type: NodeType): boolean => type === 'class' || type === 'interface';

function defineType(node: Node, builder: FactsBuilder): void {
  const named = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  if (named === null) return;
  const path = constantPath(named, builder);
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
  const visibility: Visibility =
    node.type === 'method' ? (stateOf(builder).visibility.get(builder.current) ?? 'public') : 'public';
  const inType = isOwner(owner.type);
  builder.define({
    node,
    name: text,
    type: inType && owner.type === 'class' && /^test_/.test(text) ? 'test' : inType ? 'method' : 'function',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
  });
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  const value = expressionOf(right, builder);
  const owner = builder.definition(builder.current);
  if (left.type === 'constant') {
    if (builder.current !== 0 && !isOwner(owner.type)) return;
    builder.bind(builder.slice(left), 'value', value === '?' ? null : value);
    builder.define({ node, name: builder.slice(left), type: 'constant', body: right, exported: true });
  } else if (left.type === 'instance_variable' && builder.enclosingClass >= 0)
    builder.bindField(builder.enclosingClass, `$${builder.slice(left).slice(1)}`, 'value', value);
  else if (left.type === 'identifier') bindLocal(left, builder, value);
}

function bindLocal(node: Node, builder: FactsBuilder, value: string | null = null): void {
  const name = builder.slice(node);
  stateOf(builder).locals.add(`${builder.current} ${name}`);
  builder.bind(name, 'value', value === '?' ? null : value);
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
    if (receiver === null && readMacro(name, given, row, node, builder)) return;
  }
  if (receiver === null) {
    if (!rubyGlobals.has(name)) builder.use('call', name, null, row);
    return;
  }
  const path = name === 'new' ? constantPath(receiver, builder) : null;
  if (path !== null) {
    const dot = path.lastIndexOf('.');
    builder.use('new', path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), row);
    return;
  }
  builder.use('call', name, expressionOf(receiver, builder), row);
}

/** What is said by calling: files to load, accessors. */
function readMacro(name: string, given: Node | null, row: number, node: Node, builder: FactsBuilder): boolean {
  const first = given?.namedChild(0);
  if (name === 'require' || name === 'require_relative' || name === 'load') {
    const text = first?.type === 'string' ? builder.slice(first).slice(1, -1) : '';
    if (/^[\w./-]+$/.test(text)) builder.import(name === 'require_relative' ? `./${text}` : text, null, null, row);
    return true;
  }
  if (/^attr_(?:reader|writer|accessor)$/.test(name) && isOwner(builder.definition(builder.current).type)) {
    for (const each of given?.namedChildren ?? []) {
      if (each?.type !== 'simple_symbol') continue;
      builder.define({ node: each, name: builder.slice(each).slice(1), type: 'method', exported: true });
      builder.moveTo(each.endIndex);
    }
    return true;
  }
  if (/^(?:private|protected)$/.test(name) && given === null)
    stateOf(builder).visibility.set(builder.current, name as Visibility);
  return MIXES.test(name) && isOwner(builder.definition(builder.current).type) && node.childForFieldName('block') === null;
}

function defineTest(node: Node, given: Node | null, builder: FactsBuilder): boolean {
  const title = given?.namedChild(0);
  const block = node.childForFieldName('block');
  if (title == null || block === null) return false;
  const text = builder.slice(title);
  if (!/^(?:string|constant|scope_resolution|simple_symbol)$/.test(title.type)) return false;
  builder.define({ node, name: text.replace(/^(["'])(.*)\1$/s, '$2'), type: 'test', body: block });
  return true;
}

function readBare(node: Node, builder: FactsBuilder): void {
  const name = builder.slice(node);
  if (name === 'private' || name === 'protected' || name === 'public') {
    stateOf(builder).visibility.set(builder.current, name);
    return;
  }
  if (!rubyGlobals.has(name) && !stateOf(builder).isLocal(builder, name)) builder.use('call', name, null, node.startPosition.row);
}

export const ruby: Language = {
  name: 'ruby',
  family: 'ruby',
  extensions: ['.rb', '.rake', '.gemspec', '.ru'],
  grammar: 'tree-sitter-ruby/tree-sitter-ruby.wasm',
  query,
  handlers: {
    comment: (node, builder) => builder.addComment(node),
    // Every file adds to the one tree of constants.
    program: (_node, builder) => builder.enterNamespace('-'),
    class: defineType,
    method: defineMethod,
    assign: readAssignment,
    local: (node, builder) => bindLocal(node, builder),
    parameter: (node, builder) => {
      const name = node.type === 'identifier' ? node : node.childForFieldName('name');
      if (name !== null) bindLocal(name, builder);
    },
    call: readCall,
    super: (node, builder) => {
      const around = builder.definition(builder.current);
      if (around.type === 'method') builder.use('call', around.name, 'super', node.startPosition.row);
    },
    bare: readBare,
    constant: (node, builder) => {
      const path = constantPath(node, builder);
      if (path === null) return;
      const dot = path.lastIndexOf('.');
      builder.use('reference', path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), node.startPosition.row);
    },
  },
  reserved: new Set(),
  globals: rubyGlobals,
};
