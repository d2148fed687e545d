import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { bindNextParameter, bindRecordFields, giving, nameOrType } from '../parse/kept-type.ts';
import { bindGivenToBase, bindTypeParameter } from '../parse/type-parameters.ts';
import { keepFirstBranches, leaveOutFileDirectives } from './csharp-conditions.ts';
import { expectedAt } from './csharp-expected.ts';
import { plain } from './csharp-expressions.ts';
import { csharpGlobals } from './csharp-globals.ts';
import { sayNewWords } from './csharp-mends.ts';
import { readClause, readPattern } from './csharp-patterns.ts';
import { genericsOf, signatureOf } from './csharp-signatures.ts';
import { bindTuple, givenAsArgument, givenTo, isWrapper, nameOf, typeName, writtenType } from './csharp-types.ts';
import type { Language } from './language.ts';

const query = `
(comment) @comment
(using_directive) @using
(file_scoped_namespace_declaration) @namespace
(namespace_declaration) @namespace
(class_declaration) @class
(interface_declaration) @class
(struct_declaration) @class
(record_declaration) @class
(enum_declaration) @class
(delegate_declaration) @delegate
(method_declaration) @method
(constructor_declaration) @method
(local_function_statement) @method
(field_declaration (variable_declaration) @field)
(event_field_declaration (variable_declaration) @field)
(indexer_declaration) @indexer
(property_declaration) @property
(type_parameter_list) @type.parameters
(type_parameter_constraints_clause) @generic
(local_declaration_statement (variable_declaration) @variable)
(using_statement (variable_declaration) @variable)
(parameter) @parameter
(parameter_list type: (_) name: (identifier)) @parameter
(declaration_expression) @declared
(foreach_statement) @each
(catch_declaration) @parameter
(declaration_pattern) @pattern
(recursive_pattern) @pattern
(from_clause) @clause
(join_clause) @clause
(let_clause) @clause
(implicit_parameter) @local
(invocation_expression) @call
(object_creation_expression) @new
(implicit_object_creation_expression) @new.implicit
(attribute name: (identifier) @attribute)
(base_list (_) @type.reference)
(type_argument_list (_) @type.reference)
(variable_declaration type: (_) @type.reference)
(parameter type: (_) @type.reference)
(property_declaration type: (_) @type.reference)
(method_declaration returns: (_) @type.reference)
(cast_expression type: (_) @type.reference)
(typeof_expression type: (_) @type.reference)
(argument (identifier) @reference)
(lambda_expression) @inner
(anonymous_method_expression) @inner
`;

