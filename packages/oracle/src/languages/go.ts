import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import { containerOf, madeContainer, plain, returnsOf, typeAt, typeName } from './go-types.ts';
import type { Language } from './language.ts';

const query = `
(comment) @comment
(package_clause (package_identifier) @package)
(import_spec) @import
(type_spec) @type
(type_alias) @type
(method_elem) @method.elem
(function_declaration) @function
(method_declaration) @method
(const_spec) @constant
(var_spec) @variable
(parameter_declaration) @parameter
(variadic_parameter_declaration) @variadic
(type_parameter_declaration) @generic
(short_var_declaration) @assign
(range_clause) @range
(range_clause left: (expression_list (identifier) @local))
(type_switch_statement) @switch
(call_expression function: [(identifier) (selector_expression) (parenthesized_expression)] @call)
(type_instantiation_expression) @call.generic
(type_conversion_expression type: (generic_type type: [(type_identifier) (qualified_type)] @call))
(composite_literal type: [(type_identifier) (qualified_type) (generic_type)] @new)
(composite_literal type: [(slice_type element: (type_identifier) @new.each) (array_type element: (type_identifier) @new.each) (slice_type element: (pointer_type (type_identifier) @new.each)) (map_type value: (type_identifier) @new.each)])
(argument_list (identifier) @reference)
(argument_list (selector_expression) @reference)
(literal_element (identifier) @reference)
(return_statement (expression_list (identifier) @reference))
(short_var_declaration right: (expression_list (identifier) @reference))
(assignment_statement right: (expression_list (identifier) @reference))
(var_spec value: (expression_list (identifier) @reference))
(type_identifier) @type.reference
(qualified_type) @type.reference
(func_literal) @inner
`;

const TEST = /^(?:Test|Benchmark|Example|Fuzz)(?![a-z])/;

const visibilityOf = (name: string): Visibility => (isExported(name) ? 'public' : 'private');
const isExported = (name: string): boolean => /^\p{Lu}/u.test(name);

function readImport(node: Node, builder: FactsBuilder): void {
  const path = node.childForFieldName('path');
  if (path === null) return;
  const specifier = builder.slice(path).slice(1, -1);
  const alias = node.childForFieldName('name');
  const given = alias === null ? packageName(specifier) : builder.slice(alias);
  const row = node.startPosition.row;
  if (given === '_') builder.import(specifier, null, null, row);
  else if (given === '.') builder.import(specifier, '*', '*', row);
  else builder.import(specifier, given, '*', row);
}

/** What a package is mostly called: the last part of its path that is no version. */
function packageName(path: string): string {
  const parts = path.split('/');
  const last = parts.length > 1 && /^v\d+$/.test(parts.at(-1)!) ? parts.at(-2)! : parts.at(-1)!;
  return last
    .replace(/\.v\d+$/, '')
    .replace(/^go-|[-.]go$/, '')
    .replace(/.*[-.]/, '');
}

const TYPES: Readonly<Record<string, NodeType>> = { struct_type: 'struct', interface_type: 'interface' };

function defineType(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (name === null || type === null) return;
  const text = builder.slice(name);
  const embedded = embeddedTypes(type, builder);
  builder.define({
    node: node.parent?.namedChildCount === 1 ? node.parent : node,
    name: text,
    type: TYPES[type.type] ?? 'type',
    body: type.type in TYPES ? type : null,
    bases: embedded,
    visibility: visibilityOf(text),
    exported: isExported(text),
    returns: node.type === 'type_alias' ? typeName(type, builder) : null,
    written: type.type === 'struct_type' ? null : containerOf(type, builder),
  });
  builder.passOver(name);
  const owner = builder.current;
  const fields = type.type === 'struct_type' ? type.namedChild(0) : null;
  for (const field of fields?.namedChildren ?? []) {
    if (field === null) continue;
    const type = typeAt(field.childForFieldName('type'), builder);
    const names = field.childrenForFieldName('name');
    // An embedded type is a field of its own name.
    if (names.length === 0 && type[1] !== null) builder.bindField(owner, type[1].slice(type[1].lastIndexOf('.') + 1), ...type);
    for (const each of names) if (each !== null) builder.bindField(owner, builder.slice(each), ...type);
  }
}

