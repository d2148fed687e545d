import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility, WrittenType } from '../facts.ts';
import { newValue } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { bindNextParameter, bindRecordFields, giving, nameOrType } from '../parse/kept-type.ts';
import { javaGlobals } from './java-globals.ts';
import { givenTo, importAll, listOf, typeName, writtenType } from './java-types.ts';
import type { Language } from './language.ts';

const query = `
(line_comment) @comment
(block_comment) @comment
(package_declaration) @package
(import_declaration) @import
(class_declaration) @class
(interface_declaration) @class
(enum_declaration) @class
(record_declaration) @class
(annotation_type_declaration) @class
(method_declaration) @method
(annotation_type_element_declaration) @method
(constructor_declaration) @method
(compact_constructor_declaration) @method
(field_declaration) @field
(constant_declaration) @field
(type_parameter) @generic
(local_variable_declaration) @variable
(formal_parameter) @parameter
(catch_formal_parameter) @parameter
(resource) @parameter
(enhanced_for_statement) @parameter
(instanceof_expression name: (identifier)) @parameter
(type_pattern) @pattern
(spread_parameter) @spread
(lambda_expression parameters: (identifier) @local)
(inferred_parameters (identifier) @local)
(method_invocation) @call
(object_creation_expression) @new
(method_reference) @method.reference
(argument_list (identifier) @reference)
(argument_list (field_access) @reference)
(marker_annotation name: (_) @annotation)
(annotation name: (_) @annotation)
(scoped_type_identifier) @type.reference
(type_identifier) @type.reference
(lambda_expression) @inner
`;

/** Of a chain of calls with all that they are given. */
const LONGEST_EXPRESSION = 4000;
const TYPES: Readonly<Record<string, NodeType>> = {
  interface_declaration: 'interface',
  annotation_type_declaration: 'interface',
  enum_declaration: 'enum',
};
const TEST = /@(?:\w+\.)*(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate)\b/;

/** The plain form of an expression: a cast and an outer `this` are a value of their type; `?` for what is not plain. */
function plain(node: Node | null, builder: FactsBuilder): string {
  if (node === null || node.endIndex - node.startIndex > LONGEST_EXPRESSION) return '?';
  const text = builder.slice(node);
  switch (node.type) {
    case 'identifier':
    case 'this':
    case 'super':
      return text;
    case 'field_access': {
      const object = plain(node.childForFieldName('object'), builder);
      const field = builder.slice(node.childForFieldName('field')!);
      if (field === 'this') return `new ${object}()`;
      return field === 'super' ? 'super' : `${object}.${field}`;
    }
    case 'method_invocation': {
      const object = node.childForFieldName('object');
      const call = `${builder.slice(node.childForFieldName('name')!)}()`;
      return object === null ? call : `${plain(object, builder)}.${call}`;
    }
    case 'parenthesized_expression':
      return plain(node.namedChild(0), builder);
    case 'object_creation_expression':
      // One with a body is of a class of its own, which has what its base has.
      return newValue(typeName(node.childForFieldName('type'), builder));
    case 'cast_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    case 'array_access': {
      const index = node.childForFieldName('index');
      const place = index?.type === 'decimal_integer_literal' ? builder.slice(index) : '';
      return `${plain(node.childForFieldName('array'), builder)}[${place}]`;
    }
    default:
      return '?';
  }
}

function modifiersOf(node: Node, builder: FactsBuilder): string {
  const modifiers = node.namedChild(0);
  return modifiers?.type === 'modifiers' ? builder.slice(modifiers) : '';
}

/** Without a word for it, the whole package sees it; members of an interface are for all. */
function visibilityOf(modifiers: string, isInInterface: boolean): Visibility {
  const plainModifiers = modifiers.replace(/@[\w.]+(?:\([^)]*\))?/g, '');
  if (/\bprivate\b/.test(plainModifiers)) return 'private';
  return isInInterface || /\bpublic\b/.test(plainModifiers) ? 'public' : 'protected';
}

function defineClass(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const modifiers = modifiersOf(node, builder);
  const visibility = visibilityOf(modifiers, builder.definition(builder.current).type === 'interface');
  const named = (parent: Node | null | undefined) =>
    (parent?.namedChildren ?? []).flatMap((child) => typeName(child, builder) ?? []);
  const lists = (type: string) => named(node.namedChildren.find((child) => child?.type === type)?.namedChild(0));
  builder.define({
    node,
    name: builder.slice(name),
    type: TYPES[node.type] ?? 'class',
    body: node.childForFieldName('body'),
    bases: [...named(node.childForFieldName('superclass')), ...lists('extends_interfaces')],
    interfaces: lists('super_interfaces'),
    visibility,
    exported: visibility === 'public',
  });
  if (node.type === 'record_declaration')
    bindRecordFields(node.childForFieldName('parameters'), builder, (type) => writtenType(type, builder));
}

