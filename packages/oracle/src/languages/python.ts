import type { Node } from 'web-tree-sitter';
import type { BindingKind, Visibility, WrittenType } from '../facts.ts';
import { branchesOf } from '../parse/branches.ts';
import { namingClass, plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';
import { giving } from '../parse/kept-type.ts';
import type { Language } from './language.ts';
import { askForFixtures, readFixture } from './pytest-functions.ts';
import { pythonForm } from './python-expressions.ts';
import { givenIn, isContextManager, yieldedBy } from './python-generators.ts';
import { assignedBy, bindElements, bindTaken, bindTo } from './python-patterns.ts';
import { readRoute } from './python-routes.ts';
import { addTypeVariable, bindClassParameters } from './python-type-parameters.ts';
import { boundOf, madeContainer, readType, typeAt, withoutKeys } from './python-types.ts';

const query = `
(comment) @comment
(import_statement) @import
(import_from_statement) @from
(decorated_definition) @decorated
(decorator (call function: (attribute) arguments: (argument_list . (string)))) @route
(class_definition) @class
(function_definition) @function
(module . (comment)* . (expression_statement . (string) @doc))
(function_definition body: (block . (expression_statement . (string) @doc)))
(class_definition body: (block . (expression_statement . (string) @doc)))
(assignment) @assign
(call function: [(identifier) (attribute)] @call)
(return_statement (_) @return)
(decorator [(identifier) (attribute)] @call)
(typed_parameter) @parameter
(typed_default_parameter) @parameter
(default_parameter) @default
(lambda_parameters (identifier) @local)
(for_statement) @each
(for_in_clause) @each
(for_statement left: (identifier) @local)
(for_in_clause left: (identifier) @local)
(pattern_list (identifier) @local)
(list_splat_pattern (identifier) @local)
(tuple_pattern (identifier) @local)
(as_pattern) @as
(named_expression) @walrus
(if_statement condition: [(call) (not_operator) (boolean_operator)]) @test
(elif_clause condition: [(call) (boolean_operator)]) @test
(assert_statement . (call)) @test
(argument_list (identifier) @reference)
(keyword_argument value: (identifier) @reference)
(list (identifier) @reference)
(dictionary (pair value: (identifier) @reference))
(return_statement (identifier) @reference)
(assignment right: (identifier) @reference)
(type (identifier) @type.reference)
(type (attribute) @type.reference)
(type (generic_type (identifier) @type.reference))
(subscript (identifier) @type.reference)
(except_clause (identifier) @reference)
(binary_operator (identifier) @reference)
(lambda) @inner
`;

function visibilityOf(name: string): Visibility {
  if (!name.startsWith('_') || name.endsWith('__')) return 'public';
  return name.startsWith('__') ? 'private' : 'protected';
}

function defineFunction(node: Node, builder: FactsBuilder): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = builder.slice(nameNode);
  const owner = builder.definition(builder.current).type;
  const written = node.childForFieldName('return_type');
  const fixture = readFixture(node, name, builder);
  const isContext = fixture === undefined && isContextManager(node);
  const returns = written === null ? null : builder.slice(written);
  const says = isContext && returns !== null ? (yieldedBy(returns) ?? returns) : returns;
  const isTest = fixture === undefined && /^test(?:_|[A-Z]|$)/.test(name);
  const type = isTest ? 'test' : owner === 'class' ? 'method' : 'function';
  if (returns !== null && givesItsClass(node, returns, owner === 'class', builder)) {
    const own = owner === 'class' ? builder.definition(builder.current).name : null;
    if (own === null) builder.bind(namingClass(name), 'type');
    else builder.bindField(builder.current, namingClass(name), 'type', own);
  }
  builder.define({
    node,
    name,
    type,
    body: node.childForFieldName('body'),
    visibility: visibilityOf(name),
    exported: !name.startsWith('_'),
    ...(fixture !== undefined
      ? { returns: fixture.returns }
      : returnsOf(says, owner === 'class' ? selfTypeOf(node, builder) : null)),
    ...(fixture === undefined ? {} : { fixture: fixture.fixture }),
  });
  if (isContext && says === null) for (const each of givenIn(node)[1]) builder.giveBack(each);
  const asked = askForFixtures(node, fixture !== undefined, builder);
  for (const parameter of node.childForFieldName('parameters')?.namedChildren ?? []) {
    if (parameter?.type !== 'identifier') continue;
    const text = builder.slice(parameter);
    builder.bind(text, asked.has(text) ? 'fixture' : 'value');
  }
}

