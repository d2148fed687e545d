import type { Node } from 'web-tree-sitter';
import type { NodeType } from '../facts.ts';
import { newValue, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { nameOrType } from '../parse/kept-type.ts';
import type { Language } from './language.ts';
import { docTypesAbove, readGenerics } from './php-docs.ts';
import { expressionOf, isName, nameOf, typeOf, valuesOf } from './php-expressions.ts';
import { defineFunction, readParameter, readVariadic, typeAt } from './php-functions.ts';
import { phpGlobals } from './php-globals.ts';
import { addAlias, enterNames, GLOBAL } from './php-names.ts';
import {
  JOINS,
  JOINS_ALL,
  readArm,
  readAssertion,
  readAssigned,
  readCase,
  readComment,
  readConditional,
  readIf,
  readInner,
  readJoined,
  readLoop,
  saidOf,
} from './php-narrowings.ts';

const query = `
(comment) @comment
(program) @program
(namespace_definition) @namespace
(namespace_use_declaration) @import
(class_declaration) @class
(interface_declaration) @class
(trait_declaration) @class
(enum_declaration) @class
(function_definition) @function
(method_declaration) @method
(const_element) @constant
(enum_case) @constant
(property_declaration) @property
(property_promotion_parameter) @parameter
(simple_parameter) @parameter
(variadic_parameter) @variadic
(assignment_expression) @assign
(catch_clause) @catch
(foreach_statement) @foreach
(object_creation_expression) @new
(function_call_expression) @call
(member_call_expression) @call
(nullsafe_member_call_expression) @call
(scoped_call_expression) @call
(class_constant_access_expression) @constant.use
(named_type) @type.use
(binary_expression) @binary
(attribute [(name) (qualified_name) (relative_name)] @type.use)
(anonymous_function) @inner
(arrow_function) @inner
(anonymous_class) @anonymous
(use_instead_of_clause) @trait.method
(use_as_clause) @trait.method
(if_statement) @if
(else_if_clause) @if
(while_statement) @while
(for_statement) @loop
(do_statement) @loop
(conditional_expression) @conditional
(match_conditional_expression) @arm
(case_statement) @case
`;

const TYPES: Readonly<Record<string, NodeType>> = {
  class_declaration: 'class',
  trait_declaration: 'class',
  interface_declaration: 'interface',
  enum_declaration: 'enum',
};

function readNamespace(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const text = name === null ? GLOBAL : builder.slice(name).replaceAll('\\', '.');
  const body = node.childForFieldName('body');
  let end = body === null ? Number.MAX_SAFE_INTEGER : node.endIndex;
  for (let next = body === null ? node.nextNamedSibling : null; next !== null; next = next.nextNamedSibling) {
    if (next.type !== 'namespace_definition') continue;
    end = next.startIndex;
    break;
  }
  enter(text, builder, end);
}

function enter(namespace: string, builder: FactsBuilder, end?: number): void {
  builder.enterNamespace(namespace, end);
  enterNames(namespace, builder);
}

/** `use A\B`, `use A\B as C`, `use A\{B, C as D}`, each also with `function` or `const`. */
function readUse(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const body = node.childForFieldName('body');
  const prefix = body === null ? '' : `${builder.slice(node.namedChildren.find((child) => child?.type === 'namespace_name')!)}\\`;
  for (const clause of (body ?? node).namedChildren) {
    if (clause?.type !== 'namespace_use_clause') continue;
    const alias = clause.childForFieldName('alias');
    const named = clause.namedChildren.find(isName);
    if (named === undefined) continue;
    const parts = `${prefix}${builder.slice(named)}`.split('\\').filter((part) => part !== '');
    const name = parts.pop()!;
    const local = alias === null ? name : builder.slice(alias);
    addAlias(local, [...parts, name].join('\\'), builder);
    builder.import(parts.join('.') || GLOBAL, local, name, row);
  }
}

/** What PHP calls a class that has no name. */
const ANONYMOUS = 'class@anonymous';

function defineType(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  const clause = (type: string) => node.namedChildren.find((child) => child?.type === type)?.namedChildren ?? [];
  const body = node.childForFieldName('body');
  const names = (nodes: readonly (Node | null)[]) =>
    nodes.flatMap((each) => (each === null ? [] : (nameOf(each, builder) ?? [])));
  const traits = (body?.namedChildren ?? []).filter((child) => child?.type === 'use_declaration');
  builder.define({
    node,
    name: name === null ? ANONYMOUS : builder.slice(name),
    type: TYPES[node.type] ?? 'class',
    body,
    bases: names(clause('base_clause')),
    interfaces: [...names(traits.flatMap((use) => use!.namedChildren)), ...names(clause('class_interface_clause'))],
    exported: name !== null,
  });
  readGenerics(node, builder);
}

/** `A::go insteadof B`, `A::go as run`: which method of which trait is meant by a name. */
function readTraitMethod(node: Node, builder: FactsBuilder): void {
  const [method, other] = [node.namedChild(0), node.namedChildren.at(-1)];
  const isQualified = method?.type === 'class_constant_access_expression';
  const traits = node.parent?.parent?.namedChildren.filter(isName) ?? [];
  const trait = isQualified ? method.namedChild(0) : traits.length === 1 ? traits[0]! : null;
  const name = isQualified ? method.namedChild(1) : method;
  const local = node.type === 'use_as_clause' ? other : name;
  const of = trait === null ? null : nameOf(trait, builder);
  if (of === null || name == null || local?.type !== 'name' || (local === name && !isQualified)) return;
  builder.bindField(builder.enclosingClass, builder.slice(local), 'value', `${of}.${builder.slice(name)}`);
}

function readProperty(node: Node, builder: FactsBuilder): void {
  const owner = builder.enclosingClass;
  const type = nameOrType(typeAt(node.childForFieldName('type'), docTypesAbove(node, builder).get('var'), builder));
  if (owner < 0 || (type[0] === null && type[1] === null)) return;
  for (const element of node.namedChildren) {
    const name = element?.type === 'property_element' ? element.childForFieldName('name') : null;
    if (name != null) builder.bindField(owner, builder.slice(name).slice(1), 'type', ...type);
  }
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  if (left.type === 'list_literal') {
    takeApart(left, valueAt(right, builder), node, builder);
    return;
  }
  const name = expressionOf(left, builder);
  const said = saidOf(builder.slice(left), node, builder);
  const values = valuesOf(right).map((value) => valueAt(value, builder));
  const known = values.includes(UNKNOWN) || values.length === 0 ? [null] : values;
  const field = /^(?:this|self|static)\.(\w+)$/.exec(name)?.[1];
  for (const value of said === null ? known : [typeof said === 'string' ? newValue(said) : null]) {
    if (left.type === 'variable_name') builder.bind(name, 'value', value, typeof said === 'string' ? null : said);
    else if (field !== undefined && builder.enclosingClass >= 0) builder.bindField(builder.enclosingClass, field, 'value', value);
  }
  const [value, ...others] = known;
  const lasting = typeof said === 'string' ? newValue(said) : others.length === 0 ? value! : null;
  if (name !== UNKNOWN) readAssigned(name, lasting, node, builder);
}

/** What an expression is here. */
function valueAt(node: Node, builder: FactsBuilder): string {
  const expression = expressionOf(node, builder);
  return builder.narrowings.of(expression) ?? expression;
}

/** `[$a, , $b] = $list`. */
function takeApart(names: Node, list: string, within: Node, builder: FactsBuilder): void {
  let place = 0;
  for (const child of names.children) {
    if (child?.type === ',') place++;
    if (child?.type !== 'variable_name') continue;
    const name = builder.slice(child);
    const value =
      list === UNKNOWN || builder.text.slice(child.startIndex - 4, child.startIndex).includes('=>') ? null : `${list}[${place}]`;
    builder.bind(name, 'value', value);
    readAssigned(name, value, within, builder);
  }
}

/** `foreach ($list as $key => $each)` */
function readForeach(node: Node, builder: FactsBuilder): void {
  readLoop(node, builder);
  const [list, value] = [node.namedChild(0), node.namedChild(1)];
  const body = node.childForFieldName('body');
  const names = value?.type === 'pair' ? value.namedChildren : [value];
  const expression = list === null ? UNKNOWN : valueAt(list, builder);
  for (const [at, each] of names.entries()) {
    const name = each?.type === 'by_ref' ? each.namedChild(0) : each;
    const isValue = at === names.length - 1 && expression !== UNKNOWN;
    if (name?.type === 'list_literal') takeApart(name, isValue ? `${expression}[*]` : UNKNOWN, node, builder);
    if (name?.type !== 'variable_name') continue;
    const text = builder.slice(name);
    const said = saidOf(text, node, builder);
    const held = said !== null ? (typeof said === 'string' ? newValue(said) : null) : isValue ? `${expression}[*]` : null;
    builder.bind(text, 'value', held, typeof said === 'string' ? null : said);
    if (held !== null && body !== null) builder.narrowings.stand(text, held, body.startIndex, body.endIndex);
  }
}

function readCall(node: Node, builder: FactsBuilder): void {
  const named = node.childForFieldName('function') ?? node.childForFieldName('name');
  if (!isName(named)) return;
  readAssertion(builder.slice(named).replace(/^\\/, ''), node, builder);
  const receiver = node.childForFieldName('object') ?? node.childForFieldName('scope');
  if (receiver !== null) builder.use('call', builder.slice(named), expressionOf(receiver, builder), named.startPosition.row);
  else usePath('call', named, builder);
}

function usePath(kind: 'call' | 'new' | 'type', node: Node, builder: FactsBuilder): void {
  const name = nameOf(node, builder);
  if (name !== null && !phpGlobals.has(name.toLowerCase())) builder.use(kind, name, null, node.startPosition.row);
}

function useType(node: Node, builder: FactsBuilder): void {
  if (!/^(?:self|static|parent)$/.test(builder.slice(node))) usePath('type', node, builder);
}

export const php: Language = {
  name: 'php',
  family: 'php',
  extensions: ['.php', '.phtml'],
  grammar: 'tree-sitter-php/tree-sitter-php.wasm',
  query,
  handlers: {
    inner: (node, builder) => {
      builder.enterFunction(node);
      readInner(node, builder);
    },
    comment: (node, builder) => {
      builder.addComment(node);
      readComment(node, builder);
    },
    if: readIf,
    while: (node, builder) => {
      readLoop(node, builder);
      readIf(node, builder);
    },
    loop: readLoop,
    conditional: readConditional,
    binary: (node, builder) => {
      const operator = node.childForFieldName('operator')?.type ?? '';
      const right = /^instanceof$/i.test(operator) ? node.childForFieldName('right') : null;
      if (isName(right)) useType(right, builder);
      else if (JOINS.test(operator)) readJoined(node, JOINS_ALL.test(operator), builder);
    },
    arm: readArm,
    case: readCase,
    anonymous: defineType,
    'trait.method': readTraitMethod,
    program: (node, builder) => {
      if (!node.namedChildren.some((child) => child?.type === 'namespace_definition')) enter(GLOBAL, builder);
    },
    namespace: readNamespace,
    import: readUse,
    class: defineType,
    function: (node, builder) => defineFunction(node, 'function', builder),
    method: (node, builder) => defineFunction(node, 'method', builder),
    constant: (node, builder) => {
      const name = node.childForFieldName('name') ?? node.namedChild(0);
      if (name !== null) builder.define({ node, name: builder.slice(name), type: 'constant', exported: true });
    },
    property: readProperty,
    parameter: readParameter,
    variadic: readVariadic,
    assign: readAssignment,
    catch: (node, builder) => {
      const name = node.childForFieldName('name');
      const type = typeOf(node.childForFieldName('type'), builder);
      if (name === null) return;
      builder.bind(builder.slice(name), 'type', ...nameOrType(type));
      if (typeof type === 'string') builder.narrowings.add(builder.slice(name), type, node.startIndex, node.endIndex);
    },
    foreach: readForeach,
    new: (node, builder) => {
      const type = node.namedChildren.find(isName);
      if (type !== undefined && !/^(?:self|static|parent)$/.test(builder.slice(type))) usePath('new', type, builder);
    },
    call: readCall,
    'constant.use': (node, builder) => {
      const [scope, name] = [node.namedChild(0), node.namedChild(1)];
      if (scope === null || name === null || builder.slice(name) === 'class') {
        if (scope !== null && /name$/.test(scope.type)) usePath('type', scope, builder);
        return;
      }
      builder.use('reference', builder.slice(name), expressionOf(scope, builder), node.startPosition.row);
    },
    'type.use': useType,
  },
  reserved: new Set(),
  globals: phpGlobals,
};
