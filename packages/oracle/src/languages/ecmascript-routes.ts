// HTTP routes as express, fastify, hono and their like write them.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del']);
/** What applications and routers are called; `axios.get('/users', options)` asks for what others serve. */
const SERVERS = /^(?:app|application|router|server|fastify|hono|api|routes?|instance|.*(?:App|Router|Server|Routes|Api))$/;
const HANDLERS = new Set(['identifier', 'member_expression', 'arrow_function', 'function_expression', 'call_expression']);

/** Whether a call of this may say how a route is served. */
export function mayServe(callee: string): boolean {
  const dot = callee.lastIndexOf('.');
  const name = callee.slice(dot + 1);
  return dot >= 0 && (name === 'route' || METHODS.has(name));
}

/** A call of a method with a path and something to serve it; the same after `.route('/path')`; a call with an object that says it all. */
export function readRoute(method: Node, member: Node, builder: FactsBuilder): void {
  const call = member.parent;
  const name = builder.slice(method);
  if (call === null) return;
  const given = argumentsOf(call);
  const first = given[0];
  if (name === 'route') {
    if (first?.type === 'object' && given.length === 1) readRouteObject(method, member, call, first, builder);
  } else if (first?.type === 'string' && given.length > 1) {
    if (isServed(member, builder)) defineRoute(method, call, name, builder.slice(first).slice(1, -1), given.slice(1), builder);
  } else {
    const before = member.childForFieldName('object');
    const callee = before?.type === 'call_expression' ? before.childForFieldName('function') : null;
    if (before === null || callee?.type !== 'member_expression' || !builder.slice(callee).endsWith('.route')) return;
    const path = argumentsOf(before);
    if (path[0]?.type !== 'string' || path.length > 1 || !isServed(callee, builder)) return;
    defineRoute(method, call, name, builder.slice(path[0]).slice(1, -1), given, builder);
  }
}

function argumentsOf(call: Node): Node[] {
  const given = call.childForFieldName('arguments')?.namedChildren ?? [];
  return given.filter((each): each is Node => each !== null && each.type !== 'comment');
}

function readRouteObject(at: Node, member: Node, call: Node, said: Node, builder: FactsBuilder): void {
  if (!isServed(member, builder)) return;
  const path = memberValue(said, ['url', 'path'], builder);
  const handler = memberValue(said, ['handler'], builder);
  const method = memberValue(said, ['method'], builder);
  if (path?.type !== 'string') return;
  const methods = method === null ? ['all'] : (builder.slice(method).match(/[A-Za-z]+/g) ?? []);
  for (const each of methods) {
    defineRoute(at, call, each, builder.slice(path).slice(1, -1), handler === null ? null : [handler], builder);
    builder.moveTo(call.endIndex);
  }
}

/** Whether the outermost object of `a.b().get` is called as applications and routers are. */
function isServed(member: Node | null | undefined, builder: FactsBuilder): boolean {
  const text = member == null ? '' : builder.text.slice(member.startIndex, Math.min(member.endIndex, member.startIndex + 200));
  const [head = ''] = /^(?:this\.)?[\w$]+/.exec(text) ?? [];
  return SERVERS.test(head.replace(/^this\./, ''));
}

function memberValue(object: Node, keys: readonly string[], builder: FactsBuilder): Node | null {
  for (const member of object.namedChildren) {
    if (member?.type === 'shorthand_property_identifier' && keys.includes(builder.slice(member))) return member;
    const key = member?.type === 'pair' ? member.childForFieldName('key') : null;
    if (key !== null && key !== undefined && keys.includes(builder.slice(key))) return member!.childForFieldName('value');
    const name = member?.type === 'method_definition' ? member.childForFieldName('name') : null;
    if (name !== null && name !== undefined && keys.includes(builder.slice(name))) return member!;
  }
  return null;
}

/** `given` are the handlers; null for one that is written in the object itself. */
function defineRoute(
  at: Node,
  call: Node,
  method: string,
  path: string,
  given: readonly (Node | null)[] | null,
  builder: FactsBuilder,
): void {
  if (!/^[/*]/.test(path) && path !== '') return;
  const last = given?.at(-1);
  if (
    given !== null &&
    (last == null || !(HANDLERS.has(last.type) || last.type.startsWith('shorthand') || last.type === 'method_definition'))
  )
    return;
  // From the method's name on: in a chain, the routes before it are not part of this one.
  const { startIndex, startPosition } = at;
  const { endIndex, endPosition } = call;
  const node = { startIndex, startPosition, endIndex, endPosition };
  const verb = method === 'del' ? 'DELETE' : method.toUpperCase();
  builder.define({ node, name: `${verb} ${path || '/'}`, type: 'route', body: given?.at(-1) ?? null });
  for (const handler of given ?? []) {
    if (handler === null) continue;
    const text = builder.slice(handler);
    const dot = text.lastIndexOf('.');
    if (handler.type === 'identifier' || handler.type.startsWith('shorthand'))
      builder.use('call', text, null, handler.startPosition.row);
    else if (handler.type === 'member_expression')
      builder.use('call', text.slice(dot + 1), text.slice(0, dot), handler.startPosition.row);
  }
}