/** Whether a function gives an object of the class that it is given first: `def make(cls: type[T]) -> T`, or `Callable[..., T]`. */
function givesItsClass(node: Node, returns: string, isMethod: boolean, builder: FactsBuilder): boolean {
  const first = node
    .childForFieldName('parameters')
    ?.namedChild(isMethod ? 1 : 0)
    ?.childForFieldName('type');
  if (first == null) return false;
  const [kind, named, written] = typeAt(builder.slice(first));
  const made =
    kind === 'value' ? named : typeof written === 'object' && written !== null && 'gives' in written ? written.gives : null;
  return typeof made === 'string' && made === readType(returns);
}

function returnsOf(written: string | null, selfType: string | null): { returns: string | null; written?: WrittenType } {
  if (written === null) return { returns: null };
  const type = readType(written);
  return typeof type === 'string' && (SELF.test(type) || type === selfType) ? { returns: 'this' } : giving(type);
}

const SELF = /^(?:\w+\.)?Self$/;

/** `T` of `def open(self: T) -> T` and of `def make(cls: type[T]) -> T`: whatever class the object is of. */
function selfTypeOf(node: Node, builder: FactsBuilder): string | null {
  const first = node.childForFieldName('parameters')?.namedChild(0);
  const type = first?.type === 'typed_parameter' ? first.childForFieldName('type') : null;
  if (first == null || type == null || !/^(?:self|cls)\b/.test(builder.slice(first))) return null;
  const read = readType(builder.slice(type));
  return typeof read === 'string' ? read : null;
}

function defineClass(node: Node, builder: FactsBuilder): void {
  const nameNode = node.childForFieldName('name');
  if (nameNode === null) return;
  const name = builder.slice(nameNode);
  const written = (node.childForFieldName('superclasses')?.namedChildren ?? [])
    .filter((base) => base !== null && base.type !== 'keyword_argument' && base.type !== 'comment')
    .map((base) => builder.slice(base!));
  const bases = written.map((base) => base.replace(/\[.*\]$/s, ''));
  const within = builder.current;
  builder.define({
    node,
    name,
    type: 'class',
    body: node.childForFieldName('body'),
    bases,
    visibility: visibilityOf(name),
    exported: !name.startsWith('_'),
  });
  bindClassParameters(node, within, written, builder);
}

/** The function in which alone an import is valid; 0 for none. */
function functionAround(builder: FactsBuilder): number {
  for (let at = builder.current; at > 0; at = builder.definition(at).parent) {
    const { type } = builder.definition(at);
    if (type === 'function' || type === 'method' || type === 'test') return at;
  }
  return 0;
}

/** `import a.b`, `import a.b as c`: what is bound is `a`, or all of it under its alias. */
function readImport(node: Node, builder: FactsBuilder): void {
  const row = node.startPosition.row;
  const within = functionAround(builder);
  for (const part of node.namedChildren) {
    if (part?.type === 'dotted_name') {
      const name = builder.slice(part);
      const head = name.split('.', 1)[0]!;
      builder.import(head, head, '*', row, within);
      if (head !== name) builder.import(name, null, null, row);
    } else if (part?.type === 'aliased_import') {
      const [name, alias] = [part.childForFieldName('name'), part.childForFieldName('alias')];
      if (name !== null && alias !== null) builder.import(builder.slice(name), builder.slice(alias), '*', row, within);
    }
  }
}

