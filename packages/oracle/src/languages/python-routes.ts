// HTTP routes as flask, fastapi and their like write them: decorators that name a path.
import type { Node } from 'web-tree-sitter';
import type { FactsBuilder } from '../parse/facts-builder.ts';

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'websocket']);

/** `@app.route('/users', methods=['GET'])`, `@router.get('/users')`: what serves the route is the function below. */
export function readRoute(node: Node, builder: FactsBuilder): void {
  const call = node.namedChild(0);
  const callee = call?.childForFieldName('function');
  const given = call?.childForFieldName('arguments')?.namedChildren ?? [];
  const path = given[0];
  if (callee == null || path == null) return;
  const verb = builder.slice(callee).split('.').at(-1)!;
  const text = builder.slice(path).replace(/^[a-zA-Z]*(['"])(.*)\1$/s, '$2');
  if (!(METHODS.has(verb) || verb === 'route' || verb === 'api_route') || !(text.startsWith('/') || text === '')) return;
  const decorated = node.parent;
  const served = decorated?.childForFieldName('definition')?.childForFieldName('name');
  if (decorated == null || served == null) return;
  for (const method of METHODS.has(verb) ? [verb] : methodsOf(given, builder)) {
    builder.moveTo(node.endIndex);
    builder.define({ node, name: `${method.toUpperCase()} ${text || '/'}`, type: 'route' });
    builder.use('call', builder.slice(served), null, served.startPosition.row);
  }
  // The function, too, starts with its first decorator.
  builder.wrap(decorated, false);
}

function methodsOf(given: readonly (Node | null)[], builder: FactsBuilder): string[] {
  const named = given.find((each) => each?.type === 'keyword_argument' && builder.slice(each).startsWith('methods'));
  const methods = named == null ? [] : [...builder.slice(named).matchAll(/['"](\w+)['"]/g)].map((match) => match[1]!);
  return methods.length === 0 ? ['get'] : methods;
}
