import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import type { Language } from './language.ts';
import { rustGlobals, rustWrapperMethods } from './rust-globals.ts';
import { closeMacros, openMacros } from './rust-macro-calls.ts';
import { openConditions } from './rust-macros.ts';
import { isMacro, plain, typeName } from './rust-paths.ts';
import { bindTyped, readClosure, readCondition, readFor, readLet, readMatch, readParameter } from './rust-patterns.ts';
import { containerType, returnedContainer } from './rust-types.ts';

const query = `
(source_file) @file
(line_comment) @comment
(block_comment) @comment
(attribute_item) @attribute
(use_declaration) @use
(extern_crate_declaration) @crate
(mod_item) @mod
(struct_item) @type
(union_item) @type
(enum_item) @type
(trait_item) @type
(type_item) @alias
(associated_type) @alias
(impl_item) @impl
(function_item) @function
(function_signature_item) @function
(macro_definition) @macro
(const_item) @constant
(static_item) @constant
(type_parameter) @generic
(where_predicate) @where
(field_declaration) @field
(parameter) @parameter
(let_declaration) @let
(block) @block
(match_expression) @match
(match_arm) @arm
(for_expression) @for
(if_expression) @condition
(while_expression) @condition
(mut_pattern (identifier) @local)
(ref_pattern (identifier) @local)
(reference_pattern (identifier) @local)
(closure_parameters (identifier) @local)
(for_expression pattern: (identifier) @local)
(tuple_pattern (identifier) @local)
(tuple_struct_pattern (identifier) @pattern)
(field_pattern (shorthand_field_identifier) @local)
(match_pattern (identifier) @pattern)
(call_expression) @call
(struct_expression) @new
(token_tree (identifier) @token . (token_tree))
(macro_invocation macro: (identifier) @macro.use)
(arguments (identifier) @reference)
(arguments (scoped_identifier) @reference)
(field_initializer value: (identifier) @reference)
(shorthand_field_initializer (identifier) @reference)
(scoped_identifier) @path
(scoped_type_identifier) @type.reference
(type_identifier) @type.reference
(closure_expression) @closure
`;

const TYPES: Readonly<Record<string, NodeType>> = { trait_item: 'interface', enum_item: 'enum' };

function visibilityOf(node: Node, builder: FactsBuilder): Visibility {
  const modifier = node.namedChildren.find((child) => child?.type === 'visibility_modifier');
  if (modifier == null) return 'private';
  // Within the crate, or a part of it.
  return builder.slice(modifier).includes('(') ? 'protected' : 'public';
}

const boundOf = (bounds: Node | null, builder: FactsBuilder): string | null =>
  (bounds?.namedChildren ?? []).map((each) => typeName(each, builder)).find((name) => name !== null && !rustGlobals.has(name)) ??
  null;

function defineType(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const visibility = visibilityOf(node, builder);
  const bounds = node.childForFieldName('bounds');
  builder.define({
    node,
    name: builder.slice(name),
    type: TYPES[node.type] ?? 'struct',
    body: node.childForFieldName('body'),
    bases: (bounds?.namedChildren ?? []).flatMap((each) => typeName(each, builder) ?? []),
    visibility,
    exported: visibility === 'public',
  });
  builder.passOver(name);
}

function defineAlias(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const impl = implAround(node);
  const owner = impl === null ? null : typeName(impl.childForFieldName('type'), builder);
  const visibility = visibilityOf(node, builder);
  builder.define({
    node,
    name: builder.slice(name),
    type: 'type',
    visibility,
    exported: visibility === 'public',
    returns: typeName(node.childForFieldName('type'), builder) ?? boundOf(node.childForFieldName('bounds'), builder),
    ...(owner === null ? {} : { owner }),
  });
  builder.passOver(name);
}

/** The `impl` that a member is written in. */
function implAround(node: Node): Node | null {
  const around = node.parent?.parent ?? null;
  return around?.type === 'impl_item' ? around : null;
}

function defineFunction(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const impl = implAround(node);
  const owner = impl === null ? null : typeName(impl.childForFieldName('type'), builder);
  const isInTrait = node.parent?.parent?.type === 'trait_item';
  const isOfTrait = isInTrait || (impl !== null && impl.childForFieldName('trait') !== null);
  const visibility = isOfTrait ? 'public' : visibilityOf(node, builder);
  const returned = node.childForFieldName('return_type');
  const written = returnedContainer(returned, builder);
  builder.define({
    node,
    name: builder.slice(name),
    type: isTest(node, builder) ? 'test' : impl !== null || isInTrait ? 'method' : 'function',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    returns: written === null ? typeName(returned, builder, true) : null,
    ...(written === null ? {} : { written: { takes: [], gives: written } }),
    ...(owner === null ? {} : { owner }),
  });
  for (const generic of impl?.childForFieldName('type_parameters')?.namedChildren ?? [])
    if (generic !== null) bindGeneric(generic, builder);
}

