import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility, WrittenType } from '../facts.ts';
import { newValue, OF_CLASS } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { bindNextParameter, giving, nameOrType } from '../parse/kept-type.ts';
import { bindGivenToBase, bindTypeParameter } from '../parse/type-parameters.ts';
import { javaGlobals } from './java-globals.ts';
import { givenTo, madeOf } from './java-lambdas.ts';
import { signatureOf, typeParameter } from './java-signatures.ts';
import { importAll, listOf, typeName, writtenType } from './java-types.ts';
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
(record_pattern_component) @pattern
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
      const made = object === null ? null : madeOf(node, object, (each) => plain(each, builder), builder);
      if (made !== null) return made;
      const given = classGiven(node.childForFieldName('arguments'), builder);
      const call = `${builder.slice(node.childForFieldName('name')!)}${given === null ? '' : `.${OF_CLASS}${given}`}()`;
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

/** `A` of `make(A.class)`: what that gives may be an object of the class. */
function classGiven(given: Node | null, builder: FactsBuilder): string | null {
  const literal = given?.namedChildren.find((each) => each?.type === 'class_literal');
  const name = literal?.namedChild(0)?.type === 'type_identifier' ? literal.namedChild(0) : null;
  return name == null ? null : builder.slice(name);
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
  const inList = (type: string) => node.namedChildren.find((child) => child?.type === type)?.namedChild(0)?.namedChildren ?? [];
  const bases = [...(node.childForFieldName('superclass')?.namedChildren ?? []), ...inList('extends_interfaces')];
  const interfaces = inList('super_interfaces');
  const named = (types: readonly (Node | null)[]) => types.flatMap((type) => typeName(type, builder) ?? []);
  builder.define({
    node,
    name: builder.slice(name),
    type: TYPES[node.type] ?? 'class',
    body: node.childForFieldName('body'),
    bases: named(bases),
    interfaces: named(interfaces),
    visibility,
    exported: visibility === 'public',
  });
  for (const base of [...bases, ...interfaces]) bindGivenToBase(builder.current, writtenType(base, builder), builder);
}

function defineMethod(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const owner = builder.definition(builder.current).type;
  // Of a class without a name; nobody else can say it.
  if (name === null || !['class', 'interface', 'enum'].includes(owner) || isAnonymous(node)) return;
  const modifiers = modifiersOf(node, builder);
  const visibility = visibilityOf(modifiers, owner === 'interface');
  builder.define({
    node,
    name: builder.slice(name),
    type: TEST.test(modifiers) ? 'test' : 'method',
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...signatureOf(node, builder),
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
  if (node.parent?.parent?.type === 'record_declaration') {
    defineComponent(node, name, written, builder);
    return;
  }
  const value = written === null ? plain(node.childForFieldName('value'), builder) : '?';
  if (value === '?') builder.bind(builder.slice(name), 'type', ...nameOrType(written));
  else builder.bind(builder.slice(name), 'value', node.type === 'enhanced_for_statement' ? `${value}[*]` : value);
}

/** What a record has at a place: a field, and a method that gives it. */
function defineComponent(node: Node, name: Node, type: WrittenType, builder: FactsBuilder): void {
  builder.bindField(builder.current, builder.slice(name), 'type', ...nameOrType(type));
  builder.define({
    node,
    name: builder.slice(name),
    type: 'method',
    visibility: 'public',
    exported: true,
    ...giving(type),
    arity: [0, 0],
  });
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
      const { name, bound } = typeParameter(node);
      if (name === null) return;
      builder.passOver(name);
      if (!/^(?:class|interface)$/.test(builder.definition(builder.current).type))
        return builder.bind(builder.slice(name), 'value', typeName(bound, builder));
      const place = node.parent?.namedChildren.findIndex((each) => each?.startIndex === node.startIndex) ?? -1;
      bindTypeParameter(builder.current, builder.slice(name), place, writtenType(bound, builder), builder);
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
