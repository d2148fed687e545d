import type { Node } from 'web-tree-sitter';
import type { Visibility } from '../facts.ts';
import { UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { cGlobals, cHandlers, defineStruct, isStatic, readDeclaration, readParameter } from './c.ts';
import { leaveOutExports, mendsOf } from './c-mends.ts';
import { bindDeclarators, cQuery, declaredIn, plain, readCall, typeName } from './c-syntax.ts';
import { aliasOf, containerType, givenType, readEach } from './cpp-containers.ts';
import { bindMaker, bindOwnersParameters, bindTemplate, goneThrough } from './cpp-templates.ts';
import type { Language } from './language.ts';

const query = `${cQuery}
(class_specifier body: (_)) @struct
(namespace_definition) @namespace
(using_declaration) @using
(alias_declaration) @using.type
(template_declaration) @template
(expression_statement (call_expression function: (identifier) arguments: (argument_list . (string_literal)))) @test.case
(optional_parameter_declaration) @parameter
(for_range_loop) @each
(for_statement) @for
(access_specifier) @access
(call_expression function: [(qualified_identifier) (template_function)] @call)
(new_expression) @new
(qualified_identifier name: [(type_identifier) (template_type)]) @type.qualified
(lambda_capture_initializer left: (identifier) @local)
(lambda_expression) @inner
`;

const NO_WORDS: ReadonlySet<string> = new Set(
  'if else for while do return switch case throw try catch namespace template class struct operator'.split(' '),
);
const TEST_MACRO = /^(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|FUZZ_TEST|BENCHMARK_F)$/;
const TEST_CASE = /^(?:TEST_CASE|SCENARIO|TEST_CASE_TEMPLATE|TEMPLATE_TEST_CASE|BOOST_AUTO_TEST_CASE|DOCTEST_TEST_CASE)$/;

/** What stands after the last `public:`, `protected:` or `private:` of a class. */
const access = new WeakMap<FactsBuilder, { owner: number; visibility: Visibility }>();

function visibilityIn(owner: number, builder: FactsBuilder): Visibility {
  const said = access.get(builder);
  if (said?.owner === owner) return said.visibility;
  return builder.definition(owner).type === 'class' ? 'private' : 'public';
}

function defineClass(node: Node, builder: FactsBuilder): void {
  const bases: string[] = [];
  const clause = node.namedChildren.find((child) => child?.type === 'base_class_clause');
  for (const base of clause?.namedChildren ?? []) {
    const name = typeName(base, builder);
    if (name !== null) bases.push(name);
  }
  const before = builder.current;
  defineStruct(node, builder, { bases });
  if (builder.current !== before) bindTemplate(node, clause?.namedChildren ?? [], builder);
}

function defineFunction(node: Node, builder: FactsBuilder): void {
  const declared = declaredIn(node.childForFieldName('declarator'));
  if (declared === null) return;
  const text = builder.slice(declared.name);
  if (TEST_MACRO.test(text) && declared.parameters !== null) {
    const [suite = '', ...rest] = builder.slice(declared.parameters).slice(1, -1).replace(/\s+/g, '').split(',');
    // A fixture is a class, of which the test has the members.
    const isFixture = text !== 'TEST' && text !== 'FUZZ_TEST' && rest.length > 0 && builder.isOutermost;
    const named = isFixture ? { name: rest.join('.'), owner: suite } : { name: [suite, ...rest].join('.') };
    builder.define({ node, ...named, type: 'test', body: node.childForFieldName('body') });
    for (const parameter of declared.parameters.descendantsOfType('type_identifier'))
      if (parameter !== null) builder.passOver(parameter);
    return;
  }
  defineCallable(node, declared.name, false, builder);
}

/** `operator []` and `operator bool() const` as most people write them; null for any other name. */
function operatorName(name: string): string | null {
  if (!/^operator\b/.test(name)) return null;
  const sign = /^operator\s*(\(\s*\)|[^\w\s(]+)/.exec(name)?.[1];
  return sign === undefined ? name.replace(/\s*\(.*$/s, '').replace(/\s+/g, ' ') : `operator${sign.replace(/\s+/g, '')}`;
}

/** A function or a method, in its class or outside of it. */
function defineCallable(node: Node, name: Node, isDeclaration: boolean, builder: FactsBuilder): void {
  const parts = plain(name, builder) === '?' ? [builder.slice(name)] : plain(name, builder).split('.');
  const written = parts.pop()!;
  const last = operatorName(written) ?? written.replace(/\s*<.*$/s, '');
  const around = builder.enclosingClass;
  const isMember = around >= 0 && around === builder.current;
  // Namespaces are written small by nearly everybody who also writes classes large.
  const namespaces = isMember ? [] : parts.slice(0, -1).filter((part) => /^[a-z]/.test(part));
  const owners = isMember ? [] : parts.slice(namespaces.length);
  if (namespaces.length > 0) builder.enterNamespace(namespaces.join('.'), node.endIndex);
  const owner = owners.join('.');
  const type = isMember ? builder.definition(around).name : owners.at(-1);
  const isPrivate =
    !isMember && owner === '' && isStatic(node, builder) && !/inline/.test(builder.text.slice(node.startIndex, name.startIndex));
  if (isMember || owner === '') bindMaker(node, last, isMember ? builder.definition(around).name : null, builder);
  builder.define({
    node,
    name: last === type ? 'constructor' : last,
    type: isMember || owner !== '' ? 'method' : 'function',
    body: node.childForFieldName('body'),
    isOverloaded: true,
    exported: !isPrivate,
    visibility: isMember ? visibilityIn(around, builder) : isPrivate ? 'private' : 'public',
    ...givenType(node, builder),
    ...(owner === '' ? {} : { owner }),
    ...(isDeclaration ? { isDeclaration: true } : {}),
  });
  if (owner !== '') bindOwnersParameters(name, builder);
}

function readField(node: Node, builder: FactsBuilder): void {
  const owner = builder.enclosingClass;
  if (owner < 0) return;
  const declared = declaredIn(node.childForFieldName('declarator'));
  if (declared?.parameters != null) {
    // `= 0` says that there is no other.
    defineCallable(node, declared.name, !/=\s*0\s*;?$/.test(builder.slice(node)), builder);
    return;
  }
  const type = node.childForFieldName('type');
  bindDeclarators(node, false, (name, declarator) => {
    const written = containerType(type, declarator, builder);
    builder.bindField(owner, builder.slice(name), 'type', written === null ? typeName(type, builder) : null, written);
  });
}

function declare(node: Node, builder: FactsBuilder): void {
  const declared = declaredIn(node.childForFieldName('declarator'));
  const around = builder.enclosingClass;
  if (around >= 0 && around === builder.current && declared?.parameters != null)
    defineCallable(node, declared.name, true, builder);
  else readDeclaration(node, builder);
}

/** `using namespace a::b`, `using a::b`. */
function readUsing(node: Node, builder: FactsBuilder): void {
  const target = node.namedChildren.at(-1);
  const text = target == null ? '?' : plain(target, builder);
  if (text === '?') return;
  const row = node.startPosition.row;
  const dot = text.lastIndexOf('.');
  if (/^using\s+namespace\b/.test(builder.slice(node))) builder.import(text, '*', '*', row);
  else if (dot > 0) builder.import(text.slice(0, dot), text.slice(dot + 1), text.slice(dot + 1), row);
}

/** `TEST_CASE("it works") { … }`: to the grammar a call, and a block after it. */
function defineTestCase(node: Node, builder: FactsBuilder): void {
  const call = node.namedChild(0);
  const callee = call?.childForFieldName('function');
  if (call == null || callee == null || !TEST_CASE.test(builder.slice(callee))) return;
  const block = node.nextNamedSibling;
  const title = call.childForFieldName('arguments')?.namedChild(0);
  if (block?.type !== 'compound_statement' || title == null) return;
  const { startIndex, startPosition } = node;
  const { endIndex, endPosition } = block;
  const whole = { startIndex, startPosition, endIndex, endPosition };
  builder.define({ node: whole, name: builder.slice(title).slice(1, -1), type: 'test', body: block });
}

export const cpp: Language = {
  name: 'cpp',
  family: 'c',
  // A header may be either's; what C++ says of it holds for nearly all of C.
  extensions: ['.cc', '.cpp', '.cxx', '.c++', '.h', '.hh', '.hpp', '.hxx', '.h++', '.ipp', '.inl', '.tpp'],
  grammar: 'tree-sitter-cpp/tree-sitter-cpp.wasm',
  query,
  prepare: leaveOutExports,
  showsAsRead: true,
  mends: mendsOf('cpp'),
  reserved: NO_WORDS,
  handlers: {
    ...cHandlers,
    inner: (node, builder) => builder.enterFunction(node),
    struct: defineClass,
    function: defineFunction,
    declaration: declare,
    field: readField,
    namespace: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name !== null) builder.enterNamespace(builder.slice(name).replace(/\s*::\s*(?:inline\s+)?/g, '.'), node.endIndex);
    },
    using: readUsing,
    'using.type': (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null) return;
      builder.passOver(name);
      const type = node.childForFieldName('type');
      const isPointer = /[*&]\s*$/.test(type === null ? '' : builder.slice(type));
      builder.define({
        node,
        name: builder.slice(name),
        type: 'type',
        exported: true,
        ...(isPointer ? { returns: null } : aliasOf(type, builder)),
      });
    },
    template: (node, builder) => {
      builder.wrap(node, false);
      for (const name of node.childForFieldName('parameters')?.descendantsOfType('type_identifier') ?? [])
        if (name !== null) builder.bind(builder.slice(name));
    },
    'test.case': defineTestCase,
    parameter: (node, builder) => {
      const name = declaredIn(node.childForFieldName('declarator'))?.name;
      const isOpen = node.childForFieldName('type')?.type === 'placeholder_type_specifier';
      const met = isOpen && name != null ? goneThrough(node, builder) : UNKNOWN;
      if (met === UNKNOWN || name == null) readParameter(node, builder);
      else builder.bind(builder.slice(name), 'value', met);
    },
    each: (node, builder) => readEach(node, declaredIn(node.childForFieldName('declarator'))?.name ?? null, builder),
    for: (node, builder) => builder.enterBlock(node.endIndex),
    access: (node, builder) => {
      const said = /^(?:public|protected|private)/.exec(builder.slice(node))?.[0];
      if (said !== undefined && node.parent?.type === 'field_declaration_list')
        access.set(builder, { owner: builder.current, visibility: said as Visibility });
    },
    call: readCall,
    new: (node, builder) => {
      const name = typeName(node.childForFieldName('type'), builder);
      const dot = name?.lastIndexOf('.') ?? -1;
      if (name !== null) builder.use('new', name.slice(dot + 1), dot < 0 ? null : name.slice(0, dot), node.startPosition.row);
    },
    'type.qualified': (node, builder) => {
      const name = typeName(node, builder);
      const dot = name?.lastIndexOf('.') ?? -1;
      if (builder.isPassed(node) || name === null || dot < 0) return;
      builder.use('type', name.slice(dot + 1), name.slice(0, dot), node.startPosition.row);
      const last = node.childForFieldName('name');
      if (last?.type === 'type_identifier') builder.passOver(last);
    },
    local: (node, builder) => builder.bind(builder.slice(node)),
  },
  globals: new Set([...cGlobals, ...'std string vector map set pair tuple move forward make_pair make_tuple'.split(' ')]),
};