/** Attributes stand before what they are about. */
function isTest(node: Node, builder: FactsBuilder): boolean {
  for (let before = node.previousNamedSibling; before !== null; before = before.previousNamedSibling) {
    if (before.type === 'attribute_item') {
      if (/^#\[\s*(?:\w+::)*(?:test|bench|rstest|test_case|quickcheck|proptest)\b/.test(builder.slice(before))) return true;
    } else if (!before.type.endsWith('comment')) return false;
  }
  return false;
}

function bindGeneric(node: Node, builder: FactsBuilder): void {
  const name = node.type === 'type_parameter' ? node.childForFieldName('name') : null;
  if (name !== null) builder.bind(builder.slice(name), 'value', boundOf(node.childForFieldName('bounds'), builder));
}

/** `use a::{self, b::C as D, e::*}`; what is written in a function or an inner module is valid there alone. */
function readUse(node: Node, builder: FactsBuilder): void {
  const argument = node.childForFieldName('argument');
  if (argument !== null) readUseTree(argument, '', node.startPosition.row, builder, 0);
}

/** `extern crate a as b`. */
function readCrate(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null || name.type !== 'identifier') return;
  const text = builder.slice(name);
  const alias = node.childForFieldName('alias');
  const local = alias === null ? text : builder.slice(alias);
  if (local !== '_') builder.import(text, local, '*', node.startPosition.row, builder.current);
}

