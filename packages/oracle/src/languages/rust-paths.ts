import type { Node } from 'web-tree-sitter';
import { IT, making, newValue, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';

const LONGEST_TYPE = 400;
/** Of a chain of calls with all that they are given. */
const LONGEST_EXPRESSION = 4000;
/** What is used as if it were what it holds. */
export const TRANSPARENT =
  /^(?:Box|Rc|Arc|Pin|Ref|RefMut|MutexGuard|RwLockReadGuard|RwLockWriteGuard|Cow|ManuallyDrop|LazyLock|LazyCell|Lazy)$/;
/** What a function mostly returns for its callers to open. */
export const RETURNED = /^(?:Option|Result|\w*Result|Future|Poll)$/;
/** Methods that give what they are called on, opened or once more. */
const SAME =
  /^(?:unwrap|expect|clone|as_ref|as_mut|as_deref|as_deref_mut|borrow|borrow_mut|by_ref|to_owned|cloned|unwrap_or_default)$/;

/** The plain form of an expression, with dots for `::`; `?` for what is not plain. */
export function plain(node: Node | null, builder: FactsBuilder): string {
  if (node === null || node.endIndex - node.startIndex > LONGEST_EXPRESSION) return '?';
  switch (node.type) {
    case 'identifier':
    case 'type_identifier':
    case 'self':
    case 'super':
    case 'crate':
      return builder.slice(node);
    case 'scoped_identifier':
    case 'scoped_type_identifier': {
      const path = node.childForFieldName('path');
      const name = builder.slice(node.childForFieldName('name')!);
      if (path === null) return name;
      const head =
        path.type === 'self' ? 'self_module' : path.type === 'bracketed_type' ? qualified(path, builder) : plain(path, builder);
      return head === '?' ? '?' : `${head}.${name}`;
    }
    case 'generic_type':
    case 'generic_type_with_turbofish':
      return plain(node.childForFieldName('type'), builder);
    case 'field_expression': {
      const field = node.childForFieldName('field');
      if (field === null) return '?';
      const value = plain(node.childForFieldName('value'), builder);
      // Of a tuple, or of a struct that is written like one.
      const name = field.type === 'integer_literal' ? `#${builder.slice(field)}` : builder.slice(field);
      return value === '?' ? '?' : `${value}.${name}`;
    }
    case 'index_expression':
      return plainIndex(node, builder);
    case 'call_expression':
      return plainCall(node, builder);
    case 'generic_function':
      return plain(node.childForFieldName('function'), builder);
    case 'try_expression':
    case 'await_expression':
    case 'parenthesized_expression':
      return plain(node.namedChild(0), builder);
    case 'unary_expression':
      return builder.text[node.startIndex] === '*' ? plain(node.namedChild(0), builder) : '?';
    case 'reference_expression':
      return plain(node.childForFieldName('value'), builder);
    case 'struct_expression':
      return newValue(typeName(node.childForFieldName('name'), builder));
    case 'array_expression':
      return listOf(node.namedChild(0), builder);
    case 'block':
    case 'unsafe_block': {
      // Of several statements, some may say what the last one stands for.
      const [only = null, ...others] = node.namedChildren.filter((each) => each?.type.endsWith('comment') === false);
      return others.length > 0 ? UNKNOWN : plain(only?.type === 'expression_statement' ? only.namedChild(0) : only, builder);
    }
    case 'type_cast_expression':
      return newValue(typeName(node.childForFieldName('type'), builder));
    default:
      return '?';
  }
}

/** What is at a place; a part of a list is like the whole. */
function plainIndex(node: Node, builder: FactsBuilder): string {
  const value = plain(node.namedChild(0), builder);
  if (value === '?') return '?';
  return node.namedChild(1)?.type === 'range_expression' ? value : `${value}[]`;
}

/** What only points to what it is given. */
const POINTING =
  /^(?:(?:std|core|alloc)\.(?:boxed|rc|sync|pin|cell|option|result)\.)*(?:(?:Box|Rc|Arc)\.(?:new|pin|clone|from)|Pin\.new|(?:Mutex|RwLock|RefCell|Cell|OnceCell|OnceLock|Cow)\.(?:new|from)|Some|Ok)$|^(?:(?:std|core)\.)?mem\.(?:take|replace)$/;
/** Methods of iterators and options that make something of what they are given. */
const MAKING = /^(?:map|filter_map|flat_map|and_then|map_while|then)$/;

/** Whether this is `self`, or `self.as_mut()`: then `project()` is what pin-project makes of it, with the same fields. */
const isOfSelf = (value: Node | null, builder: FactsBuilder): boolean =>
  value !== null && /^self(?:\.as_mut\(\))?$/.test(builder.slice(value));

/** Macros that give what they take, opened. */
const OPENING_MACRO = /^(?:try|tri|ready|dbg|pin|assert_ok|assert_ready|assert_ready_ok|assert_some)$|::(?:ready|pin)$/;

/** Whether what is called was written as a macro. */
export const isMacro = (called: Node, builder: FactsBuilder): boolean => builder.text[called.endIndex] === '!';

/** `<Type as Trait>`: the type. */
function qualified(node: Node, builder: FactsBuilder): string {
  const inner = node.namedChild(0);
  const type = inner?.type === 'qualified_type' ? inner.childForFieldName('type') : inner;
  return typeName(type ?? null, builder) ?? '?';
}

/** A list with this in it. */
function listOf(first: Node | null, builder: FactsBuilder): string {
  const value = plain(first, builder);
  return value === UNKNOWN ? UNKNOWN : `${value}[+]`;
}

/** `all.collect::<Vec<_>>()` has the same in it. */
function isCollectedAgain(called: Node, builder: FactsBuilder): boolean {
  const field = called.childForFieldName('function')?.childForFieldName('field') ?? null;
  const type = called.childForFieldName('type_arguments');
  return (
    field !== null && type !== null && builder.slice(field) === 'collect' && /^::<Vec<_>>$|^<Vec<_>>$/.test(builder.slice(type))
  );
}

/** What a function with one parameter makes of what is in a value; null where that is not known. */
function madeBy(call: Node, called: Node, method: string, builder: FactsBuilder): string | null {
  const [made = null, ...others] = call.childForFieldName('arguments')?.namedChildren ?? [];
  const value = made === null || others.length > 0 ? UNKNOWN : madeOfIt(made, builder);
  if (value === UNKNOWN) return null;
  // A chain of calls is as deep as it is long: what is before this one is asked once.
  const object = plain(called.childForFieldName('value'), builder);
  return object === UNKNOWN ? UNKNOWN : making(object, method, '?', method === 'flat_map' ? `${value}[*]` : value);
}

function madeOfIt(node: Node, builder: FactsBuilder): string {
  if (node.type === 'scoped_identifier') {
    const path = plain(node, builder);
    return path === UNKNOWN ? UNKNOWN : POINTING.test(path) ? IT : `${path}()`;
  }
  const body = node.type === 'closure_expression' ? node.childForFieldName('body') : null;
  const parameters = body === null ? '' : builder.slice(node.childForFieldName('parameters')!);
  const name = /^\|\s*&?(?:mut\s+)?([a-z_]\w*)(?:\s*:[^|]*)?\|$/.exec(parameters)?.[1];
  const value = name === undefined ? UNKNOWN : plain(body, builder);
  return value !== UNKNOWN && headOf(value) === name ? IT + value.slice(name.length) : value;
}

function plainCall(node: Node, builder: FactsBuilder): string {
  const called = node.childForFieldName('function');
  if (called?.type === 'generic_function' && isCollectedAgain(called, builder))
    return plain(called.childForFieldName('function')?.childForFieldName('value') ?? null, builder);
  if (called?.type === 'field_expression') {
    const field = called.childForFieldName('field');
    const name = field === null ? '' : builder.slice(field);
    const made = MAKING.test(name) ? madeBy(node, called, name, builder) : null;
    if (made !== null) return made;
    const isPart = /^get(?:_mut)?$/.test(name) && node.childForFieldName('arguments')?.namedChild(0)?.type === 'range_expression';
    const value = called.childForFieldName('value');
    if (SAME.test(name) || isPart || (name === 'project' && isOfSelf(value, builder))) return plain(value, builder);
  }
  if (called !== null && isMacro(called, builder)) {
    const [taken = null, ...others] = node.childForFieldName('arguments')?.namedChildren ?? [];
    if (builder.slice(called) === 'vec') return listOf(taken, builder);
    return others.length === 0 && OPENING_MACRO.test(builder.slice(called)) ? plain(taken, builder) : '?';
  }
  const text = plain(called, builder);
  const given = node.childForFieldName('arguments')?.namedChildren ?? [];
  if (POINTING.test(text) && given.length > 0) return plain(given[0]!, builder);
  // Whoever writes `default`, it gives the type that it is asked of.
  if (/(?:^|\.)\p{Lu}\w*\.default$/u.test(text)) return `new ${text.slice(0, -'.default'.length)}()`;
  return text === '?' ? '?' : `${text}()`;
}

/** The named type that a written type is about: of `&mut a::T<U>` it is `a.T`; null for tuples, slices, functions. */
export function typeName(node: Node | null, builder: FactsBuilder, isReturned = false): string | null {
  if (node === null || node.endIndex - node.startIndex > LONGEST_TYPE) return null;
  switch (node.type) {
    case 'type_identifier':
    case 'identifier':
      return builder.slice(node);
    case 'scoped_type_identifier':
    case 'scoped_identifier': {
      const path = plain(node, builder);
      return path === '?' ? null : path;
    }
    case 'generic_type':
    case 'generic_type_with_turbofish': {
      const name = typeName(node.childForFieldName('type'), builder);
      if (name === null) return null;
      const last = name.slice(name.lastIndexOf('.') + 1);
      const inner = node.childForFieldName('type_arguments')?.namedChildren.find((child) => child?.type !== 'lifetime') ?? null;
      return TRANSPARENT.test(last) || (isReturned && RETURNED.test(last)) ? typeName(inner, builder, isReturned) : name;
    }
    case 'reference_type':
    case 'pointer_type':
      return typeName(node.childForFieldName('type'), builder, isReturned);
    case 'abstract_type':
    case 'dynamic_type':
      return typeName(node.childForFieldName('trait'), builder);
    case 'bounded_type':
    case 'parenthesized_type':
      return typeName(node.namedChildren.find((child) => child?.type !== 'lifetime') ?? null, builder);
    default:
      return null;
  }
}
