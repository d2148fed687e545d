// HTTP routes as express, fastify, hono and their like write them.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

/** A call of a method with a path and something to serve it; the same after `.route('/path')`; a call with an object that says it all. */
export const routeQuery = `
(call_expression function: (member_expression property: (property_identifier) @route) arguments: (arguments . (string) . (_)))
(call_expression function: (member_expression
  object: (call_expression function: (member_expression) arguments: (arguments . (string) .))
  property: (property_identifier) @route.chained))
(call_expression function: (member_expression property: (property_identifier) @route.object) arguments: (arguments . (object) .))
`;

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'del']);
/** What applications and routers are called; `axios.get('/users', options)` asks for what others serve. */
const SERVERS = /^(?:app|application|router|server|fastify|hono|api|routes?|instance|.*(?:App|Router|Server|Routes|Api))$/;
const HANDLERS = new Set(['identifier', 'member_expression', 'arrow_function', 'function_expression', 'call_expression']);

type Handler = (node: Node, builder: FactsBuilder) => void;

export const routeHandlers: Readonly<Record<string, Handler>> = {
  route: (node, builder) => {
    if (!METHODS.has(builder.slice(node))) return;
    const call = node.parent?.parent;
    const given = call?.childForFieldName('arguments')?.namedChildren ?? [];
    const path = given[0];
    if (call == null || path == null || !isServed(node.parent, builder)) return;
    defineRoute(node, call, builder.slice(node), builder.slice(path).slice(1, -1), given.slice(1), builder);
  },
  'route.chained': (node, builder) => {
    if (!METHODS.has(builder.slice(node))) return;
    const call = node.parent?.parent;
    const before = node.parent?.childForFieldName('object');
    const callee = before?.childForFieldName('function');
    if (call == null || before == null || callee == null || !builder.slice(callee).endsWith('.route')) return;
    const path = before.childForFieldName('arguments')?.namedChild(0);
    if (path == null || !isServed(callee, builder)) return;
    const given = call.childForFieldName('arguments')?.namedChildren ?? [];
    defineRoute(node, call, builder.slice(node), builder.slice(path).slice(1, -1), given, builder);
  },
  'route.object': (node, builder) => {
    if (builder.slice(node) !== 'route') return;
    const call = node.parent?.parent;
    const said = call?.childForFieldName('arguments')?.namedChild(0);
    if (call == null || said == null || !isServed(node.parent, builder)) return;
    const path = memberValue(said, ['url', 'path'], builder);
    const handler = memberValue(said, ['handler'], builder);
    const method = memberValue(said, ['method'], builder);
    if (path?.type !== 'string') return;
    const methods = method === null ? ['all'] : (builder.slice(method).match(/[A-Za-z]+/g) ?? []);
    for (const each of methods) {
      defineRoute(node, call, each, builder.slice(path).slice(1, -1), handler === null ? null : [handler], builder);
      builder.moveTo(call.endIndex);
    }
  },
};

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
  const node = { startIndex, startPosition, endIndex, endPosition } as Node;
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
