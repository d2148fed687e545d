// What lambdas of Java are given to.
import type { Node } from 'web-tree-sitter';
import { IT, making, newValue, plainExpression, UNKNOWN } from '../parse/expression.ts';
import type { FactsBuilder } from '../parse/facts-builder.ts';
import { headOf } from '../parse/inner-scopes.ts';
import type { Given } from '../parse/name-facts.ts';
import { typeName, writtenType } from './java-types.ts';

type Plain = (node: Node | null) => string;

/** A method or a constructor that takes the lambda, or the type of what it is kept in, cast to or given back as. */
export function givenTo(lambda: Node, plain: Plain, builder: FactsBuilder): Given | null {
  if (lambda.type !== 'lambda_expression') return null;
  const around = lambda.parent;
  switch (around?.type) {
    case 'argument_list':
      return asArgument(lambda, around, plain, builder);
    case 'variable_declarator':
      return ofType(around.parent?.childForFieldName('type') ?? null, builder);
    case 'cast_expression':
      return ofType(around.childForFieldName('type'), builder);
    case 'assignment_expression':
      return from(plain(around.childForFieldName('left')), []);
    case 'return_statement':
      return ofType(methodAround(around)?.childForFieldName('type') ?? null, builder);
    default:
      return null;
  }
}

function asArgument(lambda: Node, list: Node, plain: Plain, builder: FactsBuilder): Given | null {
  const call = list.parent;
  const values = list.namedChildren.filter((each) => each !== null && !each.type.endsWith('comment'));
  const step = [values.findIndex((each) => each?.startIndex === lambda.startIndex), values.length] as const;
  if (call?.type === 'object_creation_expression')
    return from(typeName(call.childForFieldName('type'), builder) ?? UNKNOWN, ['constructor', step]);
  const name = call?.type === 'method_invocation' ? call.childForFieldName('name') : null;
  if (name == null) return null;
  const object = call?.childForFieldName('object') ?? null;
  return from(object === null ? builder.slice(name) : `${plain(object)}.${builder.slice(name)}`, [step]);
}

function from(called: string, steps: Given['steps']): Given | null {
  const expression = plainExpression(called);
  return expression === UNKNOWN ? null : { expression, written: null, steps };
}

function ofType(type: Node | null, builder: FactsBuilder): Given | null {
  const written = writtenType(type, builder);
  return written === null ? null : { expression: null, written, steps: [] };
}

/** The method that a statement gives its value for. */
function methodAround(statement: Node): Node | null {
  let node = statement.parent;
  while (node !== null && /^(?:block|if_statement|switch|try|catch|for|while|do|labeled|synchronized)/.test(node.type))
    node = node.parent;
  return node?.type === 'method_declaration' ? node : null;
}

/** What makes another stream of a stream, or another optional of an optional. */
const MAKING = /^(?:map|mapToObj|thenApply|thenApplyAsync)$/;
/** What makes a list or a stream of what it is given. */
const LISTING =
  /^(?:List|Set|Stream|Arrays|Optional|CompletableFuture)\.(?:of|asList|ofNullable|completedFuture|stream|supplyAsync)$/;

/** What a call of the library gives by what it is given: `stream.map(pot -> pot.lid)`, `.collect(Collectors.toList())`, `List.of(pot)`. */
export function madeOf(call: Node, object: Node, plain: Plain, builder: FactsBuilder): string | null {
  const given = call.childForFieldName('arguments')?.namedChildren ?? [];
  const [first = null] = given;
  const name = builder.slice(call.childForFieldName('name')!);
  if (first === null) return null;
  if (name === 'collect') {
    const how = first.childForFieldName('name');
    return how !== null && /^to(?:Unmodifiable)?(?:List|Set)$/.test(builder.slice(how)) ? `${plain(object)}.toList()` : null;
  }
  if (MAKING.test(name)) {
    // A chain of calls is as deep as it is long: what is before this one is asked once.
    const value = gives(first, plain, builder);
    const list = value === UNKNOWN ? null : plain(object);
    return list === null || list === UNKNOWN ? list : making(list, name, '~', value);
  }
  const whole = object.type === 'identifier' ? `${builder.slice(object)}.${name}` : '';
  if (!LISTING.test(whole) || builder.importedFrom(builder.slice(object))?.startsWith('java.') === false) return null;
  if (whole === 'Arrays.stream') return known(plain(first), '[*][~]');
  const value = name === 'supplyAsync' ? gives(first, plain, builder) : plain(first);
  return known(value, /^(?:List|Set|Arrays)/.test(whole) ? '[+]' : '[~]');
}

const known = (value: string, token: string): string | null => (value === UNKNOWN ? null : value + token);

/** What a lambda with at most one parameter, or a method that is named, gives of what there is. */
function gives(node: Node, plain: Plain, builder: FactsBuilder): string {
  if (node.type === 'method_reference') {
    const [type, method] = [node.namedChild(0), node.namedChild(1)];
    if (type === null || method?.type === 'identifier') return method == null ? UNKNOWN : `${IT}.${builder.slice(method)}()`;
    return newValue(typeName(type, builder) ?? plain(type));
  }
  const body = node.type === 'lambda_expression' ? node.childForFieldName('body') : null;
  const value = body === null || body.type === 'block' ? UNKNOWN : plain(body);
  if (body === null || value === UNKNOWN) return UNKNOWN;
  const name = /^\(?\s*(?:[\w<>.?]+\s+)?(\w*)\s*\)?$/.exec(builder.slice(node.childForFieldName('parameters')!))?.[1];
  if (name === undefined) return UNKNOWN;
  return headOf(value) === name ? IT + value.slice(name.length) : value;
}