/** `from .a import b as c`. */
function readFrom(node: Node, builder: FactsBuilder): void {
  const moduleNode = node.childForFieldName('module_name');
  if (moduleNode === null) return;
  const specifier = builder.slice(moduleNode).replace(/\s+/g, '');
  const row = node.startPosition.row;
  const within = functionAround(builder);
  for (const part of node.namedChildren) {
    if (part === null || part.startIndex === moduleNode.startIndex) continue;
    if (part.type === 'wildcard_import') builder.import(specifier, '*', '*', row);
    else if (part.type === 'dotted_name') builder.import(specifier, builder.slice(part), builder.slice(part), row, within);
    else if (part.type === 'aliased_import') {
      const [name, alias] = [part.childForFieldName('name'), part.childForFieldName('alias')];
      if (name !== null && alias !== null) builder.import(specifier, builder.slice(alias), builder.slice(name), row, within);
    }
  }
}

function readAssignment(node: Node, builder: FactsBuilder): void {
  const left = node.childForFieldName('left');
  if (left === null) return;
  const right = node.childForFieldName('right');
  if (right?.type === 'call' && /^(?:\w+\.)?TypeVar\(/.test(builder.slice(right))) addTypeVariable(builder.slice(left), builder);
  const written = node.childForFieldName('type');
  if (/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(left.type) && right !== null) {
    bindTo(left, assignedBy(right, builder), builder);
    return;
  }
  const values = valuesAt(right, written, builder);
  if (left.type === 'attribute') {
    const field = /^self\.(\w+)$/.exec(builder.slice(left))?.[1];
    const owner = field === undefined ? -1 : builder.enclosingClass;
    if (owner >= 0) for (const value of values) builder.bindField(owner, field!, ...value);
    return;
  }
  if (left.type !== 'identifier') return;
  const name = builder.slice(left);
  if (builder.definition(builder.current).type === 'class') {
    for (const value of values) builder.bindField(builder.current, name, ...value);
    return;
  }
  for (const value of values) builder.bind(name, ...value);
  builder.narrowings.forget(name, node.endIndex);
  if (builder.current === 0)
    builder.define({
      node,
      name,
      type: 'constant',
      body: right,
      visibility: visibilityOf(name),
      exported: !name.startsWith('_'),
    });
}

/** What a variable may be: one of several, where all of them are known. */
function valuesAt(right: Node | null, written: Node | null, builder: FactsBuilder): ReturnType<typeof valueAt>[] {
  const branches = right === null || written !== null ? [] : branchesOf(right);
  const isKnown = branches.length > 1 && branches.every((each) => plainExpression(pythonForm(builder.slice(each))) !== UNKNOWN);
  return isKnown ? branches.map((each) => valueAt(each, null, builder)) : [valueAt(right, written, builder)];
}

function valueAt(
  right: Node | null,
  written: Node | null,
  builder: FactsBuilder,
): [kind: BindingKind, source: string | null, written: WrittenType] {
  if (written !== null) return typeAt(builder.slice(written));
  const made = madeContainer(right, builder);
  if (made !== null) return ['value', null, made];
  const bound = right === null ? null : boundOf(right, builder);
  if (bound !== null) return ['value', bound, null];
  return ['value', right === null ? null : pythonForm(builder.slice(right)), null];
}

/** `with a() as b`, `except A as b`, `case A() as b`. */
function bindAs(node: Node, builder: FactsBuilder): void {
  const [value, named] = [node.namedChild(0), node.childForFieldName('alias') ?? node.namedChild(1)];
  if (value === null || named === null) return;
  const alias = named.namedChildCount === 1 ? named.namedChild(0)! : named;
  const entered = node.parent?.type === 'with_item' ? '[<]' : '';
  const text = pythonForm(builder.slice(value)) + entered;
  if (alias.type === 'identifier' || alias.type === 'as_pattern_target') builder.bind(builder.slice(alias), 'value', text);
  else bindTo(alias, plainExpression(text), builder);
}

function readParameter(node: Node, builder: FactsBuilder): void {
  const name = node.childForFieldName('name') ?? node.namedChild(0);
  const written = node.childForFieldName('type');
  const type = written === null ? '' : builder.slice(written);
  const taken = name?.namedChild(0);
  if (name?.type === 'identifier') builder.bind(builder.slice(name), ...typeAt(type));
  else if (name?.type === 'list_splat_pattern' && taken != null)
    builder.bind(builder.slice(taken), 'type', null, { each: readType(type) });
  else if (name?.type === 'dictionary_splat_pattern' && taken != null)
    builder.bind(builder.slice(taken), 'type', null, { held: readType(type) });
}

/** `a=B` is a B where nobody gives another; `B=B` has it from around. */
function readDefault(node: Node, builder: FactsBuilder): void {
  const [name, value] = [node.childForFieldName('name'), node.childForFieldName('value')];
  if (name?.type !== 'identifier' || value === null) return;
  const text = builder.slice(name);
  const given = /^(?:identifier|attribute|call)$/.test(value.type) ? pythonForm(builder.slice(value)) : null;
  if (given === null || headOf(given) !== text) builder.bind(text, 'value', given);
  else if (given !== text) builder.bind(text);
}

const TEST = /^(not\s+)?isinstance\(\s*([\w.]+)\s*,\s*([\w.]+)\s*\)(?:\s+and\b|$)/;
const LEAVES = /^(?:return|raise)_statement$/;

/** `if isinstance(a, B):`, `assert isinstance(a, B)`, and `if not isinstance(a, B): return`. */
function readTest(node: Node, builder: FactsBuilder): void {
  const condition = node.childForFieldName('condition') ?? node.namedChild(0);
  const [, not, name, type] = condition === null ? [] : (TEST.exec(builder.slice(condition)) ?? []);
  if (condition === null || name === undefined || type === undefined) return;
  const block = node.childForFieldName('consequence');
  if (not === undefined && block !== null) builder.narrowings.add(name, type, condition.startIndex, block.endIndex);
  else if (block === null || LEAVES.test(block.namedChildren.at(-1)?.type ?? ''))
    if ((block === null) === (not === undefined)) builder.narrowings.add(name, type, node.endIndex, builder.currentEnd);
}

function readMember(kind: 'call' | 'type', node: Node, builder: FactsBuilder): void {
  const text = withoutKeys(builder.slice(node));
  const dot = text.lastIndexOf('.');
  builder.use(kind, text.slice(dot + 1).trim(), dot < 0 ? null : pythonForm(text.slice(0, dot)), node.startPosition.row);
}

export const python: Language = {
  name: 'python',
  family: 'python',
  extensions: ['.py', '.pyi'],
  grammar: 'tree-sitter-python/tree-sitter-python.wasm',
  query,
  handlers: {
    inner: (node, builder) => {
      builder.enterFunction(node);
      bindTaken(node, builder);
    },
    comment: () => undefined,
    import: readImport,
    from: readFrom,
    decorated: (node, builder) => builder.wrap(node, false),
    route: readRoute,
    class: defineClass,
    function: defineFunction,
    doc: (node, builder) => builder.document(builder.slice(node)),
    assign: readAssignment,
    call: (node, builder) => readMember('call', node, builder),
    parameter: readParameter,
    default: readDefault,
    as: bindAs,
    walrus: (node, builder) => {
      const [name, value] = [node.childForFieldName('name'), node.childForFieldName('value')];
      if (name === null || value === null) return;
      for (const each of valuesAt(value, null, builder)) builder.bind(builder.slice(name), ...each);
    },
    test: readTest,
    each: bindElements,
    local: (node, builder) => builder.bindAt(node.startIndex, builder.slice(node)),
    reference: (node, builder) => builder.use('reference', builder.slice(node), null, node.startPosition.row),
    return: (node, builder) => {
      for (const each of branchesOf(node)) builder.giveBack(pythonForm(builder.slice(each)));
    },
    'type.reference': (node, builder) => readMember('type', node, builder),
  },
  reserved: new Set('if elif else for while return class try except finally with import from def lambda'.split(' ')),
  globals: new Set(
    `ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError
    BytesWarning ChildProcessError ConnectionError DeprecationWarning EOFError Ellipsis EnvironmentError Exception ExceptionGroup False
    FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError
    IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None
    NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning PermissionError
    ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration
    SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError UnicodeDecodeError
    UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError __import__ abs
    aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright delattr dict dir
    divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
    issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed
    round set setattr slice sorted staticmethod str sum super tuple type vars zip __name__ __file__`.split(/\s+/),
  ),
};