/** What a struct or an interface takes the methods of. */
function embeddedTypes(type: Node, builder: FactsBuilder): string[] {
  const parts =
    type.type === 'struct_type'
      ? (type.namedChild(0)?.namedChildren ?? [])
          .filter((field) => field?.type === 'field_declaration' && field.childForFieldName('name') === null)
          .map((field) => field!.childForFieldName('type'))
      : type.type === 'interface_type'
        ? type.namedChildren.filter((child) => child?.type === 'type_elem' && child.namedChildCount === 1)
        : [];
  return parts.flatMap((part) => typeName(part, builder) ?? []).filter((name) => !globals.has(name));
}

function defineFunction(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const receiver = node.childForFieldName('receiver')?.namedChild(0)?.childForFieldName('type') ?? null;
  const owner = typeName(receiver, builder);
  const isTest = node.type === 'function_declaration' && TEST.test(text);
  builder.define({
    node,
    name: text,
    type: isTest ? 'test' : node.type === 'function_declaration' ? 'function' : 'method',
    body: node.childForFieldName('body'),
    visibility: visibilityOf(text),
    exported: isExported(text),
    ...returnsOf(node, builder),
    ...(owner === null ? {} : { owner }),
  });
}

function defineValue(node: Node, builder: FactsBuilder): void {
  const written = node.childForFieldName('type');
  const values = node.childForFieldName('value');
  const names = node.childrenForFieldName('name');
  const top = builder.current === 0;
  for (const [index, name] of names.entries()) {
    if (name === null) continue;
    const text = builder.slice(name);
    if (written !== null) builder.bind(text, ...typeAt(written, builder));
    else bindValue(text, values, index, names.length, builder);
    if (!top || text === '_') continue;
    const body = values;
    builder.define({ node, name: text, type: 'constant', body, visibility: visibilityOf(text), exported: isExported(text) });
  }
}

/** Binds one of several names: to its own value, or to what a call returns at its place; of what else gives two values, only the first is known. */
function bindValue(name: string, values: Node | null, place: number, names: number, builder: FactsBuilder): void {
  const isOne = values?.namedChildCount === 1 && names > 1;
  const value = values?.namedChild(isOne ? 0 : place) ?? null;
  if (isOne && value?.type === 'call_expression') {
    const call = plain(value, builder);
    builder.bind(name, 'value', call === '?' ? null : `${call}[${place}]`);
  } else if (isOne && place > 0) builder.bind(name);
  else {
    const made = madeContainer(value, builder);
    const text = plain(value, builder);
    builder.bind(name, 'value', made !== null || text === '?' ? null : text, made);
  }
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const names = node.childForFieldName('left')?.namedChildren ?? [];
  const values = node.childForFieldName('right');
  for (const [index, name] of names.entries())
    if (name?.type === 'identifier') bindValue(builder.slice(name), values, index, names.length, builder);
}

/** `for place, each := range list`, `for each := range channel`. */
function readRange(node: Node, builder: FactsBuilder): void {
  const names = node.childForFieldName('left')?.namedChildren ?? [];
  const right = node.childForFieldName('right');
  const last = names.at(-1);
  if (last?.type !== 'identifier') return;
  const made = madeContainer(right, builder);
  if (typeof made === 'object' && made !== null && 'held' in made && names.length > 1) {
    builder.whenBound(last.startIndex, (name) => builder.bind(name, 'type', ...nameOrType(made.held)));
    return;
  }
  const list = plain(right, builder);
  if (list === '?') return;
  const expression = `${list}${names.length === 1 ? '[*]' : '[]'}`;
  builder.whenBound(last.startIndex, (name) => builder.bind(name, 'value', expression));
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const [, type, written] = typeAt(node.childForFieldName('type'), builder);
  for (const name of node.childrenForFieldName('name'))
    if (name !== null) builder.bind(builder.slice(name), type === null && written === null ? 'value' : 'type', type, written);
}

