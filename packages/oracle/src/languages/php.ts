import type { Node } from 'web-tree-sitter';
import type { NodeType, Visibility, WrittenType } from '../facts.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { giving, nameOrType } from '../parse/kept-type.ts';
import type { Language } from './language.ts';
import { docTypesAbove } from './php-docs.ts';
import { expressionOf, nameOf, typeOf } from './php-expressions.ts';
import { phpGlobals } from './php-globals.ts';

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
(binary_expression operator: "instanceof" right: [(name) (qualified_name)] @type.use)
(attribute [(name) (qualified_name)] @type.use)
(anonymous_function) @inner
(arrow_function) @inner
`;

const TYPES: Readonly<Record<string, NodeType>> = {
  class_declaration: 'class',
  trait_declaration: 'class',
  interface_declaration: 'interface',
  enum_declaration: 'enum',
};

/** The name under which files without a namespace meet. */
export const GLOBAL = '-';

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
  builder.enterNamespace(text, end);
}

/** `use A\B`, `use A\B as C`, `use A\{B, C as D}`, each also with `function` or `const`. */
function readUse(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const body = node.childForFieldName('body');
  const prefix = body === null ? '' : `${builder.slice(node.namedChildren.find((child) => child?.type === 'namespace_name')!)}\\`;
  for (const clause of (body ?? node).namedChildren) {
    if (clause?.type !== 'namespace_use_clause') continue;
    const alias = clause.childForFieldName('alias');
    const named = clause.namedChildren.find((child) => child?.type === 'name' || child?.type === 'qualified_name');
    if (named == null) continue;
    const parts = `${prefix}${builder.slice(named)}`.split('\\').filter((part) => part !== '');
    const name = parts.pop()!;
    builder.import(parts.join('.') || GLOBAL, alias === null ? name : builder.slice(alias), name, row);
  }
}

function defineType(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const clause = (type: string) => node.namedChildren.find((child) => child?.type === type)?.namedChildren ?? [];
  const body = node.childForFieldName('body');
  const names = (nodes: readonly (Node | null)[]) =>
    nodes.flatMap((each) => (each === null ? [] : (nameOf(each, builder) ?? [])));
  const traits = (body?.namedChildren ?? []).filter((child) => child?.type === 'use_declaration');
  builder.define({
    node,
    name: builder.slice(name),
    type: TYPES[node.type]!,
    body,
    bases: names(clause('base_clause')),
    interfaces: [...names(traits.flatMap((use) => use!.namedChildren)), ...names(clause('class_interface_clause'))],
    exported: true,
  });
}

function visibilityOf(node: Node, builder: FactsBuilder): Visibility {
  const modifier = node.namedChildren.find((child) => child?.type === 'visibility_modifier');
  return modifier == null ? 'public' : (builder.slice(modifier).replace(/\(.*/, '') as Visibility);
}

/** What the comment above the function says that was come to last. */
const documented = new WeakMap<FactsBuilder, ReadonlyMap<string, WrittenType>>();

/** A type that is written down, or else what the comment above says. */
function typeAt(node: Node, said: WrittenType | undefined, builder: FactsBuilder): [name: string | null, written: WrittenType] {
  return nameOrType(typeOf(node.childForFieldName('type'), builder) ?? said ?? null);
}

function defineFunction(node: Node, type: NodeType, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const owner = builder.definition(builder.current);
  const isTest = type === 'method' && (/^test/.test(text) || isMarkedTest(node, builder)) && /Test$|TestCase$/.test(owner.name);
  const visibility = visibilityOf(node, builder);
  const returned = typeOf(node.childForFieldName('return_type'), builder);
  const types = docTypesAbove(node, builder);
  builder.define({
    node,
    name: text,
    type: isTest ? 'test' : type,
    body: node.childForFieldName('body'),
    visibility,
    exported: visibility === 'public',
    ...giving(returned === 'static' || returned === 'self' ? owner.name : (returned ?? types.get('return') ?? null)),
  });
  documented.set(builder, types);
}

/** `#[Test]`, or `@test` in the comment above. */
function isMarkedTest(node: Node, builder: FactsBuilder): boolean {
  const attributes = node.childForFieldName('attributes');
  if (attributes !== null && /\bTest\b/.test(builder.slice(attributes))) return true;
  return /\*\s*@test\b[^/]*\*\/\s*$/.test(builder.text.slice(Math.max(0, node.startIndex - 300), node.startIndex));
}