const join = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}.${name}`);
const pathText = (node: Node, builder: FactsBuilder) =>
  builder.slice(node).replace(/^::/, '').replace(/\s+/g, '').replaceAll('::', '.');
const DEEPEST_USE = 20;

function readUseTree(node: Node, prefix: string, row: number, builder: FactsBuilder, depth: number): void {
  if (depth > DEEPEST_USE) return;
  const bind = (path: string, local: string | null) => {
    const dot = path.lastIndexOf('.');
    const name = path.slice(dot + 1);
    const given = local === '_' ? null : (local ?? name);
    const within = builder.current;
    if (dot < 0) builder.import(path, given, '*', row, within);
    else builder.import(path.slice(0, dot), given, name, row, within);
  };
  switch (node.type) {
    case 'use_list':
      for (const each of node.namedChildren) if (each !== null) readUseTree(each, prefix, row, builder, depth + 1);
      return;
    case 'scoped_use_list': {
      const path = node.childForFieldName('path');
      const list = node.childForFieldName('list');
      if (list !== null)
        readUseTree(list, path === null ? prefix : join(prefix, pathText(path, builder)), row, builder, depth + 1);
      return;
    }
    case 'use_as_clause': {
      const [path, alias] = [node.childForFieldName('path'), node.childForFieldName('alias')];
      if (path === null || alias === null) return;
      bind(path.type === 'self' ? prefix : join(prefix, pathText(path, builder)), builder.slice(alias));
      return;
    }
    case 'use_wildcard': {
      const path = node.namedChild(0);
      builder.import(path === null ? prefix : join(prefix, pathText(path, builder)), '*', '*', row, builder.current);
      return;
    }
    case 'self':
      if (prefix !== '') bind(prefix, null);
      return;
    case 'identifier':
    case 'scoped_identifier':
      bind(join(prefix, pathText(node, builder)), null);
  }
}

/** A module written here, or one in a file of its own, which is then imported. */
function readModule(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const body = node.childForFieldName('body');
  const visibility = visibilityOf(node, builder);
  if (body !== null) {
    builder.define({ node, name: text, type: 'module', body, visibility, exported: visibility === 'public' });
    return;
  }
  const attribute = node.previousNamedSibling?.type === 'attribute_item' ? builder.slice(node.previousNamedSibling) : '';
  const path = /^#\[\s*path\s*=\s*"([^"]+)"/.exec(attribute)?.[1];
  const outer: string[] = [];
  for (let around = node.parent?.parent; around != null; around = around.parent?.parent) {
    const outerName = around.type === 'mod_item' ? around.childForFieldName('name') : null;
    if (outerName !== null) outer.unshift(builder.slice(outerName));
  }
  const specifier = path === undefined ? `mod ${[...outer, text].join('/')}` : `path ${path}`;
  builder.import(specifier, text, '*', node.startPosition.row, builder.current);
}

function usePath(kind: 'call' | 'new' | 'reference' | 'type', path: string, row: number, builder: FactsBuilder): void {
  const dot = path.lastIndexOf('.');
  if (path !== '?') builder.use(kind, path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), row);
}

function readCall(node: Node, builder: FactsBuilder): void {
  let called = node.childForFieldName('function');
  if (called?.type === 'generic_function') called = called.childForFieldName('function');
  if (called?.type === 'field_expression') {
    const field = called.childForFieldName('field');
    if (field?.type !== 'field_identifier') return;
    const name = builder.slice(field);
    const receiver = plain(called.childForFieldName('value'), builder);
    // Of what a function returned, it is mostly the wrapper's method and not the value's.
    if (rustWrapperMethods.has(name) && (receiver === '?' || receiver.endsWith('()'))) return;
    builder.use('call', name, receiver, field.startPosition.row);
  } else if (called?.type === 'identifier' || called?.type === 'scoped_identifier') {
    if (isMacro(called, builder)) {
      if (called.type === 'identifier') builder.use('reference', builder.slice(called), null, node.startPosition.row);
      return;
    }
    usePath('call', plain(called, builder), node.startPosition.row, builder);
  }
}

const MOST_STEPS = 8;

/** A call in the arguments of a macro, which the grammar gives as a list of words. */
function readToken(node: Node, builder: FactsBuilder): void {
  if (builder.text[node.endIndex] !== '(') return;
  let receiver: string | null = null;
  let at = node.previousSibling;
  for (let step = 0; at !== null && (at.type === '.' || at.type === '::'); step++) {
    at = at.previousSibling;
    let call = '';
    if (at?.type === 'token_tree' && builder.text[at.startIndex] === '(') {
      call = '()';
      at = at.previousSibling;
    }
    if (at === null || step > MOST_STEPS || !/^(?:identifier|self|super|crate)$/.test(at.type)) {
      receiver = '?';
      break;
    }
    receiver = `${builder.slice(at)}${call}${receiver === null ? '' : `.${receiver}`}`;
    at = at.previousSibling;
  }
  builder.use('call', builder.slice(node), receiver, node.startPosition.row);
}

export const rust: Language = {
  name: 'rust',
  family: 'rust',
  extensions: ['.rs'],
  grammar: 'tree-sitter-rust/tree-sitter-rust.wasm',
  query,
  prepare: openMacros,
  mends: [closeMacros, (_said, text) => openConditions(text)],
  handlers: {
    closure: readClosure,
    block: (node, builder) => builder.enterFunction(node),
    match: readMatch,
    arm: (node, builder) => builder.enterBlock(node.endIndex),
    for: readFor,
    condition: readCondition,
    file: (_node, builder) => builder.enterNamespace('crate'),
    comment: (node, builder) => builder.addComment(node),
    attribute: (node, builder) => builder.wrap(node, false),
    use: readUse,
    crate: readCrate,
    mod: readModule,
    type: defineType,
    alias: defineAlias,
    impl: (node, builder) => {
      const owner = typeName(node.childForFieldName('type'), builder);
      const base = typeName(node.childForFieldName('trait'), builder);
      if (owner !== null && base !== null) builder.claim(owner, base);
    },
    function: defineFunction,
    macro: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name !== null) builder.define({ node, name: builder.slice(name), type: 'function', body: node.namedChild(1) });
    },
    constant: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null) return;
      const text = builder.slice(name);
      const visibility = visibilityOf(node, builder);
      bindTyped(text, node.childForFieldName('type'), builder);
      if (builder.current === 0)
        builder.define({
          node,
          name: text,
          type: 'constant',
          body: node.childForFieldName('value'),
          visibility,
          exported: visibility === 'public',
        });
    },
    generic: (node, builder) => {
      const name = node.childForFieldName('name');
      if (node.parent?.parent?.type !== 'impl_item') bindGeneric(node, builder);
      if (name !== null) builder.passOver(name);
    },
    where: (node, builder) => {
      const left = node.childForFieldName('left');
      if (left?.type === 'type_identifier' && builder.current > 0)
        builder.bind(builder.slice(left), 'value', boundOf(node.childForFieldName('bounds'), builder));
    },
    field: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null || builder.current === 0) return;
      const type = node.childForFieldName('type');
      const written = containerType(type, builder);
      const named = written === null ? typeName(type, builder) : null;
      builder.bindField(builder.current, builder.slice(name), 'type', named, written);
    },
    parameter: readParameter,
    let: readLet,
    local: (node, builder) => builder.bindAt(node.startIndex, builder.slice(node)),
    pattern: (node, builder) => {
      const text = builder.slice(node);
      if (/^[a-z_]/.test(text)) builder.bindAt(node.startIndex, text);
    },
    call: readCall,
    new: (node, builder) => {
      const name = typeName(node.childForFieldName('name'), builder);
      if (name !== null) usePath('new', name, node.startPosition.row, builder);
    },
    token: readToken,
    'macro.use': (node, builder) => builder.use('reference', builder.slice(node), null, node.startPosition.row),
    reference: (node, builder) => usePath('reference', plain(node, builder), node.startPosition.row, builder),
    path: (node, builder) => {
      // Of `A::b` in an expression, `A` is used.
      const parent = node.parent?.type ?? '';
      const path = node.childForFieldName('path');
      if (path === null || parent.startsWith('use_') || parent.startsWith('scoped_') || parent === 'attribute') return;
      const text = plain(path, builder);
      if (/(?:^|\.)\p{Lu}[^.]*$/u.test(text) && text !== 'Self') usePath('reference', text, node.startPosition.row, builder);
    },
    'type.reference': (node, builder) => {
      if (builder.isPassed(node)) return;
      builder.passOver(node);
      const name = typeName(node, builder);
      if (name !== null && name !== 'Self' && !name.startsWith('Self.')) usePath('type', name, node.startPosition.row, builder);
    },
  },
  reserved: new Set(),
  globals: rustGlobals,
};