function readVariadic(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const [, type, written] = typeAt(node.childForFieldName('type'), builder);
  const held = type ?? written;
  if (name !== null) builder.bind(builder.slice(name), 'type', null, held === null ? null : { held });
}

function readMember(kind: 'call' | 'new' | 'reference' | 'type', node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  if (node.type === 'parenthesized_expression') {
    // `(*T)(x)`: a conversion.
    const type = typeName(node.namedChild(0)?.childForFieldName('operand') ?? null, builder);
    if (type !== null) use('type', type, row, builder);
    return;
  }
  const type = kind === 'new' || kind === 'type' ? typeName(node, builder) : null;
  if (type !== null) use(kind, type, row, builder);
  else if (node.type === 'selector_expression') {
    const field = node.childForFieldName('field');
    if (field !== null)
      builder.use(kind, builder.slice(field), plain(node.childForFieldName('operand'), builder), field.startPosition.row);
  } else builder.use(kind, builder.slice(node), null, row);
}

function use(kind: 'call' | 'new' | 'reference' | 'type', path: string, row: number, builder: FactsBuilder): void {
  const dot = path.lastIndexOf('.');
  builder.use(kind, path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), row);
}

/** Whether there is a value of the type in a list of it: `[]T{{1}, {2}}`, but not `[]T{a}`. */
function makesElements(type: Node): boolean {
  let literal: Node | null = type;
  while (literal !== null && literal.type !== 'composite_literal') literal = literal.parent;
  return (literal?.childForFieldName('body')?.namedChildren ?? []).some((each) => {
    const value = each?.type === 'keyed_element' ? each.namedChild(1) : each;
    return value?.namedChild(0)?.type === 'literal_value';
  });
}

const globals: ReadonlySet<string> = new Set(
  `any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32
  uint64 uintptr true false iota nil append cap clear close complex copy delete imag len make max min new panic print println real recover
  init`.split(/\s+/),
);

export const go: Language = {
  name: 'go',
  family: 'go',
  extensions: ['.go'],
  grammar: 'tree-sitter-go/tree-sitter-go.wasm',
  query,
  handlers: {
    inner: (node, builder) => builder.enterFunction(node),
    comment: (node, builder) => builder.addComment(node),
    package: (node, builder) => builder.enterNamespace(builder.slice(node)),
    import: readImport,
    type: defineType,
    'method.elem': defineFunction,
    function: defineFunction,
    method: defineFunction,
    constant: defineValue,
    variable: defineValue,
    parameter: readParameter,
    variadic: readVariadic,
    range: readRange,
    generic: (node, builder) => {
      const bound = typeName(node.childForFieldName('type'), builder);
      for (const name of node.childrenForFieldName('name'))
        if (name !== null) builder.bind(builder.slice(name), 'value', bound === null || globals.has(bound) ? null : bound);
    },
    assign: readAssignment,
    local: (node, builder) => builder.bindAt(node.startIndex, builder.slice(node)),
    switch: (node, builder) => {
      for (const name of node.childForFieldName('alias')?.namedChildren ?? [])
        if (name !== null) builder.bind(builder.slice(name));
    },
    call: (node, builder) => readMember('call', node, builder),
    'call.generic': (node, builder) => {
      const name = node.namedChild(0);
      if (name !== null) readMember('call', name, builder);
    },
    new: (node, builder) => readMember('new', node, builder),
    'new.each': (node, builder) => {
      if (makesElements(node)) readMember('new', node, builder);
    },
    reference: (node, builder) => readMember('reference', node, builder),
    'type.reference': (node, builder) => {
      if (builder.isPassed(node)) return;
      const text = builder.slice(node);
      builder.passOver(node);
      if (!globals.has(text)) use('type', text, node.startPosition.row, builder);
    },
  },
  reserved: new Set(),
  globals,
};
