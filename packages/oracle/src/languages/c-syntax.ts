// What C and C++ have in common: how declarations are read from the inside out, and calls, types and macros.
import type { Node } from 'web-tree-sitter';
import { newValue, OF_CLASS } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { readMacroBody } from './c-macros.ts';
import { givenBack } from './cpp-templates.ts';

/** The namespace around all namespaces: what C declares, and C++ outside of any. */
export const ROOT_NAMESPACE = 'c';
const LONGEST_TYPE = 400;
/** Of a chain of calls with all that they are given. */
const LONGEST_EXPRESSION = 4000;
export const POINTERS: ReadonlySet<string> = new Set([
  'unique_ptr',
  'shared_ptr',
  'weak_ptr',
  'optional',
  'reference_wrapper',
  'atomic',
  'scoped_refptr',
  'NiceMock',
  'NaggyMock',
  'StrictMock',
  'Ref',
]);
/** Of the language itself, and those of pointers. */
const OWN_CAST = /^(?:static|dynamic|const|reinterpret)_cast$/;
const CAST = /^(?:static|dynamic|const|reinterpret)_cast$|_pointer_cast$/;
const MAKERS = new Set(['make_unique', 'make_shared']);

export const cQuery = `
(translation_unit) @unit
(comment) @comment
(preproc_include path: (_) @include)
(preproc_def) @macro
(preproc_function_def) @macro
(struct_specifier body: (_)) @struct
(union_specifier body: (_)) @struct
(enum_specifier body: (_)) @enum
(type_definition declarator: (_) @alias)
(function_definition) @function
(declaration) @declaration
(field_declaration) @field
(parameter_declaration) @parameter
(call_expression function: [(identifier) (field_expression)] @call)
(type_identifier) @type.reference
(argument_list (identifier) @reference)
(argument_list (pointer_expression (identifier) @reference))
(init_declarator value: (identifier) @reference)
(initializer_list (identifier) @reference)
(initializer_pair value: (identifier) @reference)
(return_statement (identifier) @reference)
(assignment_expression right: (identifier) @reference)
`;

/** The name that a declarator is about, and the part that says it is a function. */
export interface Declared {
  name: Node;
  parameters: Node | null;
}

/** `*(*f)(int)`, `a[3] = {}`, `(go)(int)`, `ns::Type::go(int)`: the name in the middle. A pointer to a function is no function. */
export function declaredIn(declarator: Node | null): Declared | null {
  let parameters: Node | null = null;
  for (let at = declarator; at !== null; ) {
    switch (at.type) {
      case 'identifier':
      case 'field_identifier':
      case 'type_identifier':
      case 'destructor_name':
      case 'operator_name':
      case 'qualified_identifier':
      case 'template_function':
        return { name: at, parameters: at.childForFieldName('name')?.type === 'operator_cast' ? at : parameters };
      case 'operator_cast':
        return { name: at, parameters: at };
      case 'function_declarator': {
        const inner = at.childForFieldName('declarator');
        const isPointer = inner?.type === 'parenthesized_declarator' && !/identifier$/.test(inner.namedChild(0)?.type ?? '');
        parameters = isPointer ? null : at.childForFieldName('parameters');
        at = inner;
        break;
      }
      case 'parenthesized_declarator':
      case 'reference_declarator':
      case 'attributed_declarator':
        at = at.namedChild(0);
        break;
      default:
        at = at.childForFieldName('declarator');
    }
  }
  return null;
}

/** The named type that a type is about, `A::B` as `A.B`; what a smart pointer points to. */
export function typeName(node: Node | null, builder: FactsBuilder): string | null {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
    case 'namespace_identifier':
      return builder.slice(node);
    case 'struct_specifier':
    case 'class_specifier':
    case 'union_specifier':
    case 'enum_specifier':
    case 'dependent_type':
      return typeName(node.childForFieldName('name') ?? (node.type === 'dependent_type' ? node.namedChild(0) : null), builder);
    case 'type_descriptor':
      return typeName(node.childForFieldName('type'), builder);
    case 'template_type': {
      const name = node.childForFieldName('name');
      const held = name !== null && POINTERS.has(builder.slice(name)) ? node.childForFieldName('arguments')?.namedChild(0) : null;
      return held == null ? typeName(name, builder) : typeName(held, builder);
    }
    case 'qualified_identifier': {
      const inner = node.childForFieldName('name');
      if (inner?.type === 'template_type' && POINTERS.has(builder.slice(inner.childForFieldName('name') ?? inner)))
        return typeName(inner, builder);
      const [scope, name] = [typeName(node.childForFieldName('scope'), builder), typeName(inner, builder)];
      if (name === null) return null;
      return scope === null ? name : `${scope}.${name}`;
    }
    default:
      return null;
  }
}