function readProperty(node: Node, builder: FactsBuilder): void {
  const owner = builder.enclosingClass;
  const type = typeAt(node, docTypesAbove(node, builder).get('var'), builder);
  if (owner < 0 || (type[0] === null && type[1] === null)) return;
  for (const element of node.namedChildren) {
    const name = element?.type === 'property_element' ? element.childForFieldName('name') : null;
    if (name != null) builder.bindField(owner, builder.slice(name).slice(1), 'type', ...type);
  }
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name');
  if (name === null) return;
  const text = builder.slice(name);
  const isOfSymbol = builder.isInSymbol;
  const type = typeAt(node, isOfSymbol ? documented.get(builder)?.get(text) : undefined, builder);
  builder.bind(text, 'type', ...type);
  if (node.type === 'property_promotion_parameter' && builder.enclosingClass >= 0)
    builder.bindField(builder.enclosingClass, text.slice(1), 'type', ...type);
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (left === null || right === null) return;
  const value = expressionOf(right, builder);
  if (left.type === 'variable_name') builder.bind(builder.slice(left), 'value', value === '?' ? null : value);
  const field = /^\$this->(\w+)$/.exec(left.endIndex - left.startIndex > 100 ? '' : builder.slice(left))?.[1];
  if (field !== undefined && builder.enclosingClass >= 0) builder.bindField(builder.enclosingClass, field, 'value', value);
}

/** `foreach ($list as $key => $each)` */
function readForeach(node: Node, builder: FactsBuilder): void {
  const [list, value] = [node.namedChild(0), node.namedChild(1)];
  const names = value?.type === 'pair' ? value.namedChildren : [value];
  const expression = list === null ? '?' : expressionOf(list, builder);
  for (const [at, each] of names.entries()) {
    const name = each?.type === 'by_ref' ? each.namedChild(0) : each;
    const isValue = at === names.length - 1 && expression !== '?';
    if (name?.type === 'variable_name') builder.bind(builder.slice(name), 'value', isValue ? `${expression}[*]` : null);
  }
}

function readCall(node: Node, builder: FactsBuilder): void {
  const named = node.childForFieldName('function') ?? node.childForFieldName('name');
  if (named === null || !/^(?:name|qualified_name)$/.test(named.type)) return;
  const receiver = node.childForFieldName('object') ?? node.childForFieldName('scope');
  if (receiver !== null) builder.use('call', builder.slice(named), expressionOf(receiver, builder), named.startPosition.row);
  else usePath('call', named, builder);
}

function usePath(kind: 'call' | 'new' | 'type', node: Node, builder: FactsBuilder): void {
  const path = nameOf(node, builder);
  if (path === null || phpGlobals.has(path.toLowerCase())) return;
  const dot = path.lastIndexOf('.');
  builder.use(kind, path.slice(dot + 1), dot < 0 ? null : path.slice(0, dot), node.startPosition.row);
}

export const php: Language = {
  name: 'php',
  family: 'php',
  extensions: ['.php', '.phtml'],
  grammar: 'tree-sitter-php/tree-sitter-php.wasm',
  query,
  handlers: {
    inner: (node, builder) => builder.enterFunction(node),
    comment: (node, builder) => builder.addComment(node),
    program: (node, builder) => {
      if (!node.namedChildren.some((child) => child?.type === 'namespace_definition')) builder.enterNamespace(GLOBAL);
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
    variadic: (node, builder) => {
      const name = node.childForFieldName('name');
      const type = typeOf(node.childForFieldName('type'), builder);
      if (name !== null) builder.bind(builder.slice(name), 'type', null, type === null ? null : { each: type });
    },
    assign: readAssignment,
    catch: (node, builder) => {
      const name = node.childForFieldName('name');
      if (name !== null) builder.bind(builder.slice(name), 'type', typeOf(node.childForFieldName('type'), builder));
    },
    foreach: readForeach,
    new: (node, builder) => {
      const type = node.namedChildren.find((child) => child?.type === 'name' || child?.type === 'qualified_name');
      if (type != null && !/^(?:self|static|parent)$/.test(builder.slice(type))) usePath('new', type, builder);
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
    'type.use': (node, builder) => {
      const text = builder.slice(node);
      if (!/^(?:self|static|parent)$/.test(text)) usePath('type', node, builder);
    },
  },
  reserved: new Set(),
  globals: phpGlobals,
};