/** Whether a type parameter stands for whatever class the object is of: `B` of `class Builder<B extends Builder<B>>`. */
function isOwnClass(method: Node, type: string, builder: FactsBuilder): boolean {
  const around = method.parent?.parent ?? null;
  const name = around?.childForFieldName('name') ?? null;
  const bound = (around?.childForFieldName('type_parameters')?.namedChildren ?? [])
    .filter((each) => each?.namedChild(0) != null && builder.slice(each.namedChild(0)!) === type)
    .map((each) => each!.namedChildren.find((child) => child?.type === 'type_bound')?.namedChild(0) ?? null)[0];
  if (name === null || bound == null || typeName(bound, builder) !== builder.slice(name)) return false;
  return builder.slice(bound).match(/\w+/g)?.includes(type) === true;
}

/** What a method is said to give: the name of a class, or what it holds. A type parameter of its own means nothing. */
function returnedBy(node: Node, builder: FactsBuilder): { returns: string | null; written?: WrittenType } {
  const type = node.childForFieldName('type');
  const gives = writtenType(type, builder, node.childForFieldName('dimensions'));
  if (typeof gives === 'string' && isOwnClass(node, gives, builder)) return giving('this');
  if (gives === null || typeof gives === 'string') return giving(gives);
  const parameters = node.childForFieldName('type_parameters')?.namedChildren ?? [];
  const names = parameters.map((each) => each?.namedChildren.find((child) => child?.type === 'type_identifier') ?? null);
  const text = type === null ? '' : builder.slice(type);
  const isOwn = names.some((each) => each !== null && new RegExp(`\\b${builder.slice(each)}\\b`).test(text));
  return giving(isOwn ? typeName(type, builder) : gives);
}

function defineMethod(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const owner = builder.definition(builder.current).type;
  // Of a class without a name; nobody else can say it.
  if (name === null || !['class', 'interface', 'enum'].includes(owner) || isAnonymous(node)) return;
  const modifiers = modifiersOf(node, builder);
  const visibility = visibilityOf(modifiers, owner === 'interface');
  const parameters = node.childForFieldName('parameters')?.namedChildren ?? [];
  const given = parameters.filter((each) => each?.type === 'formal_parameter').length;
  const isVariadic = parameters.some((each) => each?.type === 'spread_parameter');
  builder.define({
    node,
    name: builder.slice(name),
    type: TEST.test(modifiers) ? 'test' : 'method',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...returnedBy(node, builder),
    arity: [given, isVariadic ? Number.MAX_SAFE_INTEGER : given],
  });
}

function isAnonymous(node: Node): boolean {
  const holder = node.parent?.parent?.type;
  return holder === 'object_creation_expression' || holder === 'enum_constant';
}

function readImport(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const path = node.namedChildren.find((child) => child?.type === 'scoped_identifier' || child?.type === 'identifier');
  if (path == null) return;
  const name = builder.slice(path).replace(/\s+/g, '');
  if (node.namedChildren.some((child) => child?.type === 'asterisk')) {
    builder.import(name, '*', '*', row);
    importAll(name, builder);
    return;
  }
  const dot = name.lastIndexOf('.');
  if (dot > 0) builder.import(name.slice(0, dot), name.slice(dot + 1), name.slice(dot + 1), row);
}

function readField(node: Node, builder: FactsBuilder): void {
  const type = node.childForFieldName('type');
  if (isAnonymous(node)) return;
  for (const each of node.childrenForFieldName('declarator')) {
    const name = each?.childForFieldName('name');
    if (name != null)
      builder.bindField(
        builder.current,
        builder.slice(name),
        'type',
        ...nameOrType(writtenType(type, builder, each?.childForFieldName('dimensions'))),
      );
  }
}

function readVariable(node: Node, builder: FactsBuilder): void {
  const type = node.childForFieldName('type');
  const isInferred = type !== null && builder.slice(type) === 'var';
  for (const each of node.childrenForFieldName('declarator')) {
    const name = each?.childForFieldName('name');
    if (each == null || name == null) continue;
    if (isInferred) bindValue(name, each.childForFieldName('value'), builder);
    else
      builder.bind(builder.slice(name), 'type', ...nameOrType(writtenType(type, builder, each.childForFieldName('dimensions'))));
  }
}

