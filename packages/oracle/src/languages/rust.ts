import type { Node } from 'web-tree-sitter';
import type { NodeType, WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { type Bounds, bounded, classOf } from '../parse/type-parameters.ts';
import type { Language } from './language.ts';
import { bindGenerics, bindTypeGenerics, boundsOf, functionsAmong, parametersOfType, readImplBounds } from './rust-generics.ts';
import { rustGlobals, rustWrapperMethods } from './rust-globals.ts';
import { closeMacros, openMacros } from './rust-macro-calls.ts';
import { openConditions } from './rust-macros.ts';
import { isMacro, plain, typeName } from './rust-paths.ts';
import { bindTyped, readClosure, readCondition, readFor, readLet, readMatch, readParameter } from './rust-patterns.ts';
import { callbackType, containerType, returnedContainer } from './rust-types.ts';
import { readCrate, readModule, readUse, takeAll, visibilityOf } from './rust-uses.ts';

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
(field_declaration) @field
(ordered_field_declaration_list) @places
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
(source_file (macro_invocation) @macro.items)
(source_file (expression_statement (macro_invocation) @macro.items))
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

function defineType(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const visibility = visibilityOf(node, builder);
  const bounds = node.childForFieldName('bounds');
  for (const base of derivedBy(node, builder)) builder.claim(builder.slice(name), base);
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
  bindTypeGenerics(node, builder.slice(name), builder);
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
    returns:
      nameIn(typeName(node.childForFieldName('type'), builder), parametersOfType(impl, builder)) ??
      boundsOf(node.childForFieldName('bounds'), builder)[0] ??
      null,
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
  const parameters = parametersOfType(impl, builder);
  const gives = bounded(returnedContainer(returned, builder), parameters);
  const takes = callbacksOf(node, impl, builder).map((each) => bounded(each, parameters));
  const written = gives === null && takes.length === 0 ? null : { takes, ...(gives === null ? {} : { gives }) };
  builder.define({
    node,
    name: builder.slice(name),
    type: isTest(node, builder) ? 'test' : impl !== null || isInTrait ? 'method' : 'function',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...(isInTrait && node.type === 'function_signature_item' ? { isDeclaration: true } : {}),
    returns: gives === null ? nameIn(typeName(returned, builder, true), parameters) : nameOf(gives),
    ...(written === null ? {} : { written }),
    ...(owner === null ? {} : { owner }),
  });
  bindGenerics(node, impl, builder);
}

/** What stands in a type of a repository for a name that may be one of its parameters. */
const nameIn = (name: string | null, parameters: Bounds): string | null =>
  name === null ? null : (parameters.get(name) ?? name);

/** The name of a type that has one, whatever it is given. */
function nameOf(type: WrittenType): string | null {
  const name = classOf(type);
  return typeof name === 'string' ? name : null;
}

/** What a function takes, where some of it is a function; `self` is not counted. */
function callbacksOf(node: Node, impl: Node | null, builder: FactsBuilder): WrittenType[] {
  const parameters = (node.childForFieldName('parameters')?.namedChildren ?? []).filter((each) => each?.type === 'parameter');
  if (parameters.length === 0 || !/\b(?:fn|Fn|FnMut|FnOnce)\s*\(/.test(headOf(node, impl, builder))) return [];
  const bounds = new Map([...(impl === null ? [] : functionsAmong(impl, builder)), ...functionsAmong(node, builder)]);
  const takes = parameters.map((each) => callbackType(each!.childForFieldName('type'), builder, bounds));
  return takes.some((each) => each !== null) ? takes : [];
}

/** What is written before the body of a function, and of the `impl` that it is in. */
function headOf(node: Node, impl: Node | null, builder: FactsBuilder): string {
  const head = (each: Node) => builder.text.slice(each.startIndex, each.childForFieldName('body')?.startIndex ?? each.endIndex);
  return impl === null ? head(node) : `${head(impl)} ${head(node)}`;
}

/** Attributes stand before what they are about. */
function attributesOf(node: Node, builder: FactsBuilder): string[] {
  const found: string[] = [];
  for (let before = node.previousNamedSibling; before !== null; before = before.previousNamedSibling) {
    if (before.type === 'attribute_item') found.push(builder.slice(before));
    else if (!before.type.endsWith('comment')) break;
  }
  return found;
}

const TEST = /^#\[\s*(?:\w+::)*(?:test|bench|rstest|test_case|quickcheck|proptest)\b/;

const isTest = (node: Node, builder: FactsBuilder): boolean => attributesOf(node, builder).some((each) => TEST.test(each));

/** Traits of a repository that a type has by what it derives. */
function derivedBy(node: Node, builder: FactsBuilder): string[] {
  return attributesOf(node, builder).flatMap((each) => {
    const list = /^#\[\s*derive\s*\(([^()]*)\)/.exec(each)?.[1] ?? '';
    const names = list.split(',').map((name) => name.trim().replaceAll('::', '.'));
    return names.filter((name) => /^[\w.]+$/.test(name) && !rustGlobals.has(name));
  });
}

/** Of what is in a variant of an enum, the beginning of the name that it has as a field of the enum. */
function variantAround(node: Node | null, builder: FactsBuilder): string {
  const around = node?.parent?.parent ?? null;
  const name = around?.type === 'enum_variant' ? around.childForFieldName('name') : null;
  return name === null ? '' : `${builder.slice(name)}#`;
}

function bindField(name: string, type: Node | null, builder: FactsBuilder): void {
  const written = containerType(type, builder);
  builder.bindField(builder.current, name, 'type', written === null ? typeName(type, builder) : null, written);
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
      if (owner !== null) readImplBounds(node, owner, builder);
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
      if (name !== null) builder.passOver(name);
    },
    field: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null || builder.current === 0) return;
      bindField(variantAround(node, builder) + builder.slice(name), node.childForFieldName('type'), builder);
    },
    places: (node, builder) => {
      if (builder.current === 0) return;
      const variant = node.parent?.type === 'enum_variant' ? variantAround(node.firstChild, builder) : '#';
      const types = node.namedChildren.filter(
        (each) => each !== null && !/^(?:visibility_modifier|attribute_item)$|comment$/.test(each.type),
      );
      for (const [place, type] of types.entries()) bindField(`${variant}${place}`, type, builder);
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
    'macro.items': takeAll,
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
