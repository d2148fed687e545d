import type { Node } from 'web-tree-sitter';
import type { WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { readAlias, readSignature, readType } from '../parse/written-type.ts';
import { ecmascriptHandlers, ecmascriptQuery, pushType, typeAt } from './ecmascript.ts';
import { bindCallbackParameter, takeApartTyped } from './ecmascript-callbacks.ts';
import { defineFunctionValue } from './ecmascript-functions.ts';
import { ecmascriptGlobals } from './ecmascript-globals.ts';
import { madeContainer } from './ecmascript-objects.ts';
import type { Language } from './language.ts';
import { separateSignatures } from './separate-signatures.ts';
import { dropTemplateTypes } from './template-types.ts';

export const typescriptQuery = `${ecmascriptQuery}
(abstract_class_declaration) @class
(interface_declaration) @interface
(type_alias_declaration) @type
(enum_declaration) @enum
(internal_module name: (identifier)) @namespace
(function_signature) @function
(method_signature) @method
(abstract_method_signature) @method
(ambient_declaration) @ambient
(function_type) @inner
(constructor_type) @inner
(call_signature) @call.signature
(construct_signature) @inner
(required_parameter) @parameter
(optional_parameter) @parameter
(public_field_definition) @field
(interface_body (property_signature) @property)
(type_parameter name: (type_identifier) @type.parameter)
(nested_type_identifier) @type.nested
(type_identifier) @type.reference
`;

export const typescriptHandlers: Language['handlers'] = {
  ...ecmascriptHandlers,
  interface: (node, builder) => {
    const bases: string[] = [];
    const clause = node.namedChildren.find((child) => child?.type === 'extends_type_clause');
    for (const each of clause?.namedChildren ?? []) pushType(bases, each, builder);
    defineNamed(node, 'interface', builder, { bases });
  },
  type: (node, builder) => {
    const name = node.childForFieldName('name');
    if (name === null) return;
    const type = readAlias(builder.text.slice(name.endIndex, node.endIndex), builder.isTypeParameter);
    defineNamed(node, 'type', builder, typeof type === 'string' ? { returns: type } : { written: type });
  },
  'call.signature': (node, builder) => {
    if (builder.definition(builder.current).type === 'interface')
      builder.addSignature(readSignature(builder.slice(node), builder.isTypeParameter));
    builder.enterFunction(node);
  },
  enum: (node, builder) => defineNamed(node, 'enum', builder, {}),
  namespace: (node, builder) => defineNamed(node, 'module', builder, { body: node.childForFieldName('body') }),
  ambient: (node, builder) => builder.wrap(node, builder.text.startsWith('export', node.startIndex)),
  parameter: readParameter,
  field: readField,
  property: (node, builder) => {
    const name = node.childForFieldName('name');
    const written = node.childForFieldName('type');
    const owner = builder.current;
    if (name !== null && written !== null && builder.definition(owner).type === 'interface')
      builder.bindField(owner, builder.slice(name), 'type', ...typeAt(written, builder, builder.isTypeParameter));
  },
  'type.parameter': (node, builder) => {
    builder.passOver(node);
    builder.bindTypeParameter(builder.slice(node), boundOf(node, builder));
  },
  'type.nested': (node, builder) => {
    const text = builder.slice(node);
    const dot = text.lastIndexOf('.');
    builder.use('type', text.slice(dot + 1), text.slice(0, dot), node.startPosition.row);
    builder.passOver(node);
  },
  'type.reference': (node, builder) => {
    if (!builder.isPassed(node)) builder.use('type', builder.slice(node), null, node.startPosition.row);
  },
};

function defineNamed(
  node: Node,
  type: 'interface' | 'type' | 'enum' | 'module',
  builder: FactsBuilder,
  more: { bases?: string[]; body?: Node | null; returns?: string; written?: WrittenType },
): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  builder.define({ node, name: builder.slice(name), type, ...more });
  builder.passOver(name);
}

/** What a type parameter extends. */
function boundOf(name: Node, builder: FactsBuilder): WrittenType {
  // Asking for a node's parent searches from the root: only where there is something to find.
  if (!/^\s+extends\s/.test(builder.text.slice(name.endIndex, name.endIndex + 20))) return null;
  const bound = name.parent?.childForFieldName('constraint')?.namedChild(0) ?? null;
  return bound === null ? null : readType(builder.slice(bound), builder.isTypeParameter);
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const pattern = node.childForFieldName('pattern');
  const name = pattern?.type === 'identifier' ? builder.slice(pattern) : null;
  const written = node.childForFieldName('type');
  if (written === null) {
    bindCallbackParameter(pattern, builder, node.childForFieldName('value'));
    return;
  }
  if (builder.function !== undefined) builder.function.parameters++;
  if (pattern === null) return;
  const type = typeAt(written, builder);
  const rest = pattern.type === 'rest_pattern' ? pattern.namedChild(0) : null;
  if (rest?.type === 'identifier') {
    builder.bind(builder.slice(rest), 'type', ...type);
    return;
  }
  // `a: typeof B` is the class; of functions it may be any that takes the same.
  const same = name === null ? null : /^:\s*typeof\s+((?:[\w$]+\.)*\p{Lu}[\w$]*)$/u.exec(builder.slice(written));
  if (name !== null && same !== null) {
    builder.bind(name, 'value', same[1]!);
    return;
  }
  if (name === null) {
    takeApartTyped(pattern, type[0] ?? type[1], builder);
    return;
  }
  builder.bind(name, 'type', ...type);
  const isProperty =
    pattern.startIndex > node.startIndex &&
    /^(?:public|private|protected|readonly|override)\s/.test(builder.text.slice(node.startIndex, node.startIndex + 12));
  if (isProperty && builder.enclosingClass >= 0)
    builder.bindField(builder.enclosingClass, name, 'type', ...typeAt(written, builder, builder.isTypeParameter));
}

function readField(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null || builder.enclosingClass < 0) return;
  const value = node.childForFieldName('value');
  const written = node.childForFieldName('type');
  if (value?.type === 'arrow_function' || value?.type === 'function_expression') {
    defineFunctionValue({ node, name: builder.slice(name), type: 'method' }, value, written, builder);
  } else if (written !== null) {
    builder.bindField(builder.enclosingClass, builder.slice(name), 'type', ...typeAt(written, builder, builder.isTypeParameter));
  } else if (value !== null) {
    const made = madeContainer(value, builder);
    if (made === null) builder.bindField(builder.enclosingClass, builder.slice(name), 'value', builder.slice(value));
    else builder.bindField(builder.enclosingClass, builder.slice(name), 'value', null, made);
  }
}

export const typescript: Language = {
  name: 'typescript',
  family: 'ecmascript',
  extensions: ['.ts', '.mts', '.cts'],
  grammar: 'tree-sitter-typescript/tree-sitter-typescript.wasm',
  query: typescriptQuery,
  handlers: typescriptHandlers,
  prepare: dropTemplateTypes,
  mends: [separateSignatures],
  globals: ecmascriptGlobals,
};