/** `var name = value` */
function bindValue(name: Node, value: Node | null, builder: FactsBuilder): void {
  const isConstructed = value !== null && /^(?:object_creation|array_creation|cast)_expression$/.test(value.type);
  const type = isConstructed ? value.childForFieldName('type') : null;
  const written = writtenType(type, builder, value?.childForFieldName('dimensions'));
  const expression = plain(value, builder);
  if (written !== null && typeof written !== 'string') builder.bind(builder.slice(name), 'type', ...nameOrType(written));
  else builder.bind(builder.slice(name), 'value', expression === '?' ? null : expression);
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const type =
    node.childForFieldName('type') ??
    node.childForFieldName('right') ??
    node.namedChildren.find((child) => child?.type === 'catch_type') ??
    null;
  if (name === null) return;
  const written = writtenType(type, builder, node.childForFieldName('dimensions'));
  const value = written === null ? plain(node.childForFieldName('value'), builder) : '?';
  if (value === '?') builder.bind(builder.slice(name), 'type', ...nameOrType(written));
  else builder.bind(builder.slice(name), 'value', node.type === 'enhanced_for_statement' ? `${value}[*]` : value);
}

/** `Pot... pots` */
function readSpread(node: Node, builder: FactsBuilder): void {
  const name = node.namedChildren.find((child) => child?.type === 'variable_declarator')?.childForFieldName('name');
  const type = node.namedChildren.find((child) => child !== null && !/^(?:modifiers|variable_declarator)$/.test(child.type));
  if (name != null) builder.bind(builder.slice(name), 'type', ...nameOrType(listOf(writtenType(type ?? null, builder))));
}

const countOf = (node: Node): number =>
  (node.childForFieldName('arguments')?.namedChildren ?? []).filter((each) => each !== null && !each.type.endsWith('comment'))
    .length;

function readCall(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const object = node.childForFieldName('object');
  const receiver = object === null ? null : plain(object, builder);
  // A name without an object, in a class without a name, may be that class's own.
  builder.use('call', builder.slice(name), receiver, name.startPosition.row, countOf(node));
}

function usePath(kind: 'new' | 'reference' | 'type', path: string, row: number, builder: FactsBuilder): void {
  const dot = path.lastIndexOf('.');
  builder.use(kind, path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), row);
}

export const java: Language = {
  name: 'java',
  family: 'java',
  extensions: ['.java'],
  grammar: 'tree-sitter-java/tree-sitter-java.wasm',
  query,
  handlers: {
    inner: (node, builder) => builder.enterFunction(node),
    comment: (node, builder) => builder.addComment(node),
    package: (node, builder) => {
      const name = node.namedChildren.find((child) => child?.type === 'scoped_identifier' || child?.type === 'identifier');
      if (name != null) builder.enterNamespace(builder.slice(name).replace(/\s+/g, ''));
    },
    import: readImport,
    class: defineClass,
    method: defineMethod,
    field: readField,
    generic: (node, builder) => {
      const name = node.namedChildren.find((child) => child?.type === 'type_identifier');
      if (name == null) return;
      const bound = node.namedChildren.find((child) => child?.type === 'type_bound')?.namedChild(0) ?? null;
      builder.bind(builder.slice(name), 'value', typeName(bound, builder));
      builder.passOver(name);
    },
    variable: readVariable,
    parameter: readParameter,
    pattern: (node, builder) => {
      const name = node.namedChildren.at(-1);
      if (name?.type === 'identifier') builder.bind(builder.slice(name), 'type', typeName(node.namedChild(0), builder));
    },
    local: (node, builder) =>
      bindNextParameter(builder.slice(node), builder, (lambda) => givenTo(lambda, (each) => plain(each, builder), builder)),
    spread: readSpread,
    call: readCall,
    new: (node, builder) => {
      const type = node.childForFieldName('type');
      const name = typeName(type, builder);
      if (type === null || name === null) return;
      usePath('new', name, node.startPosition.row, builder);
    },
    'method.reference': (node, builder) => {
      const [object, name] = [node.namedChild(0), node.namedChild(1)];
      if (object === null || name?.type !== 'identifier') return;
      const receiver = typeName(object, builder) ?? plain(object, builder);
      builder.use('reference', builder.slice(name), receiver, node.startPosition.row);
    },
    reference: (node, builder) => {
      const text = plain(node, builder);
      if (text !== '?') usePath('reference', text, node.startPosition.row, builder);
    },
    annotation: (node, builder) => usePath('type', builder.slice(node), node.startPosition.row, builder),
    'type.reference': (node, builder) => {
      if (builder.isPassed(node)) return;
      builder.passOver(node);
      const name = typeName(node, builder);
      if (name !== null) usePath('type', name, node.startPosition.row, builder);
    },
  },
  reserved: new Set(),
  globals: javaGlobals,
};