/** An expression in the plain form of names and dots; `?` for what is not one. */
export function plain(node: Node | null, builder: FactsBuilder): string {
  if (node === null || node.endIndex - node.startIndex > LONGEST_EXPRESSION) return '?';
  switch (node.type) {
    case 'identifier':
    case 'field_identifier':
    case 'namespace_identifier':
    case 'type_identifier':
    case 'destructor_name':
    case 'operator_name':
    case 'operator_cast':
    case 'this':
      return builder.slice(node);
    case 'field_expression':
      return `${plain(node.childForFieldName('argument'), builder)}.${plain(node.childForFieldName('field'), builder)}`;
    case 'qualified_identifier': {
      const scope = node.childForFieldName('scope');
      const name = plain(node.childForFieldName('name'), builder);
      return scope === null ? name : `${plain(scope, builder)}.${name}`;
    }
    case 'template_function':
    case 'template_type':
    case 'template_method':
      return plain(node.childForFieldName('name'), builder);
    case 'subscript_expression':
      return `${plain(node.childForFieldName('argument'), builder)}[]`;
    case 'call_expression':
      return calledValue(node, builder);
    case 'new_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    case 'parenthesized_expression':
      return plain(node.namedChild(0), builder);
    case 'conditional_expression': {
      const value = plain(node.childForFieldName('consequence'), builder);
      return value.includes('?') ? plain(node.childForFieldName('alternative'), builder) : value;
    }
    case 'pointer_expression':
      return plain(node.childForFieldName('argument'), builder);
    case 'cast_expression':
    case 'compound_literal_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    default:
      return '?';
  }
}

function calledValue(node: Node, builder: FactsBuilder): string {
  const callee = node.childForFieldName('function');
  const given = node.childForFieldName('arguments');
  // A chain of calls is as deep as it is long: each is asked once.
  const text = plain(callee, builder);
  const last = callee?.type === 'qualified_identifier' ? callee.childForFieldName('name') : callee;
  if (last?.type === 'template_function') {
    const made = MAKERS.has(builder.slice(last.childForFieldName('name') ?? last));
    const types = last.childForFieldName('arguments')?.namedChildren ?? [];
    const name = made || CAST.test(plain(last, builder)) ? typeName(types[0] ?? null, builder) : null;
    if (name !== null) return `new ${name}()`;
    const place = text === 'std.get' ? builder.slice(types[0] ?? last) : '';
    if (/^\d$/.test(place)) return `${plain(given?.namedChild(0) ?? null, builder)}[${place}]`;
    const only = types.length === 1 ? typeName(types[0] ?? null, builder) : null;
    if (only !== null && /^\w+$/.test(only) && !text.startsWith('std.')) return `${text}.${OF_CLASS}${only}()`;
  }
  return givenBack(text, given, builder) ?? `${text}()`;
}

/** A call of what an expression names. */
export function readCall(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  if (node.type === 'field_expression') {
    const field = node.childForFieldName('field');
    builder.use('call', plain(field, builder), plain(node.childForFieldName('argument'), builder), row);
    return;
  }
  const text = plain(node, builder);
  const dot = text.lastIndexOf('.');
  if (text !== '?' && !OWN_CAST.test(text)) builder.use('call', text.slice(dot + 1), dot < 0 ? null : text.slice(0, dot), row);
}

/** `#define NAME value` and `#define NAME(a) value`. */
export function defineMacro(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const isFunction = node.type === 'preproc_function_def';
  const value = node.childForFieldName('value');
  // The guard of a header is no constant.
  if (!isFunction && value === null) return;
  // The node ends with the line break, at the first place of the next line.
  const { startIndex, startPosition } = node;
  const last = value ?? name;
  const span = { startIndex, startPosition, endIndex: last.endIndex, endPosition: last.endPosition };
  builder.define({
    node: span,
    name: builder.slice(name),
    type: isFunction ? 'function' : 'constant',
    body: value,
    exported: true,
  });
  if (value !== null) readMacroBody(node, builder.slice(name), value, builder);
}

/** `Oven oven(heat)`: to the grammar a function that takes a `heat`, where in another function nearly nobody declares one. */
function isConstructed(parameters: Node): boolean {
  const { namedChildren } = parameters;
  const isName = (each: Node | null) => each?.type === 'parameter_declaration' && each.namedChildCount === 1;
  return namedChildren.length > 0 && namedChildren.every((each) => isName(each) && /identifier$/.test(each!.namedChild(0)!.type));
}

/** Names of a variable's declaration, with what is known of its type and value; `isInFunction`: what is declared in one is no function. */
export function bindDeclarators(node: Node, isInFunction: boolean, bind: (name: Node, declarator: Node) => void): void {
  for (const declarator of node.childrenForFieldName('declarator')) {
    const declared = declaredIn(declarator);
    if (declarator === null || declared === null) continue;
    if (declared.parameters === null || (isInFunction && isConstructed(declared.parameters))) bind(declared.name, declarator);
  }
}