/** A namespace: far more than people write. */
const LONGEST_NAMESPACE = 500;
const TYPES: Readonly<Record<string, NodeType>> = {
  interface_declaration: 'interface',
  struct_declaration: 'struct',
  enum_declaration: 'enum',
};
const TEST = /\[\s*(?:\w+\.)*(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b/;

const modifiersOf = (node: Node, builder: FactsBuilder): string[] =>
  node.namedChildren.flatMap((child) => (child?.type === 'modifier' ? [builder.slice(child)] : []));

function visibilityOf(node: Node, builder: FactsBuilder): Visibility {
  const modifiers = modifiersOf(node, builder);
  if (modifiers.includes('public')) return 'public';
  if (modifiers.includes('protected') || modifiers.includes('internal')) return 'protected';
  const owner = builder.definition(builder.current).type;
  if (owner === 'interface') return 'public';
  // Without a word for it, a type is its assembly's and a member its type's.
  return owner === 'module' ? 'protected' : 'private';
}

function defineClass(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const list = node.namedChildren.find((child) => child?.type === 'base_list');
  const bases = list?.namedChildren ?? [];
  const named = bases.flatMap((each) => typeName(each, builder) ?? []);
  const type = TYPES[node.type] ?? 'class';
  // Nothing but the custom of the name tells an interface from a class.
  const isInterface = (base: string) => /(?:^|\.)I\p{Lu}[^.]*$/u.test(base);
  const visibility = visibilityOf(node, builder);
  const body = node.childForFieldName('body');
  builder.define({
    node,
    name: nameOf(name, builder),
    type,
    body,
    bases: named.filter((base) => type === 'interface' || !isInterface(base)),
    interfaces: named.filter((base) => type !== 'interface' && isInterface(base)),
    visibility,
    exported: visibility === 'public',
    ...genericsOf(node),
    isPartial: modifiersOf(node, builder).includes('partial'),
    namespace: builder.isInNoNamespace ? '' : undefined,
  });
  for (const base of bases) bindGivenToBase(builder.current, writtenType(base, builder), builder);
  const parameters = node.namedChildren.find((child) => child?.type === 'parameter_list');
  bindRecordFields(parameters ?? null, builder, (type) => writtenType(type, builder));
}

function defineMethod(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const attributes = node.namedChildren.filter((child) => child?.type === 'attribute_list').map((child) => builder.slice(child!));
  const visibility = visibilityOf(node, builder);
  builder.define({
    node,
    name: nameOf(name, builder),
    type: attributes.some((each) => TEST.test(each)) ? 'test' : node.type === 'local_function_statement' ? 'function' : 'method',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...genericsOf(node),
    ...signatureOf(node, builder, visibility === 'private'),
    ...(isExplicit(node) ? { isMember: true } : {}),
  });
}

/** What implements a method of one interface is called by way of that alone. */
const isExplicit = (node: Node): boolean => node.namedChildren.some((child) => child?.type === 'explicit_interface_specifier');

function readUsing(node: Node, builder: FactsBuilder): void {
  const alias = node.childForFieldName('name');
  const path = node.namedChildren.at(-1);
  if (path == null) return;
  const name = typeName(path, builder);
  if (name === null) return;
  const row = node.startPosition.row;
  const local = alias === null ? '*' : builder.slice(alias);
  builder.import(name, local, '*', row);
  if (node.child(0)?.type === 'global') builder.export(local, null, name, row);
}

function readVariable(node: Node, builder: FactsBuilder, isField: boolean): void {
  const written = node.childForFieldName('type');
  const isInferred = written?.type === 'implicit_type';
  const type = isInferred ? null : writtenType(written, builder);
  for (const each of node.namedChildren) {
    if (each?.type !== 'variable_declarator') continue;
    const name = each.childForFieldName('name');
    const value = each.namedChildren.at(-1) ?? null;
    const [pattern = null] = each.namedChildren;
    if (pattern?.type === 'tuple_pattern') bindTuple(pattern, plain(value, builder), builder);
    if (name === null) continue;
    const text = nameOf(name, builder);
    if (isField) builder.bindField(builder.current, text, 'type', ...nameOrType(type));
    else if (isInferred) bindValue(text, value, builder);
    else builder.bind(text, 'type', ...nameOrType(type));
  }
}

/** `var name = value` */
function bindValue(name: string, value: Node | null, builder: FactsBuilder): void {
  const isConstructed = value !== null && /^(?:(?:object|array)_creation|cast|as)_expression$/.test(value.type);
  const type = isConstructed ? (value.childForFieldName('type') ?? value.childForFieldName('right')) : null;
  const written = writtenType(type, builder);
  const expression = plain(value, builder);
  if (written !== null && typeof written !== 'string') builder.bind(name, 'type', ...nameOrType(written));
  else builder.bind(name, 'value', expression === '?' ? null : expression);
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (name === null) return;
  const isOfLambda = type === null && node.parent?.parent?.type === 'lambda_expression';
  if (isOfLambda) bindLambda(nameOf(name, builder), builder);
  else builder.bind(nameOf(name, builder), 'type', ...nameOrType(writtenType(type, builder)));
}

function bindLambda(name: string, builder: FactsBuilder): void {
  bindNextParameter(name, builder, (lambda) => givenTo(lambda, (each) => plain(each, builder), builder));
}

/** `foreach (var x in xs)`, `foreach (var (key, value) in map)` */
function readEach(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('left');
  const type = node.childForFieldName('type');
  const from = plain(node.childForFieldName('right'), builder);
  const value = from === '?' ? from : `${from}[*]`;
  if (name?.type === 'tuple_pattern') bindTuple(name, value, builder);
  if (name?.type !== 'identifier') return;
  if (type?.type !== 'implicit_type') builder.bind(nameOf(name, builder), 'type', ...nameOrType(writtenType(type, builder)));
  else builder.bind(nameOf(name, builder), 'value', value === '?' ? null : value);
}

/** `map.TryGetValue(key, out var value)`, `queue.TryDequeue(out var value)` */
function readDeclared(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (name?.type !== 'identifier') return;
  const call = node.parent?.parent?.parent;
  const called = call?.type === 'invocation_expression' ? call.childForFieldName('function') : null;
  const isAsked =
    called?.type === 'member_access_expression' && /\.Try(?:GetValue|Remove|Dequeue|Peek|Pop|Take)$/.test(builder.slice(called));
  const object = isAsked ? plain(called.childForFieldName('expression'), builder) : '?';
  const argument = node.parent;
  const isOther = object === '?' && type?.type === 'implicit_type' && argument?.type === 'argument';
  const given = isOther ? givenAsArgument(argument, (each) => plain(each, builder), builder) : null;
  if (given !== null) builder.bindArgument(nameOf(name, builder), given);
  else if (type?.type !== 'implicit_type') builder.bind(nameOf(name, builder), 'type', ...nameOrType(writtenType(type, builder)));
  else builder.bind(nameOf(name, builder), 'value', object === '?' ? null : `${object}[]`);
}

function readCall(node: Node, builder: FactsBuilder): void {
  const called = node.childForFieldName('function');
  if (called === null) return;
  const count = node.childForFieldName('arguments')?.namedChildren.filter((each) => each?.type === 'argument').length ?? 0;
  const row = called.endPosition.row;
  if (called.type === 'member_access_expression' || called.type === 'conditional_access_expression') {
    const object = called.childForFieldName('expression') ?? called.childForFieldName('condition');
    const name = called.childForFieldName('name') ?? called.namedChildren.at(-1)?.childForFieldName('name') ?? null;
    const text = plain(name, builder);
    if (text !== '?') builder.use('call', text, plain(object, builder), row, count);
  } else {
    const text = plain(called, builder);
    if (/^[\w@]+(?:#\d+)?$/.test(text)) builder.use('call', text, null, row, count);
  }
}

function useType(kind: 'new' | 'type', node: Node | null, builder: FactsBuilder): void {
  const path = typeName(node, builder);
  if (path === null || node === null) return;
  const dot = path.lastIndexOf('.');
  builder.use(kind, path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), node.startPosition.row);
}

/** Of what has to be nothing else it is known that it is an object. */
function bindTypeParameters(list: Node, builder: FactsBuilder): void {
  const clauses = list.parent?.namedChildren.filter((child) => child?.type === 'type_parameter_constraints_clause') ?? [];
  const bounded = new Map(clauses.map((clause) => [builder.slice(clause!.namedChild(0)!), clause!]));
  for (const [place, each] of list.namedChildren.entries()) {
    const name = each?.childForFieldName('name');
    if (name == null) continue;
    const clause = bounded.get(builder.slice(name));
    const isOfType = OF_TYPE.test(builder.definition(builder.current).type);
    const bound = clause === undefined ? 'object' : boundIn(clause, builder);
    if (isOfType) bindTypeParameter(builder.current, nameOf(name, builder), place, bound, builder);
    else if (clause === undefined) builder.bind(nameOf(name, builder), 'type', 'object');
  }
}

const OF_TYPE = /^(?:class|interface|struct)$/;

/** What a type parameter has to be. */
function boundIn(clause: Node, builder: FactsBuilder): string | null {
  const bound = clause.namedChildren.find((child) => child?.type === 'type_parameter_constraint')?.childForFieldName('type');
  return typeName(bound ?? null, builder);
}

/** `new(…)` is of the type that is expected where it stands. */
function useExpected(node: Node, builder: FactsBuilder): void {
  const { row, column } = node.startPosition;
  if (node.parent?.type === 'argument' && node.parent.parent?.type === 'argument_list') {
    const given = givenAsArgument(node.parent, (each) => plain(each, builder), builder);
    if (given === null) return;
    const name = `new$${row}$${column}`;
    builder.bindArgument(name, given);
    builder.use('new', 'new', name, row);
    return;
  }
  const { type, of } = expectedAt(node, builder);
  if (type !== null) {
    const written = of === 'element' ? writtenType(type, builder) : typeName(type, builder);
    const name = typeof written === 'object' && written !== null && 'each' in written ? written.each : written;
    if (typeof name !== 'string') return;
    const dot = name.lastIndexOf('.');
    builder.use('new', name.slice(dot + 1), dot < 0 ? null : name.slice(0, dot), row);
  } else if (of !== null && of !== 'element') {
    const value = plain(of, builder);
    if (value !== '?') builder.use('new', 'new', value, row);
  }
}

export const csharp: Language = {
  name: 'csharp',
  family: 'csharp',
  extensions: ['.cs'],
  grammar: '@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm',
  query,
  prepare: leaveOutFileDirectives,
  mends: [keepFirstBranches, sayNewWords],
  handlers: {
    inner: (node, builder) => builder.enterFunction(node),
    comment: (node, builder) => builder.addComment(node),
    using: readUsing,
    namespace: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null) return;
      const text = builder.slice(name).replace(/\s+/g, '').slice(0, LONGEST_NAMESPACE);
      if (node.type === 'namespace_declaration') builder.enterNamespace(text, node.endIndex);
      else builder.enterNamespace(text);
    },
    class: defineClass,
    delegate: (node, builder) => {
      const name = node.childForFieldName('name');
      const visibility = visibilityOf(node, builder);
      if (name === null) return;
      const { written } = signatureOf(node, builder);
      const exported = visibility === 'public';
      builder.define({
        node,
        name: nameOf(name, builder),
        type: 'type',
        visibility,
        exported,
        ...genericsOf(node),
        ...(written === undefined ? {} : { written }),
      });
    },
    method: defineMethod,
    field: (node, builder) => readVariable(node, builder, true),
    property: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name === null) return;
      const visibility = visibilityOf(node, builder);
      builder.define({
        node,
        name: nameOf(name, builder),
        type: 'method',
        body: node.childForFieldName('accessors') ?? node.childForFieldName('value'),
        ...giving(writtenType(node.childForFieldName('type'), builder)),
        visibility,
        exported: visibility === 'public',
      });
    },
    indexer: (node, builder) => {
      const type = writtenType(node.childForFieldName('type'), builder);
      builder.bindField(builder.current, '[]', 'type', ...nameOrType(type));
    },
    'type.parameters': bindTypeParameters,
    generic: (node, builder) => {
      const name = node.namedChild(0);
      if (name === null || OF_TYPE.test(builder.definition(builder.current).type)) return;
      builder.bind(nameOf(name, builder), 'value', boundIn(node, builder));
    },
    variable: (node, builder) => readVariable(node, builder, false),
    parameter: readParameter,
    pattern: readPattern,
    clause: readClause,
    declared: readDeclared,
    each: readEach,
    local: (node, builder) => bindLambda(nameOf(node, builder), builder),
    call: readCall,
    new: (node, builder) => {
      const type = node.childForFieldName('type');
      // What holds a value is not that.
      if (type?.type !== 'generic_name' || !isWrapper(type, builder)) useType('new', type, builder);
    },
    'new.implicit': useExpected,
    // `[Key]` is a `KeyAttribute`.
    attribute: (node, builder) =>
      builder.use('type', builder.slice(node).replace(/(?:Attribute)?$/, 'Attribute'), null, node.startPosition.row),
    'type.reference': (node, builder) => useType('type', node, builder),
    reference: (node, builder) => builder.use('reference', builder.slice(node), null, node.startPosition.row),
  },
  reserved: new Set(),
  globals: csharpGlobals,
};
